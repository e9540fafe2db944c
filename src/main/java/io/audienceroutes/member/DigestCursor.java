package io.audienceroutes.member;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads a digest file from its first to its last record; a missing file reads like an empty one. The order is verified
 * at each record, the checksum at the end: once {@link #advance()} has returned false, exactly what was written has
 * been read.
 */
final class DigestCursor implements Closeable {
    private final Optional<DigestFile> source;
    private final Optional<FileChannel> channel;
    private final int width;
    private final long count;
    private final CRC32C checksum = new CRC32C();

    /** The last record of the previous fill, then the records of this fill. */
    private final byte[] buffer;

    private int offset;
    private int end;
    private long position = DigestHeader.BYTES;
    private long index = -1;

    DigestCursor(Optional<DigestFile> source, int width, int bufferBytes) throws IOException {
        source.ifPresent(file -> Digests.requireSameWidth(width, file));
        this.source = source;
        this.width = width;
        this.count = source.map(DigestFile::count).orElse(0L);
        this.buffer = new byte[width + bufferBytes - bufferBytes % width];
        this.end = width;
        this.channel = source.isPresent() ? Optional.of(source.orElseThrow().openChannel()) : Optional.empty();
    }

    /** Goes to the next record; false at the end of the file. */
    boolean advance() throws IOException {
        if (index + 1 >= count) {
            return end();
        }
        offset += width;
        if (offset >= end) {
            fill();
        }
        index++;
        if (index > 0 && Digests.compare(buffer, offset - width, buffer, offset, width) >= 0) {
            throw damaged("digests in ascending order", "digest " + index + " not above the one before");
        }
        return true;
    }

    /** False once {@link #advance()} returned false, and before its first call. */
    boolean onRecord() {
        return index >= 0 && index < count;
    }

    /** The order of this record and another; after the end everything is smaller. */
    int compareTo(byte[] other, int otherOffset) {
        return onRecord() ? Digests.compare(buffer, offset, other, otherOffset, width) : 1;
    }

    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    /** The index of the record in the file, from 0. */
    long index() {
        return index;
    }

    /** Reads the rest, only to verify it. */
    void drain() throws IOException {
        boolean more = true;
        while (more) {
            more = advance();
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isPresent()) {
            channel.orElseThrow().close();
        }
    }

    private boolean end() {
        if (index < count) {
            index = count;
            if (source.isPresent()) {
                requireChecksum(source.orElseThrow().header().checksum());
            }
        }
        return false;
    }

    private void requireChecksum(int expected) {
        int found = (int) checksum.getValue();
        if (found != expected) {
            throw damaged(
                    "records with checksum " + Integer.toHexString(expected), "checksum " + Integer.toHexString(found));
        }
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, end - width, buffer, 0, width);
        long fileBytes = source.orElseThrow().header().fileBytes();
        int wanted = (int) Math.min(buffer.length - width, fileBytes - position);
        int read = DurableFile.readFully(channel.orElseThrow(), ByteBuffer.wrap(buffer, width, wanted), position);
        if (read < wanted) {
            throw damaged(fileBytes + " bytes", position + read + " bytes");
        }
        checksum.update(buffer, width, read);
        position += read;
        offset = width;
        end = width + read;
    }

    private DamagedMemberFile damaged(String expected, String found) {
        return DigestHeader.damaged(source.orElseThrow().path(), expected, found);
    }
}
