package io.audienceroutes.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of a staged file, counted. A disk error is thrown as {@link UncheckedIOException}, so that the layers above
 * do not treat it as a fault of the file.
 */
final class StagedBytes extends InputStream {
    private final Path file;
    private final InputStream in;
    private long count;

    StagedBytes(Path file) {
        this.file = file;
        try {
            this.in = Files.newInputStream(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static UncheckedIOException unreadable(Path file, IOException cause) {
        return new UncheckedIOException(
                "The staged segment file " + file + " cannot be read: " + cause
                        + ". Check the disk, or deliver the file again from its source.",
                cause);
    }

    /** Bytes that were read. */
    long count() {
        return count;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        try {
            int read = in.read(target, offset, length);
            count += Math.max(read, 0);
            return read;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
