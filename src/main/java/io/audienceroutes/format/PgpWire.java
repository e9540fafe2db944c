package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.bouncycastle.bcpg.ArmoredInputStream;

/** The packets of one message, without armour. */
final class PgpWire extends FilterInputStream {
    private final InputStream outside;
    private boolean ended;

    private PgpWire(InputStream packets, InputStream outside) {
        super(packets);
        this.outside = outside;
    }

    /** Removes the armour, if any. */
    static PgpWire of(InputStream in) throws IOException {
        PushbackInputStream message = new PushbackInputStream(in, 1);
        int first = message.read();
        while (Character.isWhitespace(first)) {
            first = message.read();
        }
        if (first >= 0) {
            message.unread(first);
        }
        return new PgpWire(first == '-' ? new ArmoredInputStream(message) : message, message);
    }

    /** The library would continue with the next armoured block after the end of this one. */
    @Override
    public int read() throws IOException {
        int read = ended ? -1 : super.read();
        ended |= read < 0;
        return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = ended ? -1 : super.read(target, offset, length);
        ended |= read < 0;
        return read;
    }

    /** Refuses a file with data after the message, inside the armour or after it. */
    void requireEnd() throws IOException {
        Rest.requireNothing(this, "OpenPGP message", Reason.CANNOT_DECRYPT);
        Rest.requireNothing(outside, "OpenPGP message", Reason.CANNOT_DECRYPT);
    }

    static SegmentFileRefused goesOn() {
        return Rest.refused("OpenPGP message", Reason.CANNOT_DECRYPT);
    }
}
