package io.audienceroutes.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a part or of an archive, with a checkpoint before each read where the reader may stop: rows may be far
 * apart, for example after many blank lines, or there may be none.
 */
final class PausingBytes extends FilterInputStream {
    private final Runnable between;

    /**
     * @param between called before each read; an exception stops the reading
     */
    PausingBytes(InputStream bytes, Runnable between) {
        super(bytes);
        this.between = between;
    }

    @Override
    public int read() throws IOException {
        between.run();
        return super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        between.run();
        return super.read(target, offset, length);
    }
}
