package io.audienceroutes.member;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * One wire schema's digests of one workflow as they are prepared: in any order, with duplicates, spread over 256
 * partitions by their first byte, to be sorted partition by partition by {@link MemberComparison}.
 *
 * <p>Made by {@link #create}, filled by {@link #append}, made durable by {@link #finish}, read after {@link #open}. A
 * process that dies before the end of {@code finish} leaves a list that {@code open} refuses and {@code create} replaces.
 */
public final class DigestPartitions implements Closeable {
    private static final String DATA = "digests.partitions";
    private static final String MANIFEST = "manifest.partitions";

    private final Path directory;
    private final int width;
    private final MemoryLimit limit;
    private final Optional<PartitionWriter> writer;
    private final AtomicLong count;
    private Optional<PartitionIndex> index;

    private DigestPartitions(Path directory, MemoryLimit limit, PartitionWriter writer, int width) {
        this.directory = directory;
        this.width = width;
        this.limit = limit;
        this.writer = Optional.of(writer);
        this.index = Optional.empty();
        this.count = new AtomicLong();
    }

    private DigestPartitions(Path directory, MemoryLimit limit, PartitionIndex index) {
        this.directory = directory;
        this.width = index.width();
        this.limit = limit;
        this.writer = Optional.empty();
        this.index = Optional.of(index);
        this.count = new AtomicLong(index.count());
    }

    /** Creates a list of SHA-256 digests; see {@link #create(Path, int, MemoryLimit)}. */
    public static DigestPartitions create(Path directory, MemoryLimit limit) {
        return create(directory, Digests.SHA256_WIDTH, limit);
    }

    /**
     * Creates a list. Files of an earlier preparation in the directory are deleted.
     *
     * @param width the bytes of a digest: 32, or 16 for MD5 schemas
     */
    public static DigestPartitions create(Path directory, int width, MemoryLimit limit) {
        Digests.requireWidth(width);
        try {
            Files.createDirectories(directory);
            deleteLeftOvers(directory);
            PartitionWriter writer =
                    new PartitionWriter(directory.resolve(DATA), width, 0, limit.partitionBuffer(width));
            return new DigestPartitions(directory, limit, writer, width);
        } catch (IOException e) {
            throw failed("begin", directory, e);
        }
    }

    /**
     * Opens a finished list.
     *
     * @throws DamagedMemberFile if it was never finished, or its manifest or length is wrong
     */
    public static DigestPartitions open(Path directory, MemoryLimit limit) {
        Path manifest = directory.resolve(MANIFEST);
        try {
            PartitionIndex index = PartitionIndex.decode(manifest, Files.readAllBytes(manifest));
            requireLength(directory.resolve(DATA), index.bytes());
            return new DigestPartitions(directory, limit, index);
        } catch (NoSuchFileException e) {
            throw PartitionIndex.damaged(
                    manifest, "the manifest of a prepared list", "none: the preparation did not finish");
        } catch (IOException e) {
            throw failed("open", directory, e);
        }
    }

    /**
     * Appends digests that are stored back to back. Thread-safe.
     *
     * @param length in bytes, a multiple of the width
     */
    public void append(byte[] digests, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, digests.length);
        if (length % width != 0) {
            throw new IllegalArgumentException(length + " bytes are not whole digests of " + width + " bytes");
        }
        PartitionWriter open = writer.orElseThrow(() -> new IllegalStateException(directory + " was opened to read"));
        try {
            open.append(digests, offset, length);
        } catch (IOException e) {
            throw failed("write", directory, e);
        }
        count.addAndGet(length / width);
    }

    /** The number of digests so far, duplicates included. */
    public long count() {
        return count.get();
    }

    /** The bytes of a digest. */
    public int width() {
        return width;
    }

    /**
     * Makes the list durable: writes the buffers, forces them to disk, and writes the manifest last. Must be called
     * after all appending threads have finished; idempotent.
     */
    public synchronized void finish() {
        if (index.isPresent()) {
            return;
        }
        PartitionWriter open = writer.orElseThrow();
        try (DurableFile manifest = new DurableFile(directory.resolve(MANIFEST))) {
            PartitionIndex finished = open.finish();
            if (finished.count() != count.get()) {
                throw new IllegalStateException("Could not finish the list in " + directory + ": expected "
                        + count.get() + " digests, but found " + finished.count()
                        + ". An append failed or is still running.");
            }
            open.force();
            manifest.write(finished.encode());
            manifest.publish();
            index = Optional.of(finished);
        } catch (IOException e) {
            throw failed("finish", directory, e);
        }
    }

    /** Closes the file. A list that is not finished stays unfinished. */
    @Override
    public void close() {
        try {
            if (writer.isPresent()) {
                writer.orElseThrow().close();
            }
        } catch (IOException e) {
            throw failed("close", directory, e);
        }
    }

    MemoryLimit limit() {
        return limit;
    }

    /** Returns all digests in ascending order. */
    synchronized void forEachRun(SortedPartitions.RunConsumer consumer) throws IOException {
        PartitionIndex finished =
                index.orElseThrow(() -> new IllegalStateException("The list in " + directory + " is not finished"));
        new SortedPartitions(directory, width, limit).forEachRun(directory.resolve(DATA), finished, 0, consumer);
    }

    /** The manifest is deleted first, so that a partly deleted list counts as unfinished. */
    private static void deleteLeftOvers(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(MANIFEST));
        Files.deleteIfExists(directory.resolve(DATA));
        List<Path> temporary;
        try (Stream<Path> files = Files.list(directory)) {
            temporary = files.filter(file -> file.toString().endsWith(DurableFile.TEMPORARY_SUFFIX))
                    .toList();
        }
        for (Path file : temporary) {
            Files.delete(file);
        }
    }

    private static void requireLength(Path data, long expected) throws IOException {
        if (Files.notExists(data)) {
            throw PartitionIndex.damaged(data, expected + " bytes", "no file");
        }
        if (Files.size(data) != expected) {
            throw PartitionIndex.damaged(data, expected + " bytes", Files.size(data) + " bytes");
        }
    }

    private static UncheckedIOException failed(String what, Path directory, IOException cause) {
        return new UncheckedIOException(
                "Could not " + what + " the prepared list in " + directory + ": " + cause
                        + ". Check free space and permissions there, then retry.",
                cause);
    }
}
