package io.audienceroutes.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a part, or of an archive, with a place between two reads where whoever reads may leave: rows may be far
 * apart, as below a run of blank lines, and no row may come at all.
 */
final class PausingBytes extends FilterInputStream {
    private final Runnable between;

    /** @param between called before each read; what it raises ends the reading */
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
