package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** The bytes of all members of a gzip file (RFC 1952, section 2.2). Padding may follow the last one, as on tapes. */
final class GzipMembers extends InputStream {
    private static final int BUFFERED_BYTES = 65_536;
    private static final int FIRST = 0x1f;
    private static final int SECOND = 0x8b;

    private final InputStream in;
    private InputStream member;

    /** Reads the header of the first member. */
    GzipMembers(InputStream in) throws IOException {
        this.in = new BufferedInputStream(in, BUFFERED_BYTES);
        this.member = opened();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = member.read(target, offset, length);
        while (read < 0 && hasMember()) {
            member = opened();
            read = member.read(target, offset, length);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        try (in) {
            member.close();
        }
    }

    private InputStream opened() throws IOException {
        return GzipCompressorInputStream.builder().setInputStream(in).get();
    }

    private boolean hasMember() throws IOException {
        in.mark(2);
        int first = in.read();
        int second = in.read();
        in.reset();
        if (first == FIRST && second == SECOND) {
            return true;
        }
        Rest.requireNothing(in, "gzip data", Reason.BAD_ARCHIVE);
        return false;
    }
}
