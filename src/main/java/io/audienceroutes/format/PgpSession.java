package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.AEADEncDataPacket;
import org.bouncycastle.bcpg.InputStreamPacket;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.bcpg.SymmetricEncIntegrityPacket;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;

/** The encrypted data of a message, with the key that decrypts it. */
record PgpSession(PGPPublicKeyEncryptedData encrypted, PGPKeyPair key) {
    /** For an anonymous recipient, each private key has to be tried. */
    private static final int MOST_HIDDEN = 64;

    /** RFC 9580, section 5.13.2: chunks of 4 MiB. The library allocates a buffer for a whole chunk. */
    private static final int LARGEST_CHUNK = 16;

    private static final int NOBODY_NAMED = 0;

    /**
     * Reads the recipients; refuses a message that is not encrypted for our keys, not encrypted at all, or not
     * protected against changes.
     */
    static PgpSession open(PgpPackets message, PgpKeys keys) throws IOException, PGPException {
        int tag = message.nextTag();
        if (tag == PacketTags.ONE_PASS_SIGNATURE
                || tag == PacketTags.SIGNATURE
                || tag == PacketTags.COMPRESSED_DATA
                || tag == PacketTags.LITERAL_DATA) {
            throw PgpKeys.refused("it is an OpenPGP message that is not encrypted. Encrypt it with the public key of"
                    + " this installation, deliver the new file");
        }
        PGPEncryptedDataList recipients = new PGPEncryptedDataList(message.stream());
        message.text();
        List<PGPPublicKeyEncryptedData> sessions = new ArrayList<>();
        recipients.forEach(session -> {
            if (session instanceof PGPPublicKeyEncryptedData forKey) {
                sessions.add(forKey);
            }
        });
        PgpSession ours =
                named(sessions, keys).or(() -> hidden(sessions, keys)).orElseThrow(() -> notForUs(sessions.size()));
        ours.requireProtected();
        return ours;
    }

    /** The decrypted bytes. */
    InputStream clear() throws PGPException {
        return encrypted.getDataStream(new BcPublicKeyDataDecryptorFactory(key));
    }

    private static Optional<PgpSession> named(List<PGPPublicKeyEncryptedData> sessions, PgpKeys keys) {
        for (PGPPublicKeyEncryptedData session : sessions) {
            Optional<PGPKeyPair> key =
                    keys.privateKey(session.getKeyIdentifier().getKeyId());
            if (key.isPresent()) {
                return Optional.of(new PgpSession(session, key.get()));
            }
        }
        return Optional.empty();
    }

    /** Recipients may be anonymous: then each of our keys is tried (RFC 9580, section 5.1.1). */
    private static Optional<PgpSession> hidden(List<PGPPublicKeyEncryptedData> sessions, PgpKeys keys) {
        List<PGPPublicKeyEncryptedData> unnamed = sessions.stream()
                .filter(session -> session.getKeyIdentifier().getKeyId() == NOBODY_NAMED)
                .limit(MOST_HIDDEN)
                .toList();
        List<PGPKeyPair> all = unnamed.isEmpty() ? List.of() : keys.all();
        for (PGPPublicKeyEncryptedData session : unnamed) {
            for (PGPKeyPair key : all) {
                if (opens(key, session)) {
                    return Optional.of(new PgpSession(session, key));
                }
            }
        }
        return Optional.empty();
    }

    /** The library reports a wrong key with any kind of exception. */
    private static boolean opens(PGPKeyPair key, PGPPublicKeyEncryptedData session) {
        try {
            return session.getSessionKey(new BcPublicKeyDataDecryptorFactory(key)) != null;
        } catch (PGPException | RuntimeException e) {
            return false;
        }
    }

    private void requireProtected() {
        if (!encrypted.isIntegrityProtected() && !encrypted.isAEAD()) {
            throw PgpKeys.refused("it has no protection against changes (MDC or AEAD). Encrypt it with a program"
                    + " that adds one (the default since 2003), deliver the new file");
        }
        if (chunkSize() > LARGEST_CHUNK) {
            throw PgpKeys.refused("it declares encrypted chunks of more than 4 MiB, the limit of"
                    + " OpenPGP: it is damaged or malicious. Encrypt it again, deliver the new"
                    + " file");
        }
    }

    private int chunkSize() {
        InputStreamPacket packet = encrypted.getEncData();
        if (packet instanceof AEADEncDataPacket data) {
            return data.getChunkSize();
        }
        return packet instanceof SymmetricEncIntegrityPacket data ? data.getChunkSize() : 0;
    }

    private static SegmentFileRefused notForUs(int recipients) {
        return PgpKeys.refused(
                recipients == 0
                        ? "it is encrypted with a password, but must be encrypted with a public key. Encrypt it with"
                                + " the public key of this installation, deliver the new file"
                        : "it is encrypted for " + recipients + (recipients == 1 ? " key" : " keys")
                                + ", but the private key file contains none of these keys. Encrypt it with the public key of this"
                                + " installation, or correct format.pgp.privateKeyFile");
    }
}
