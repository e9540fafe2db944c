package io.audienceroutes.member;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Returns the records of a partition file in ascending order, as many at a time as the memory limit allows. A partition
 * above the limit is split by the first byte in which its records differ, and again, until a part fits; a part with
 * only equal records is returned as one, whatever their number. So each split separates records, however skewed the
 * input is.
 */
final class SortedPartitions {
    private final Path workDirectory;
    private final int width;
    private final int partitionBuffer;
    private final SortBuffer buffer;

    SortedPartitions(Path workDirectory, int width, MemoryLimit limit) {
        this.workDirectory = workDirectory;
        this.width = width;
        this.partitionBuffer = limit.partitionBuffer(width);
        this.buffer = new SortBuffer(width, limit.recordsPerRun(width));
    }

    /** What to do with one sorted run; it may hold duplicates, and no record of it is in another run. */
    interface RunConsumer {
        void accept(SortBuffer run) throws IOException;
    }

    /** Returns all records of a file that was partitioned by the byte at {@code depth}. */
    void forEachRun(Path file, PartitionIndex index, int depth, RunConsumer consumer) throws IOException {
        try (PartitionReader reader = new PartitionReader(file, index)) {
            for (int partition = 0; partition < PartitionIndex.PARTITIONS; partition++) {
                long count = reader.count(partition);
                if (count > buffer.capacity()) {
                    split(reader, partition, consumer);
                } else if (count > 0) {
                    buffer.reset((int) count);
                    reader.forEachBlock(partition, buffer::add);
                    buffer.sort(depth + 1);
                    consumer.accept(buffer);
                }
            }
        }
    }

    private void split(PartitionReader reader, int partition, RunConsumer consumer) throws IOException {
        SharedPrefix shared = new SharedPrefix(width);
        reader.forEachBlock(partition, shared::add);
        if (shared.bytes() == width) {
            buffer.reset(1);
            buffer.add(shared.first(), width);
            buffer.sort(width);
            consumer.accept(buffer);
            return;
        }
        int depth = shared.bytes();
        Path file = workDirectory.resolve("split-" + depth + DurableFile.TEMPORARY_SUFFIX); // one at a time at a depth
        try {
            forEachRun(file, spread(reader, partition, file, depth), depth, consumer);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private PartitionIndex spread(PartitionReader reader, int partition, Path file, int depth) throws IOException {
        try (PartitionWriter writer = new PartitionWriter(file, width, depth, partitionBuffer)) {
            reader.forEachBlock(partition, (records, length) -> writer.append(records, 0, length));
            return writer.finish();
        }
    }

    /** The leading bytes that all records seen share. */
    private static final class SharedPrefix {
        private final byte[] first;
        private final int width;
        private int bytes;
        private boolean empty = true;

        private SharedPrefix(int width) {
            this.first = new byte[width];
            this.width = width;
            this.bytes = width;
        }

        private void add(byte[] records, int length) {
            if (empty) {
                System.arraycopy(records, 0, first, 0, width);
                empty = false;
            }
            for (int at = 0; at < length; at += width) {
                bytes = Digests.sharedPrefix(first, 0, records, at, bytes);
            }
        }

        private byte[] first() {
            return first;
        }

        private int bytes() {
            return bytes;
        }
    }
}
