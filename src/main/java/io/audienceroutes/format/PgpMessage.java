package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPMarker;
import org.bouncycastle.openpgp.PGPOnePassSignatureList;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;

/**
 * The literal text of an OpenPGP message (RFC 9580), decrypted as it is read. At its end the message must prove that it
 * was not changed (modification detection or authenticated encryption) and, where signers are named, that one of them
 * signed it; otherwise the last read refuses the file.
 */
final class PgpMessage extends InputStream {
    private static final int MOST_PACKETS = 16;
    private static final int DRAINED_BYTES = 65_536;

    private final PGPPublicKeyEncryptedData encrypted;
    private final InputStream clear;
    private final PgpKeys keys;
    private BcPGPObjectFactory packets;
    private PgpSignature signature;
    private InputStream literal = InputStream.nullInputStream();
    private boolean proven;

    private PgpMessage(PGPPublicKeyEncryptedData encrypted, InputStream clear, PgpKeys keys) {
        this.encrypted = encrypted;
        this.clear = clear;
        this.keys = keys;
        this.packets = new BcPGPObjectFactory(clear);
        this.signature = PgpSignature.none();
    }

    /** Opens a message, armoured or binary, up to the start of its text. */
    static PgpMessage open(InputStream in, PgpKeys keys) throws IOException {
        try {
            PGPEncryptedDataList recipients = recipients(new BcPGPObjectFactory(PGPUtil.getDecoderStream(in)));
            List<PGPPublicKeyEncryptedData> sessions = new ArrayList<>();
            recipients.forEach(session -> {
                if (session instanceof PGPPublicKeyEncryptedData forKey) {
                    sessions.add(forKey);
                }
            });
            for (PGPPublicKeyEncryptedData session : sessions) {
                Optional<PGPPrivateKey> key =
                        keys.privateKey(session.getKeyIdentifier().getKeyId());
                if (key.isPresent()) {
                    requireProtected(session);
                    InputStream clear = session.getDataStream(new BcPublicKeyDataDecryptorFactory(key.get()));
                    return new PgpMessage(session, clear, keys).opened();
                }
            }
            throw notForUs(sessions.size());
        } catch (PGPException e) {
            throw new IOException(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = literal.read(target, offset, length);
        if (read >= 0) {
            signature.update(target, offset, read);
        } else if (!proven) {
            prove();
            proven = true;
        }
        return read;
    }

    private static PGPEncryptedDataList recipients(BcPGPObjectFactory packets) throws IOException {
        for (int i = 0; i < MOST_PACKETS; i++) {
            Object packet = packets.nextObject();
            if (packet instanceof PGPEncryptedDataList list) {
                return list;
            }
            if (!(packet instanceof PGPMarker)) {
                break;
            }
        }
        throw PgpKeys.refused("it is an OpenPGP message that is not encrypted. Have it encrypted for the key of this"
                + " installation, deliver the new file");
    }

    private static void requireProtected(PGPEncryptedData session) {
        if (!session.isIntegrityProtected() && !session.isAEAD()) {
            throw PgpKeys.refused("it has no protection against changes (MDC or AEAD). Have it encrypted by a program"
                    + " that adds one, as all do by default since 2003, deliver the new file");
        }
    }

    private PgpMessage opened() throws IOException, PGPException {
        for (int i = 0; i < MOST_PACKETS; i++) {
            Object packet = packets.nextObject();
            if (packet instanceof PGPCompressedData compressed) {
                packets = new BcPGPObjectFactory(compressed.getDataStream());
            } else if (packet instanceof PGPOnePassSignatureList announced) {
                signature = PgpSignature.announced(announced, keys);
            } else if (packet instanceof PGPSignatureList before) {
                signature = PgpSignature.before(before, keys);
            } else if (packet instanceof PGPLiteralData data) {
                requireSignatureInSight();
                literal = data.getInputStream();
                return this;
            } else if (!(packet instanceof PGPMarker)) {
                break;
            }
        }
        throw PgpKeys.refused("it holds no text that could be read. Have it encrypted anew, deliver the new file");
    }

    private void requireSignatureInSight() {
        if (keys.asksForSignature() && !signature.isOfASigner()) {
            throw unsigned("it is not signed by one of them");
        }
    }

    private void prove() throws IOException {
        try {
            if (keys.asksForSignature() && !signature.holds(packets)) {
                throw unsigned("its signature does not fit its text");
            }
            byte[] rest = new byte[DRAINED_BYTES];
            while (clear.read(rest) >= 0) {
                // Authenticated encryption proves itself as its last bytes are read
            }
            if (!encrypted.isAEAD() && !encrypted.verify()) {
                throw PgpKeys.refused("it was changed on its way, for its check sum does not fit. Have it transferred"
                        + " again, deliver the new file");
            }
        } catch (PGPException e) {
            throw new IOException(e);
        }
    }

    private static SegmentFileRefused unsigned(String found) {
        return new SegmentFileRefused(
                Reason.CANNOT_DECRYPT,
                "The destination asks for a signature by one of the keys in format.pgp.signersFile, and of the segment"
                        + " file was found that " + found + ". Nothing was sent. Have it signed by one of them, or put"
                        + " the signer's public key there, and deliver it again.");
    }

    private static SegmentFileRefused notForUs(int recipients) {
        return PgpKeys.refused(
                recipients == 0
                        ? "it is encrypted with a password; expected is a message for a public key. Have it encrypted"
                                + " for the key of this installation, deliver the new file"
                        : "it is encrypted for " + recipients + (recipients == 1 ? " key" : " keys")
                                + ", of which the private key file holds none. Have it encrypted for the key of this"
                                + " installation, or correct format.pgp.privateKeyFile");
    }
}
