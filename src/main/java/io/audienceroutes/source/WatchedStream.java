package io.audienceroutes.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file on its way from its source: its look is told of each read, because a read that hangs cannot tell that it does. */
final class WatchedStream extends FilterInputStream {
    private final SourceLook look;
    private final Runnable cut;
    private boolean ended;

    WatchedStream(InputStream file, SourceLook look) {
        this(file, look, () -> {});
    }

    /** As above, with what is done before it is closed where it was not read to its end. */
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

    /** What was asked for and not read is waited for. */
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
