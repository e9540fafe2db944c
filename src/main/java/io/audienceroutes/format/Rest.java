package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.IOException;
import java.io.InputStream;

/**
 * What comes behind the end of a container. Bytes there may be customers, so they are never dropped: the file is
 * refused. Padding and a line end are all that may be there.
 */
final class Rest {
    private static final int READ_BYTES = 65_536;
    private static final int END_OF_TEXT = 0x1a;

    private Rest() {}

    /** Reads a stream to its end, and refuses the file where there is more than padding. */
    static void requireNothing(InputStream in, String container, Reason reason) throws IOException {
        byte[] bytes = new byte[READ_BYTES];
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
            requirePadding(bytes, read, container, reason);
        }
    }

    static void requirePadding(byte[] bytes, int length, String container, Reason reason) {
        for (int i = 0; i < length; i++) {
            if (!isPadding(bytes[i])) {
                throw refused(container, reason);
            }
        }
    }

    static SegmentFileRefused refused(String container, Reason reason) {
        return new SegmentFileRefused(
                reason,
                "The segment file goes on behind the end of its " + container + ", as a file does that was joined from"
                        + " two. What is there would be lost. Nothing was sent. Deliver each list as a file of its own,"
                        + " or pack the joined list anew.");
    }

    private static boolean isPadding(byte b) {
        return b == 0 || b == '\n' || b == '\r' || b == '\t' || b == ' ' || b == END_OF_TEXT;
    }
}
