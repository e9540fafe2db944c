package io.audienceroutes.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream of which only so many bytes may be read until the bound is lifted: a library that keeps what it reads in
 * memory cannot be made to keep more.
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

    /** Lets any number of bytes pass. */
    void lift() {
        bounded = false;
    }

    /** Lets as many bytes pass as at the start. */
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
