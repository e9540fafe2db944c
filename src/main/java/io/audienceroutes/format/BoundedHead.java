package io.audienceroutes.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that allows only a limited number of bytes to be read until the limit is lifted, so that a library that
 * buffers its input in memory cannot buffer more.
 */
final class BoundedHead extends FilterInputStream {
    private final int most;
    private long left;
    private boolean bounded = true;

    BoundedHead(InputStream in, int most) {
        super(in);
        this.most = most;
        this.left = most;
    }

    /** Lifts the limit. */
    void lift() {
        bounded = false;
    }

    /** Restores the initial limit. */
    void bind() {
        bounded = true;
        left = most;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        took(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        took(Math.max(read, 0));
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void took(int bytes) throws IOException {
        left -= bytes;
        if (bounded && left < 0) {
            throw new IOException("more than " + most + " bytes in front of or behind the text");
        }
    }
}
