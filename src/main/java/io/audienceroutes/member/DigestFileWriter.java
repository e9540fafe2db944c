package io.audienceroutes.member;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Writes a digest file from records that come in ascending order. The file gets its name only when it is published. */
final class DigestFileWriter implements Closeable {
    private final Path target;
    private final int width;
    private final DurableFile file;
    private final CRC32C checksum = new CRC32C();

    /** The last record of the previous flush, then the records that wait for the next flush. */
    private final byte[] buffer;

    private int used;
    private long count;

    DigestFileWriter(Path target, int width, int bufferBytes) throws IOException {
        this.target = target;
        this.width = width;
        this.buffer = new byte[width + bufferBytes - bufferBytes % width];
        this.used = width;
        this.file = new DurableFile(target);
        file.write(ByteBuffer.allocate(DigestHeader.BYTES)); // space for the header, which is written last
    }

    /**
     * Appends one record, which must be greater than the previous one; always verified, because these files are the
     * record of members.
     */
    void append(byte[] source, int offset) throws IOException {
        System.arraycopy(source, offset, buffer, used, width);
        if (count > 0 && Digests.compare(buffer, used - width, buffer, used, width) >= 0) {
            throw new IllegalStateException("Digest " + count + " for " + target + " is not above the one before");
        }
        used += width;
        count++;
        if (used == buffer.length) {
            flush();
        }
    }

    /** Publishes the file; replaces any file with that name. */
    DigestFile publish() throws IOException {
        DigestHeader header = complete();
        file.publish();
        return new DigestFile(target, header);
    }

    /**
     * Publishes the file unless the name is taken. An existing file with the same content, left by a process that was
     * killed after this step, is accepted; any other content is refused.
     */
    DigestFile publishNew() throws IOException {
        DigestHeader header = complete();
        if (Files.notExists(target)) {
            file.publish();
            return new DigestFile(target, header);
        }
        DigestFile existing = DigestFile.open(target);
        existing.verify();
        if (!existing.header().equals(header)) {
            throw new IllegalStateException("Could not write member file " + target + ": a file with this name and"
                    + " other content exists. Generations are never overwritten: choose a new name, or delete the file if"
                    + " no row of the database names it.");
        }
        return existing;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private DigestHeader complete() throws IOException {
        flush();
        DigestHeader header = new DigestHeader(width, count, (int) checksum.getValue());
        file.write(header.encode(), 0);
        return header;
    }

    private void flush() throws IOException {
        int bytes = used - width;
        checksum.update(buffer, width, bytes);
        file.write(ByteBuffer.wrap(buffer, width, bytes));
        System.arraycopy(buffer, used - width, buffer, 0, width);
        used = width;
    }
}
