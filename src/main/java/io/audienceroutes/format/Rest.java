package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.IOException;
import java.io.InputStream;

/**
 * Data after the end of a container. It may be customer data, so it is never ignored: the file is refused. Only padding
 * and a line break are allowed there.
 */
final class Rest {
    private static final int READ_BYTES = 65_536;
    private static final int END_OF_TEXT = 0x1a;

    private Rest() {}

    /** Reads a stream to its end, and refuses the file if there is more than padding. */
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
                "The segment file has data after the end of its " + container
                        + ", as if two files had been concatenated."
                        + " That data would be lost. Nothing was sent. Deliver each list as a separate file, or"
                        + " compress the combined list again.");
    }

    private static boolean isPadding(byte b) {
        return b == 0 || b == '\n' || b == '\r' || b == '\t' || b == ' ' || b == END_OF_TEXT;
    }
}
