package io.audienceroutes.member;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * A sorted set of distinct digests on disk, immutable once published: a snapshot of an audience, or the additions or
 * removals of one workflow.
 *
 * <p>A header of 32 bytes, then the records in ascending order of unsigned bytes. Header and records each carry a
 * CRC-32C: processors compute it in hardware, so checking costs less than reading. Instances have no open file and are
 * thread-safe.
 */
public final class DigestFile {
    private final Path path;
    private final DigestHeader header;

    DigestFile(Path path, DigestHeader header) {
        this.path = path;
        this.header = header;
    }

    /**
     * Reads the header and compares it with the length of the file; {@link #verify()} checks the records.
     *
     * @throws DamagedMemberFile if the file is missing, or its header or length is wrong
     */
    public static DigestFile open(Path file) {
        try (FileChannel channel = openChannel(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(DigestHeader.BYTES);
            int read = DurableFile.readFully(channel, bytes, 0);
            return new DigestFile(file, DigestHeader.decode(file, Arrays.copyOf(bytes.array(), read), channel.size()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Where the file is. */
    public Path path() {
        return path;
    }

    /** The number of digests. */
    public long count() {
        return header.count();
    }

    /** The checksum of the digests in their order: of two sets with the same one, every digest is taken to be the same. */
    public String checksum() {
        return HexFormat.of().toHexDigits(header.checksum());
    }

    /** The bytes of a digest: 32, or 16 for MD5 schemas. */
    public int width() {
        return header.width();
    }

    /**
     * Reads everything again and verifies checksum and order.
     *
     * @throws DamagedMemberFile if they are wrong
     */
    public void verify() {
        try (DigestCursor cursor = new DigestCursor(Optional.of(this), width(), MemoryLimit.LARGEST_FILE_BUFFER)) {
            cursor.drain();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The number of slices of {@code sliceSize} digests; the last one may be shorter. */
    public int slices(int sliceSize) {
        requireSliceSize(sliceSize);
        return Math.toIntExact((count() + sliceSize - 1) / sliceSize);
    }

    /**
     * The digests from {@code index * sliceSize} on, back to back: at most {@code sliceSize}. One positional read.
     *
     * @throws IndexOutOfBoundsException if there is no such slice
     * @throws DamagedMemberFile if the file is missing or truncated
     */
    public byte[] slice(int index, int sliceSize) {
        Objects.checkIndex(index, slices(sliceSize));
        long first = (long) index * sliceSize;
        int bytes = Math.toIntExact(Math.min(sliceSize, count() - first) * width());
        ByteBuffer slice = ByteBuffer.allocate(bytes);
        try (FileChannel channel = openChannel()) {
            int read = DurableFile.readFully(channel, slice, DigestHeader.BYTES + first * width());
            if (read < bytes) {
                throw DigestHeader.damaged(path, bytes + " bytes in slice " + index, read + " bytes");
            }
            return slice.array();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Gives the file a second name, durably; replaces any file with that name. */
    DigestFile publishAs(Path name) throws IOException {
        DurableFile.publishAs(path, name);
        return new DigestFile(name, header);
    }

    @Override
    public String toString() {
        return "DigestFile[" + path + ", " + count() + " digests of " + width() + " bytes]";
    }

    DigestHeader header() {
        return header;
    }

    FileChannel openChannel() throws IOException {
        return openChannel(path);
    }

    private static FileChannel openChannel(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw DigestHeader.damaged(file, "a digest file", "no file");
        }
    }

    static int requireSliceSize(int sliceSize) {
        if (sliceSize < 1) {
            throw new IllegalArgumentException("A slice has at least 1 digest, not " + sliceSize);
        }
        return sliceSize;
    }

    private static UncheckedIOException unreadable(Path file, IOException cause) {
        return new UncheckedIOException(
                "Could not read member file " + file + ": " + cause
                        + ". Check that the disk is present and that this user may read the file, then retry.",
                cause);
    }
}
