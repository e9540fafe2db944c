package io.audienceroutes.member;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Distributes digests over 256 partitions by one of their bytes. Each partition fills a buffer and writes it as a block
 * to the one file that all share. Beside 256 files (measured): one open file instead of 256, and on disk in 10 ms
 * instead of 100 where the list is small, in 0.5 s instead of 0.6 to 0.8 at 640 MB. Thread-safe.
 */
final class PartitionWriter implements Closeable {
    private final int width;
    private final int depth;
    private final int bufferBytes;
    private final FileChannel channel;
    private final PartitionIndex index;
    private final Partition[] partitions = new Partition[PartitionIndex.PARTITIONS];

    /**
     * @param depth the byte of a digest, from 0, that names its partition
     * @param bufferBytes of one partition: whole records
     */
    PartitionWriter(Path file, int width, int depth, int bufferBytes) throws IOException {
        this.width = width;
        this.depth = depth;
        this.bufferBytes = bufferBytes;
        this.index = new PartitionIndex(width);
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        for (int number = 0; number < partitions.length; number++) {
            partitions[number] = new Partition(number);
        }
    }

    /** Appends whole records, back to back. */
    void append(byte[] digests, int offset, int length) throws IOException {
        int records = length / width;
        int[] ends = new int[PartitionIndex.PARTITIONS + 1];
        for (int at = offset + depth; at < offset + length; at += width) {
            ends[Byte.toUnsignedInt(digests[at]) + 1]++;
        }
        for (int number = 1; number < ends.length; number++) {
            ends[number] += ends[number - 1];
        }
        int[] grouped = new int[records];
        for (int at = offset; at < offset + length; at += width) {
            grouped[ends[Byte.toUnsignedInt(digests[at + depth])]++] = at;
        }
        int from = 0;
        for (Partition partition : partitions) { // one lock a partition and call, not one a digest
            int to = ends[partition.number];
            if (from < to) {
                partition.append(digests, grouped, from, to);
            }
            from = to;
        }
    }

    /** Writes the buffers; nothing can be appended after that. */
    PartitionIndex finish() throws IOException {
        for (Partition partition : partitions) {
            partition.finish();
        }
        return index;
    }

    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private final class Partition {
        private final int number;
        private byte[] buffer = new byte[0];
        private int used;
        private boolean finished;

        private Partition(int number) {
            this.number = number;
        }

        private synchronized void append(byte[] digests, int[] offsets, int from, int to) throws IOException {
            if (finished) {
                throw new IllegalStateException("Digests were appended to a list that is finished or failed");
            }
            if (buffer.length == 0) {
                buffer = new byte[bufferBytes];
            }
            for (int i = from; i < to; i++) {
                System.arraycopy(digests, offsets[i], buffer, used, width);
                used += width;
                if (used == buffer.length) {
                    flush();
                }
            }
        }

        private synchronized void finish() throws IOException {
            if (used > 0) {
                flush();
            }
            finished = true;
            buffer = new byte[0];
        }

        private void flush() throws IOException {
            CRC32C checksum = new CRC32C();
            checksum.update(buffer, 0, used);
            long position = index.add(number, used / width, (int) checksum.getValue());
            DurableFile.writeFully(channel, ByteBuffer.wrap(buffer, 0, used), position);
            used = 0;
        }
    }
}
