package io.audienceroutes.format;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/**
 * The keys in a file: binary, or in one or several armoured blocks, as joined by {@code cat}.
 *
 * @param privateKeys those of {@code gpg --export-secret-keys}
 * @param publicKeys those of {@code gpg --export}
 */
record PgpKeyFile(List<PGPSecretKeyRing> privateKeys, List<PGPPublicKeyRing> publicKeys) {
    private static final int MOST_BYTES = 16 << 20;
    private static final String ARMOUR = "-----BEGIN PGP";

    PgpKeyFile {
        privateKeys = List.copyOf(privateKeys);
        publicKeys = List.copyOf(publicKeys);
    }

    static PgpKeyFile read(Path file) throws IOException {
        List<PGPSecretKeyRing> privateKeys = new ArrayList<>();
        List<PGPPublicKeyRing> publicKeys = new ArrayList<>();
        BcPGPObjectFactory objects = new BcPGPObjectFactory(packets(file));
        for (Object found = objects.nextObject(); found != null; found = objects.nextObject()) {
            if (found instanceof PGPSecretKeyRing ring) {
                privateKeys.add(ring);
            } else if (found instanceof PGPPublicKeyRing ring) {
                publicKeys.add(ring);
            }
        }
        return new PgpKeyFile(privateKeys, publicKeys);
    }

    private static byte[] packets(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            bytes = in.readNBytes(MOST_BYTES);
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int armour = text.indexOf(ARMOUR);
        if (armour < 0) {
            return bytes;
        }
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        while (armour >= 0) {
            int next = text.indexOf(ARMOUR, armour + 1);
            String block = text.substring(armour, next < 0 ? text.length() : next);
            packets.writeBytes(unarmoured(block));
            armour = next;
        }
        return packets.toByteArray();
    }

    private static byte[] unarmoured(String block) throws IOException {
        try (InputStream in =
                new ArmoredInputStream(new ByteArrayInputStream(block.getBytes(StandardCharsets.ISO_8859_1)))) {
            ByteArrayOutputStream packets = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                packets.write(next);
            }
            return packets.toByteArray();
        }
    }
}
