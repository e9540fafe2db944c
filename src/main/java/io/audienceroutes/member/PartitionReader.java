package io.audienceroutes.member;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Reads the partitions of a partition file, block by block, and checks each block. */
final class PartitionReader implements Closeable {
    private final Path file;
    private final PartitionIndex index;
    private final FileChannel channel;
    private byte[] block = new byte[0];

    PartitionReader(Path file, PartitionIndex index) throws IOException {
        this.file = file;
        this.index = index;
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw PartitionIndex.damaged(file, "the partitions of a prepared list", "no file");
        }
    }

    /** What to do with the records of one block; the array is used again for the next. */
    interface BlockConsumer {
        void accept(byte[] records, int length) throws IOException;
    }

    long count(int partition) {
        return index.count(partition);
    }

    void forEachBlock(int partition, BlockConsumer consumer) throws IOException {
        index.visit(partition, (position, records, checksum) -> {
            int length = records * index.width();
            read(position, length, checksum);
            consumer.accept(block, length);
        });
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void read(long position, int length, int expected) throws IOException {
        if (block.length < length) {
            block = new byte[length];
        }
        int read = DurableFile.readFully(channel, ByteBuffer.wrap(block, 0, length), position);
        CRC32C checksum = new CRC32C();
        checksum.update(block, 0, read);
        int found = (int) checksum.getValue();
        if (read < length || found != expected) {
            throw PartitionIndex.damaged(
                    file,
                    length + " bytes with checksum " + Integer.toHexString(expected) + " at " + position,
                    read + " bytes with checksum " + Integer.toHexString(found));
        }
    }
}
