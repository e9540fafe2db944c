package io.audienceroutes.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file that is being read from its source: each read is reported to its poll, because a hanging read cannot report
 * itself.
 */
final class WatchedStream extends FilterInputStream {
    private final SourceLook look;
    private final Runnable cut;
    private boolean ended;

    WatchedStream(InputStream file, SourceLook look) {
        this(file, look, () -> {});
    }

    /** As above, with an action before closing if it was not read completely. */
    WatchedStream(InputStream file, SourceLook look, Runnable cut) {
        super(file);
        this.look = look;
        this.cut = cut;
    }

    @Override
    public int read() throws IOException {
        return watched(() -> super.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return watched(() -> super.read(buffer, offset, length));
    }

    /** Waits for requested data that was not read. */
    @Override
    public void close() throws IOException {
        if (!ended) {
            cut.run();
        }
        look.asks();
        try {
            super.close();
        } finally {
            look.answered();
        }
    }

    private int watched(Read read) throws IOException {
        look.asks();
        try {
            int answer = read.run();
            ended = answer < 0;
            return answer;
        } catch (IOException | RuntimeException e) {
            throw look.whileReading(e);
        } finally {
            look.answered();
        }
    }

    private interface Read {
        int run() throws IOException;
    }
}
