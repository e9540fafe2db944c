package io.audienceroutes.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRing;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;

/** Somebody with an OpenPGP key: writes key files, and messages for it and by it. */
public final class PgpKit {
    private static final int COMPRESSED_PACKET = 0xa3;

    /** Chunks of 4 KiB. */
    private static final int CHUNK_SIZE = 12;

    private static final int KEY_BITS = 2048;
    private static final int CERTAINTY = 20;
    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PGPKeyPair pair;
    private final PGPKeyRingGenerator ring;

    private PgpKit(PGPKeyPair pair, PGPKeyRingGenerator ring) {
        this.pair = pair;
        this.ring = ring;
    }

    /** How a message is written. */
    public record Style(boolean compressed, boolean armoured, boolean unprotected, Set<Oddity> oddities) {
        public Style {
            oddities = Set.copyOf(oddities);
        }

        /** As programs write it. */
        public Style(boolean compressed, boolean armoured, boolean unprotected) {
            this(compressed, armoured, unprotected, Set.of());
        }
    }

    /** What few messages have. */
    public enum Oddity {
        /** The recipient's key is not named. */
        HIDDEN,
        /** Encrypted in authenticated chunks, as GnuPG 2.3 and later do between themselves. */
        AUTHENTICATED,
        /** A second text behind the first one. */
        TWO_TEXTS,
        /** Bytes behind the end of the compressed data, inside its packet. */
        TAIL_OF_COMPRESSED,
        /** Compressed data in compressed data. */
        COMPRESSED_TWICE
    }

    /** Somebody new, whose private key a passphrase opens. */
    public static PgpKit withPassphrase(String passphrase) {
        try {
            RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
            generator.init(new RSAKeyGenerationParameters(EXPONENT, RANDOM, KEY_BITS, CERTAINTY));
            PGPKeyPair pair = new BcPGPKeyPair(
                    PublicKeyPacket.VERSION_4,
                    PublicKeyAlgorithmTags.RSA_GENERAL,
                    generator.generateKeyPair(),
                    Date.from(Instant.parse("2026-01-01T00:00:00Z")));
            PGPKeyRingGenerator ring = new PGPKeyRingGenerator(
                    PGPSignature.POSITIVE_CERTIFICATION,
                    pair,
                    "team@example.com",
                    new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                    null,
                    null,
                    new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.RSA_GENERAL, HashAlgorithmTags.SHA256),
                    new BcPBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                            .build(passphrase.toCharArray()));
            return new PgpKit(pair, ring);
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the private key, armoured. */
    public void writePrivateKey(Path file) {
        write(file, ring::generateSecretKeyRing);
    }

    /** Writes the public key, armoured. */
    public void writePublicKey(Path file) {
        write(file, ring::generatePublicKeyRing);
    }

    /** A message for this key that nobody signed. */
    public byte[] encrypt(byte[] content, Style style) {
        return encrypted(style, out -> {
            literal(out, content);
            if (style.oddities().contains(Oddity.TWO_TEXTS)) {
                literal(out, content);
            }
        });
    }

    /** A message for this key, signed by somebody. */
    public byte[] encryptSignedBy(PgpKit signer, byte[] content, Style style) {
        return encrypted(style, out -> signer.sign(out, content));
    }

    /** A message for this key whose compressed data holds these packets. */
    public byte[] encryptPackets(Body packets) {
        return encrypted(new Style(true, false, false), packets);
    }

    /** Writes packets. */
    public interface Body {
        void writeTo(OutputStream out) throws IOException, PGPException;
    }

    private interface Ring {
        PGPKeyRing make();
    }

    private static void write(Path file, Ring ring) {
        try (OutputStream out = ArmoredOutputStream.builder().build(Files.newOutputStream(file))) {
            ring.make().encode(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] encrypted(Style style, Body body) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (OutputStream wire =
                style.armoured() ? ArmoredOutputStream.builder().build(message) : message) {
            PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(encryptor(style));
            generator.addMethod(new BcPublicKeyKeyEncryptionMethodGenerator(pair.getPublicKey())
                    .setUseWildcardRecipient(style.oddities().contains(Oddity.HIDDEN)));
            try (OutputStream clear = generator.open(wire, new byte[4096])) {
                if (style.compressed()) {
                    writeCompressed(clear, style, body);
                } else {
                    body.writeTo(clear);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
        return message.toByteArray();
    }

    private static BcPGPDataEncryptorBuilder encryptor(Style style) {
        BcPGPDataEncryptorBuilder encryptor = new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setWithIntegrityPacket(!style.unprotected())
                .setSecureRandom(RANDOM);
        if (style.oddities().contains(Oddity.AUTHENTICATED)) {
            encryptor.setWithAEAD(AEADAlgorithmTags.OCB, CHUNK_SIZE);
            encryptor.setUseV5AEAD();
        }
        return encryptor;
    }

    /** The packet of compressed data, whose length is not told, so that it ends with what is around it. */
    private static void writeCompressed(OutputStream packets, Style style, Body body) throws IOException, PGPException {
        packets.write(COMPRESSED_PACKET);
        packets.write(CompressionAlgorithmTags.ZIP);
        DeflaterOutputStream deflated = new DeflaterOutputStream(packets, new Deflater(Deflater.BEST_SPEED, true));
        if (style.oddities().contains(Oddity.COMPRESSED_TWICE)) {
            writeCompressed(deflated, new Style(true, false, false), body);
        } else {
            body.writeTo(deflated);
        }
        deflated.finish();
        if (style.oddities().contains(Oddity.TAIL_OF_COMPRESSED)) {
            packets.write("cid@example.net\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void sign(OutputStream out, byte[] content) throws IOException, PGPException {
        PGPSignatureGenerator signature = new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.RSA_GENERAL, HashAlgorithmTags.SHA256),
                pair.getPublicKey());
        signature.init(PGPSignature.BINARY_DOCUMENT, pair.getPrivateKey());
        signature.generateOnePassVersion(false).encode(out);
        literal(out, content);
        signature.update(content);
        signature.generate().encode(out);
    }

    private static void literal(OutputStream out, byte[] content) throws IOException {
        try (OutputStream literal = new PGPLiteralDataGenerator()
                .open(
                        out,
                        PGPLiteralData.BINARY,
                        "list.csv",
                        content.length,
                        Date.from(Instant.parse("2026-01-01T00:00:00Z")))) {
            literal.write(content);
        }
    }
}
