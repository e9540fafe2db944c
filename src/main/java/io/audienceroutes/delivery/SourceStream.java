package io.audienceroutes.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file on its way from its source: what fails in reading it is told from what fails in writing its copy. */
final class SourceStream extends FilterInputStream {
    SourceStream(InputStream file) {
        super(file);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    /** The source did not give the whole file. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(IOException cause) {
            super("reading failed (" + cause.getClass().getSimpleName() + ")", cause);
        }

        Broken(String message) {
            super(message);
        }
    }
}
