package io.audienceroutes.member;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * Looks up single digests in a digest file, in at most 17 MiB of memory: a filter rules out most missing digests, a
 * table gives the position of digests with the same first two bytes, and these are read from the file. Thread-safe.
 */
public final class DigestLookup implements Closeable {
    private static final int PREFIXES = 1 << 16;
    private static final int LARGEST_READ = 64 << 10;

    /** Eight bits per digest let one in eight other digests pass; 16 MiB are enough for 16 million. */
    private static final int FILTER_BITS_PER_DIGEST = 8;

    private static final int SMALLEST_FILTER = 16;
    private static final int LARGEST_FILTER = 27;

    private final DigestFile file;
    private final int width;
    private final FileChannel channel;
    private final long[] starts;
    private final long[] filter;
    private final int shift;

    private DigestLookup(DigestFile file, FileChannel channel, long[] starts, long[] filter) {
        this.file = file;
        this.width = file.width();
        this.channel = channel;
        this.starts = starts;
        this.filter = filter;
        this.shift = shift(filter);
    }

    /**
     * Reads the whole file once, and verifies order and checksum.
     *
     * @throws DamagedMemberFile if it is not what was written
     */
    public static DigestLookup open(DigestFile file) {
        try (DigestCursor cursor = new DigestCursor(Optional.of(file), file.width(), MemoryLimit.LARGEST_FILE_BUFFER)) {
            long[] starts = new long[PREFIXES + 1];
            long[] filter = new long[1 << (filterBits(file.count()) - 6)];
            int shift = shift(filter);
            long index = 0;
            int filled = -1;
            while (cursor.advance()) {
                int prefix = prefix(cursor.buffer(), cursor.offset());
                int bit = (int) (Digests.eightBytes(cursor.buffer(), cursor.offset()) >>> shift);
                filter[bit >>> 6] |= 1L << bit;
                while (filled < prefix) {
                    starts[++filled] = index;
                }
                index++;
            }
            while (filled < PREFIXES) {
                starts[++filled] = index;
            }
            return new DigestLookup(file, file.openChannel(), starts, filter);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Whether the digest that begins at {@code offset} is in the file. */
    public boolean holds(byte[] digests, int offset) {
        int bit = (int) (Digests.eightBytes(digests, offset) >>> shift);
        if ((filter[bit >>> 6] & (1L << bit)) == 0) {
            return false;
        }
        int prefix = prefix(digests, offset);
        long from = starts[prefix];
        long to = starts[prefix + 1];
        int most = LARGEST_READ / width;
        while (from < to) {
            // Only a list of millions needs more than one read: a binary search until the rest fits
            int records = (int) Math.min(to - from, most);
            long first = to - from <= most ? from : from + (to - from - records) / 2;
            byte[] read = read(first, records);
            if (Digests.compare(digests, offset, read, 0, width) < 0) {
                to = first;
            } else if (Digests.compare(digests, offset, read, (records - 1) * width, width) > 0) {
                from = first + records;
            } else {
                return isAmong(read, records, digests, offset);
            }
        }
        return false;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private boolean isAmong(byte[] read, int records, byte[] digests, int offset) {
        int low = 0;
        int high = records - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Digests.compare(digests, offset, read, middle * width, width);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return false;
    }

    private byte[] read(long first, int records) {
        ByteBuffer read = ByteBuffer.allocate(records * width);
        try {
            int bytes = DurableFile.readFully(channel, read, DigestHeader.BYTES + first * width);
            if (bytes < records * width) {
                throw DigestHeader.damaged(file.path(), records * width + " bytes", bytes + " bytes");
            }
            return read.array();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static int filterBits(long count) {
        long wanted = count * FILTER_BITS_PER_DIGEST;
        int bits = SMALLEST_FILTER;
        while (bits < LARGEST_FILTER && 1L << bits < wanted) {
            bits++;
        }
        return bits;
    }

    private static int shift(long[] filter) {
        return Long.numberOfLeadingZeros(filter.length) - 5;
    }

    private static int prefix(byte[] digests, int offset) {
        return ((digests[offset] & 0xff) << 8) | (digests[offset + 1] & 0xff);
    }

    private static UncheckedIOException unreadable(DigestFile file, IOException cause) {
        return new UncheckedIOException(
                "Could not read " + file.path() + ": " + cause
                        + ". Check that the disk is present and that this user may read the file, then retry.",
                cause);
    }
}
