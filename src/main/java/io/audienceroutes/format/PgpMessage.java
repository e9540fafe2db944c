package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPOnePassSignatureList;
import org.bouncycastle.openpgp.PGPSignatureList;

/**
 * The literal text of an OpenPGP message (RFC 9580), decrypted as it is read. At the end, the message must be unchanged
 * (modification detection or authenticated encryption), nothing but its signature may follow the text, and one of the
 * configured signers, if any, must have signed it; otherwise the last read refuses the file.
 */
final class PgpMessage extends InputStream {
    private static final int MOST_PACKETS = 16;
    private static final int DRAINED_BYTES = 65_536;

    private final PgpWire wire;
    private final PgpSession session;
    private final InputStream clear;
    private final PgpKeys keys;
    private final PgpPackets outer;
    private PgpPackets packets;
    private PgpSignature signature = PgpSignature.none();
    private InputStream literal = InputStream.nullInputStream();
    private InputStream unpacked = InputStream.nullInputStream();
    private boolean proven;

    private PgpMessage(PgpWire wire, PgpSession session, InputStream clear, PgpKeys keys) {
        this.wire = wire;
        this.session = session;
        this.clear = clear;
        this.keys = keys;
        this.outer = new PgpPackets(clear);
        this.packets = outer;
    }

    /** Opens a message, armoured or binary, up to the start of its text. */
    static PgpMessage open(InputStream in, PgpKeys keys) throws IOException {
        try {
            PgpWire wire = PgpWire.of(in);
            PgpSession session = PgpSession.open(new PgpPackets(wire), keys);
            return new PgpMessage(wire, session, session.clear(), keys).opened();
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

    @Override
    public void close() throws IOException {
        unpacked.close();
    }

    private PgpMessage opened() throws IOException, PGPException {
        for (int i = 0; i < MOST_PACKETS; i++) {
            switch (packets.nextTag()) {
                case PacketTags.ONE_PASS_SIGNATURE ->
                    signature = PgpSignature.announced((PGPOnePassSignatureList) packets.next(), keys);
                case PacketTags.SIGNATURE -> signature = PgpSignature.before((PGPSignatureList) packets.next(), keys);
                case PacketTags.COMPRESSED_DATA -> unpack((PGPCompressedData) packets.next());
                case PacketTags.LITERAL_DATA -> {
                    requireSignatureInSight();
                    literal = ((PGPLiteralData) packets.next()).getInputStream();
                    packets.text();
                    return this;
                }
                default -> throw noText();
            }
        }
        throw noText();
    }

    /** Compressed once: more layers are an attack in which little data keeps a machine busy for long. */
    private void unpack(PGPCompressedData compressed) throws IOException {
        if (packets != outer) {
            throw PgpKeys.refused("it is compressed more than once. Encrypt it again, deliver the new file");
        }
        outer.text();
        unpacked = PgpCompression.of(compressed);
        packets = new PgpPackets(unpacked);
    }

    private void requireSignatureInSight() {
        if (keys.asksForSignature() && !signature.isOfASigner()) {
            throw unsigned("it is not signed by one of them");
        }
    }

    private void prove() throws IOException {
        try {
            packets.afterText();
            Optional<PGPSignatureList> behind = packets.nextTag() == PacketTags.SIGNATURE
                    ? Optional.of((PGPSignatureList) packets.next())
                    : Optional.empty();
            if (keys.asksForSignature() && !signature.holds(behind)) {
                throw unsigned("its signature does not match its content");
            }
            boolean ended = packets.isAtEnd();
            outer.afterText();
            ended &= outer.isAtEnd();
            requireUnchanged();
            if (!ended) {
                throw PgpWire.goesOn();
            }
            wire.requireEnd();
        } catch (PGPException e) {
            throw new IOException(e);
        }
    }

    private void requireUnchanged() throws IOException, PGPException {
        byte[] rest = new byte[DRAINED_BYTES];
        while (clear.read(rest) >= 0) {
            // Authenticated encryption is verified when the last bytes are read
        }
        if (!session.encrypted().isAEAD() && !session.encrypted().verify()) {
            throw PgpKeys.refused("it was changed in transit: its checksum does not match. Transfer it again,"
                    + " deliver the new file");
        }
    }

    private static SegmentFileRefused noText() {
        return PgpKeys.refused("it contains no readable data. Encrypt it again, deliver the new file");
    }

    private static SegmentFileRefused unsigned(String found) {
        return new SegmentFileRefused(
                Reason.CANNOT_DECRYPT,
                "The destination requires a signature by one of the keys in format.pgp.signersFile, but the segment"
                        + " file was refused: " + found + ". Nothing was sent. Have it signed by one of them, or add"
                        + " the signer's public key there, and deliver it again.");
    }
}
