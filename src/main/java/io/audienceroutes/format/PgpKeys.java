package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/** The private keys that decrypt messages, and the public keys that must have signed them. Read again for each file. */
final class PgpKeys {
    private final PGPSecretKeyRingCollection privateKeys;
    private final char[] passphrase;
    private final Optional<PGPPublicKeyRingCollection> signers;

    private PgpKeys(
            PGPSecretKeyRingCollection privateKeys, char[] passphrase, Optional<PGPPublicKeyRingCollection> signers) {
        this.privateKeys = privateKeys;
        this.passphrase = passphrase;
        this.signers = signers;
    }

    /**
     * Reads the keys.
     *
     * @param located resolves a path in the settings
     * @param secrets the secret with a name, if it exists
     */
    static PgpKeys of(
            FileFormat.Decryption settings,
            Function<String, Path> located,
            Function<String, Optional<String>> secrets) {
        String passphrase = settings.passphraseSecret()
                .map(name -> secrets.apply(name)
                        .orElseThrow(() -> refused("the secret " + name + " with the passphrase of the private key is"
                                + " not set. Set it as described for secrets in README.md")))
                .orElse("");
        return new PgpKeys(
                privateKeys(located.apply(settings.privateKeyFile())),
                passphrase.toCharArray(),
                settings.signersFile().map(file -> publicKeys(located.apply(file))));
    }

    /** All private keys for decryption that the passphrase unlocks; refuses a file with none. */
    List<PGPKeyPair> all() {
        List<PGPKeyPair> opened = new ArrayList<>();
        boolean closed = false;
        for (PGPSecretKeyRing ring : privateKeys) {
            for (PGPSecretKey key : ring) {
                if (!key.isPrivateKeyEmpty() && key.getPublicKey().isEncryptionKey()) {
                    Optional<PGPKeyPair> found = opened(key);
                    closed |= found.isEmpty();
                    found.ifPresent(opened::add);
                }
            }
        }
        if (opened.isEmpty() && closed) {
            throw wrongPassphrase();
        }
        return opened;
    }

    /** The unlocked private key with this id; empty if unknown. */
    Optional<PGPKeyPair> privateKey(long id) {
        PGPSecretKey key = privateKeys.getSecretKey(id);
        if (key == null || key.isPrivateKeyEmpty()) {
            return Optional.empty();
        }
        return Optional.of(opened(key).orElseThrow(PgpKeys::wrongPassphrase));
    }

    private Optional<PGPKeyPair> opened(PGPSecretKey key) {
        try {
            return Optional.ofNullable(key.extractKeyPair(
                    new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(passphrase)));
        } catch (PGPException e) {
            return Optional.empty();
        }
    }

    private static SegmentFileRefused wrongPassphrase() {
        return refused("the private key cannot be opened with the passphrase that is set. Correct the secret that"
                + " format.pgp.passphraseSecret names");
    }

    boolean asksForSignature() {
        return signers.isPresent();
    }

    /** The signer's public key with this id; empty if unknown. */
    Optional<PGPPublicKey> signer(long id) {
        return signers.map(keys -> keys.getPublicKey(id));
    }

    private static PGPSecretKeyRingCollection privateKeys(Path file) {
        PgpKeyFile keys = read(file, "private keys");
        if (keys.privateKeys().isEmpty()) {
            throw refused("the file " + file.getFileName() + " of format.pgp.privateKeyFile "
                    + (keys.publicKeys().isEmpty()
                            ? "contains no OpenPGP key"
                            : "contains a public key, but the private key is needed to decrypt messages")
                    + ". Export that, for example with gpg --armor --export-secret-keys, put it in this place");
        }
        return collection(file, "private keys", () -> new PGPSecretKeyRingCollection(keys.privateKeys()));
    }

    private static PGPPublicKeyRingCollection publicKeys(Path file) {
        PgpKeyFile keys = read(file, "signers' public keys");
        if (keys.publicKeys().isEmpty()) {
            throw refused("the file " + file.getFileName() + " of format.pgp.signersFile "
                    + (keys.privateKeys().isEmpty()
                            ? "contains no OpenPGP key"
                            : "contains a private key, but the public key is needed to verify signatures")
                    + ". Have the signer export that, for example with gpg --armor --export, put it in this place");
        }
        return collection(file, "signers' public keys", () -> new PGPPublicKeyRingCollection(keys.publicKeys()));
    }

    private interface KeyFile<T> {
        T read() throws IOException, PGPException;
    }

    private static PgpKeyFile read(Path file, String what) {
        return collection(file, what, () -> PgpKeyFile.read(file));
    }

    private static <T> T collection(Path file, String what, KeyFile<T> keys) {
        try {
            return keys.read();
        } catch (IOException | PGPException | RuntimeException e) {
            throw refused("the file " + file.getFileName() + " of the " + what + " cannot be read ("
                    + e.getClass().getSimpleName() + "). Check the path in the destination, and export the keys again");
        }
    }

    static SegmentFileRefused refused(String found) {
        return new SegmentFileRefused(
                Reason.CANNOT_DECRYPT,
                "The segment file cannot be decrypted: " + found + ", and resolve the workflow. Nothing was sent.");
    }
}
