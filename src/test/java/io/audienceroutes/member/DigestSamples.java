package io.audienceroutes.member;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Invented digests as hexadecimal text, whose order is that of the bytes, and the way to and from files. */
final class DigestSamples {
    static final MemoryLimit TINY = new MemoryLimit(1 << 20);

    private static final HexFormat HEX = HexFormat.of();

    private DigestSamples() {}

    /** Digests that share a prefix and have random bytes behind it. */
    static List<String> random(Random random, int count, String prefix, int width) {
        return Stream.generate(() -> {
                    byte[] bytes = new byte[width - prefix.length() / 2];
                    random.nextBytes(bytes);
                    return prefix + HEX.formatHex(bytes);
                })
                .limit(count)
                .toList();
    }

    static List<String> random(Random random, int count) {
        return random(random, count, "", Digests.SHA256_WIDTH);
    }

    /** A digest of zeros that ends in a number. */
    static String numbered(int number) {
        return "0".repeat(56) + HEX.toHexDigits(number);
    }

    static List<String> numbered(int from, int to) {
        List<String> digests = new ArrayList<>();
        for (int number = from; number < to; number++) {
            digests.add(numbered(number));
        }
        return digests;
    }

    static byte[] bytes(Collection<String> digests) {
        return HEX.parseHex(String.join("", digests));
    }

    static List<String> hex(byte[] digests, int width) {
        List<String> found = new ArrayList<>();
        for (int at = 0; at < digests.length; at += width) {
            found.add(HEX.formatHex(digests, at, at + width));
        }
        return found;
    }

    static DigestPartitions prepared(Path directory, Collection<String> digests) {
        return prepared(directory, digests, Digests.SHA256_WIDTH, MemoryLimit.DEFAULT);
    }

    static DigestPartitions prepared(Path directory, Collection<String> digests, int width, MemoryLimit limit) {
        byte[] bytes = bytes(digests);
        int step = 997 * width;
        try (DigestPartitions list = DigestPartitions.create(directory, width, limit)) {
            for (int at = 0; at < bytes.length; at += step) {
                list.append(bytes, at, Math.min(step, bytes.length - at));
            }
            list.finish();
        }
        return DigestPartitions.open(directory, limit);
    }

    static DigestFile file(Path target, Collection<String> digests) throws IOException {
        return file(target, digests, Digests.SHA256_WIDTH);
    }

    static DigestFile file(Path target, Collection<String> digests, int width) throws IOException {
        try (DigestFileWriter writer = new DigestFileWriter(target, width, 4096)) {
            byte[] bytes = bytes(new TreeSet<>(digests));
            for (int at = 0; at < bytes.length; at += width) {
                writer.append(bytes, at);
            }
            return writer.publish();
        }
    }

    /** Reads a whole file and checks it on the way. */
    static SortedSet<String> content(DigestFile file) {
        file.verify();
        List<String> found = new ArrayList<>();
        int sliceSize = 1000;
        for (int slice = 0; slice < file.slices(sliceSize); slice++) {
            found.addAll(hex(file.slice(slice, sliceSize), file.width()));
        }
        SortedSet<String> content = new TreeSet<>(found);
        if (!List.copyOf(content).equals(found) || found.size() != file.count()) {
            throw new AssertionError(file + " is not a sorted set of its count");
        }
        return content;
    }

    /** Changes bytes of a file in place. */
    static void overwrite(Path file, long position, byte... bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
    }

    /** Turns one bit of a file. */
    static void flip(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.flip(), position);
        }
    }

    static void truncate(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    static SortedSet<String> without(Collection<String> digests, Collection<String> removed) {
        SortedSet<String> rest = new TreeSet<>(digests);
        rest.removeAll(removed);
        return rest;
    }

    static SortedSet<String> union(Collection<String> left, Collection<String> right) {
        SortedSet<String> all = new TreeSet<>(left);
        all.addAll(right);
        return all;
    }

    static <T> List<T> concat(List<T> left, List<T> right) {
        return Stream.concat(left.stream(), right.stream()).toList();
    }
}
