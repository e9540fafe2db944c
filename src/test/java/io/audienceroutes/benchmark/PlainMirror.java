package io.audienceroutes.benchmark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * Sorted files, plainly: each partition is sorted in memory and merged with the members held, in one pass, into the next
 * members, those to add and those to remove. What a folder holds as {@code held} is replaced by the next members.
 */
final class PlainMirror {
    private static final int WIDTH = PlainPartitions.WIDTH;
    private static final int BUFFER = 1 << 18;
    private static final int INDEX_BITS = 23;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;

    private PlainMirror() {}

    /** How many members each file has. */
    record Counts(long next, long adds, long removes) {}

    static Counts compare(PlainPartitions list, Path folder) throws IOException {
        Path held = folder.resolve("held");
        Path next = folder.resolve("next");
        Counts counts;
        try (InputStream members = Files.exists(held)
                        ? new BufferedInputStream(Files.newInputStream(held), BUFFER)
                        : InputStream.nullInputStream();
                Out all = new Out(next);
                Out adds = new Out(folder.resolve("adds"));
                Out removes = new Out(folder.resolve("removes"))) {
            byte[] member = new byte[WIDTH];
            boolean more = members.readNBytes(member, 0, WIDTH) == WIDTH;
            byte[] previous = new byte[0];
            for (int number = 0; number < PlainPartitions.COUNT; number++) {
                byte[] records = list.read(number);
                for (long key : sorted(records)) {
                    int at = (int) (key & INDEX_MASK) * WIDTH;
                    if (Arrays.equals(previous, 0, previous.length, records, at, at + WIDTH)) {
                        continue;
                    }
                    previous = Arrays.copyOfRange(records, at, at + WIDTH);
                    int order = more ? Arrays.compareUnsigned(member, previous) : 1;
                    while (order < 0) {
                        removes.write(member, 0);
                        more = members.readNBytes(member, 0, WIDTH) == WIDTH;
                        order = more ? Arrays.compareUnsigned(member, previous) : 1;
                    }
                    if (order == 0) {
                        more = members.readNBytes(member, 0, WIDTH) == WIDTH;
                    } else {
                        adds.write(records, at);
                    }
                    all.write(records, at);
                }
            }
            while (more) {
                removes.write(member, 0);
                more = members.readNBytes(member, 0, WIDTH) == WIDTH;
            }
            counts = new Counts(all.count, adds.count, removes.count);
        }
        Files.move(next, held, StandardCopyOption.REPLACE_EXISTING);
        return counts;
    }

    /** Keys of five bytes behind the partition's own, and the place of the record; ties are rare and sorted by hand. */
    private static long[] sorted(byte[] records) {
        long[] keys = new long[records.length / WIDTH];
        for (int i = 0; i < keys.length; i++) {
            int at = i * WIDTH;
            long five = 0;
            for (int b = 1; b <= 5; b++) {
                five = (five << Byte.SIZE) | (records[at + b] & 0xff);
            }
            keys[i] = (five << INDEX_BITS) | i;
        }
        Arrays.sort(keys);
        for (int i = 1; i < keys.length; i++) {
            for (int j = i; j > 0 && keys[j - 1] >>> INDEX_BITS == keys[j] >>> INDEX_BITS; j--) {
                int left = (int) (keys[j - 1] & INDEX_MASK) * WIDTH;
                int right = (int) (keys[j] & INDEX_MASK) * WIDTH;
                if (Arrays.compareUnsigned(records, left, left + WIDTH, records, right, right + WIDTH) <= 0) {
                    break;
                }
                long swapped = keys[j];
                keys[j] = keys[j - 1];
                keys[j - 1] = swapped;
            }
        }
        return keys;
    }

    private static final class Out implements AutoCloseable {
        private final OutputStream stream;
        private long count;

        private Out(Path file) throws IOException {
            stream = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
        }

        private void write(byte[] bytes, int at) throws IOException {
            stream.write(bytes, at, WIDTH);
            count++;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
