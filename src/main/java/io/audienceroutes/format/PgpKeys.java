package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/** The private keys that open messages, and the public keys that must have signed them. Read anew for each file. */
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

    private interface KeyFile<T> {
        T read(InputStream in) throws IOException, PGPException;
    }

    /**
     * Reads the keys.
     *
     * @param located where a path of the settings leads
     * @param secrets the secret of a name, where it is kept
     */
    static PgpKeys of(
            FileFormat.Decryption settings,
            Function<String, Path> located,
            Function<String, Optional<String>> secrets) {
        String passphrase = settings.passphraseSecret()
                .map(name -> secrets.apply(name)
                        .orElseThrow(() -> refused("the secret " + name + " with the passphrase of the private key is"
                                + " not set. Set it as README.md says of secrets")))
                .orElse("");
        return new PgpKeys(
                read(
                        located.apply(settings.privateKeyFile()),
                        "private keys",
                        in -> new PGPSecretKeyRingCollection(in, new BcKeyFingerprintCalculator())),
                passphrase.toCharArray(),
                settings.signersFile()
                        .map(file -> read(
                                located.apply(file),
                                "signers' public keys",
                                in -> new PGPPublicKeyRingCollection(in, new BcKeyFingerprintCalculator()))));
    }

    /** The private key of this id, opened; empty when we do not have it. */
    Optional<PGPPrivateKey> privateKey(long id) throws PGPException {
        PGPSecretKey key = privateKeys.getSecretKey(id);
        if (key == null || key.isPrivateKeyEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(key.extractPrivateKey(
                    new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(passphrase)));
        } catch (PGPException e) {
            throw refused("the private key cannot be opened with the passphrase that is set. Correct the secret that"
                    + " format.pgp.passphraseSecret names");
        }
    }

    boolean asksForSignature() {
        return signers.isPresent();
    }

    /** The signer's public key of this id; empty when nobody who may sign has it. */
    Optional<PGPPublicKey> signer(long id) {
        return signers.map(keys -> keys.getPublicKey(id));
    }

    private static <T> T read(Path file, String what, KeyFile<T> keys) {
        try (InputStream in = PGPUtil.getDecoderStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return keys.read(in);
        } catch (IOException | PGPException | RuntimeException e) {
            throw refused("the file " + file.getFileName() + " of the " + what + " cannot be read ("
                    + e.getClass().getSimpleName() + "). Check the path in the destination, and export the keys anew");
        }
    }

    static SegmentFileRefused refused(String found) {
        return new SegmentFileRefused(
                Reason.CANNOT_DECRYPT,
                "The segment file cannot be decrypted: " + found + ", and resolve the workflow. Nothing was sent.");
    }
}
