package io.audienceroutes.benchmark;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Digests spread over 256 files by their first byte. */
final class PlainPartitions implements Closeable {
    static final int WIDTH = 32;
    static final int COUNT = 256;
    private static final int BUFFER = 64 * 1024;

    private final Path folder;
    private final Partition[] partitions = new Partition[COUNT];

    PlainPartitions(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        for (int number = 0; number < COUNT; number++) {
            partitions[number] = new Partition(FileChannel.open(
                    file(number),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE));
        }
    }

    void append(byte[] digests, int length) throws IOException {
        for (int at = 0; at < length; at += WIDTH) {
            partitions[digests[at] & 0xff].append(digests, at);
        }
    }

    void flush() throws IOException {
        for (Partition partition : partitions) {
            partition.flush();
        }
    }

    byte[] read(int number) throws IOException {
        return Files.readAllBytes(file(number));
    }

    @Override
    public void close() throws IOException {
        for (int number = 0; number < COUNT; number++) {
            partitions[number].channel.close();
            Files.deleteIfExists(file(number));
        }
    }

    private Path file(int number) {
        return folder.resolve("partition-" + number);
    }

    private static final class Partition {
        private final FileChannel channel;
        private final byte[] buffer = new byte[BUFFER];
        private int used;

        private Partition(FileChannel channel) {
            this.channel = channel;
        }

        private synchronized void append(byte[] digests, int at) throws IOException {
            System.arraycopy(digests, at, buffer, used, WIDTH);
            used += WIDTH;
            if (used == BUFFER) {
                flush();
            }
        }

        private synchronized void flush() throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, used);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            used = 0;
        }
    }
}
