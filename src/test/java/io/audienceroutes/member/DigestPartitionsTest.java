package io.audienceroutes.member;

import static io.audienceroutes.member.DigestSamples.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestPartitionsTest {
    private static final String REMEDY = "Prepare the segment file again: restart the workflow from its Prepare stage.";

    @TempDir
    Path folder;

    @Test
    void finishedListKeepsItsCount() {
        DigestPartitions list = DigestSamples.prepared(directory(), numbered(0, 1234));

        assertThat(list.count()).isEqualTo(1234);
        assertThat(list.width()).isEqualTo(32);
    }

    @Test
    void listCanBeComparedByTheProcessThatPreparedIt() {
        try (DigestPartitions list = DigestPartitions.create(directory(), MemoryLimit.DEFAULT)) {
            list.append(DigestSamples.bytes(numbered(0, 5)), 32, 3 * 32);
            list.finish();

            assertThat(compared(list)).containsExactlyElementsOf(numbered(1, 4));
        }
    }

    @Test
    void unfinishedListIsRefused() {
        try (DigestPartitions list = DigestPartitions.create(directory(), MemoryLimit.DEFAULT)) {
            list.append(DigestSamples.bytes(numbered(0, 5)), 0, 5 * 32);
            assertThatIllegalStateException().isThrownBy(() -> compared(list));
        }

        assertDamaged(
                "expected the manifest of a prepared list, but found none: the preparation did not finish. " + REMEDY);
    }

    @Test
    void preparingAgainStartsAnew() throws IOException {
        DigestSamples.prepared(directory(), numbered(0, 500));
        Files.writeString(directory().resolve("split-3.tmp"), "left over");
        Files.writeString(directory().resolve("manifest.partitions.tmp"), "left over");
        try (DigestPartitions killed = DigestPartitions.create(directory(), DigestSamples.TINY)) {
            killed.append(DigestSamples.bytes(numbered(500, 900)), 0, 400 * 32);
        }
        assertDamaged("the preparation did not finish");

        DigestPartitions again = DigestSamples.prepared(directory(), numbered(900, 910));

        assertThat(again.count()).isEqualTo(10);
        assertThat(compared(again)).containsExactlyElementsOf(numbered(900, 910));
        assertThat(directory()).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
    }

    @Test
    void filesOfOthersStayInTheDirectory() throws IOException {
        Files.createDirectories(directory());
        Path other = Files.writeString(directory().resolve("receipt.json"), "{}");

        DigestSamples.prepared(directory(), numbered(0, 1));

        assertThat(other).exists();
    }

    @Test
    void threadsAppendAtTheSameTime() throws Exception {
        int threads = 4;
        List<List<String>> lists = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            lists.add(DigestSamples.random(new Random(thread), 20_000));
        }
        TreeSet<String> expected = new TreeSet<>();
        lists.forEach(expected::addAll);

        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (DigestPartitions list = DigestPartitions.create(directory(), DigestSamples.TINY)) {
            List<Future<?>> appended = new ArrayList<>();
            for (List<String> digests : lists) {
                appended.add(executor.submit(() -> appendOneByOne(list, DigestSamples.bytes(digests))));
            }
            for (Future<?> done : appended) {
                done.get();
            }
            list.finish();
        } finally {
            executor.shutdown();
        }

        DigestPartitions list = DigestPartitions.open(directory(), DigestSamples.TINY);
        assertThat(list.count()).isEqualTo(80_000);
        assertThat(compared(list)).isEqualTo(expected);
    }

    @Test
    void nothingIsAppendedToAFinishedList() {
        byte[] one = DigestSamples.bytes(numbered(0, 1));
        try (DigestPartitions list = DigestPartitions.create(directory(), MemoryLimit.DEFAULT)) {
            list.finish();
            assertThatIllegalStateException().isThrownBy(() -> list.append(one, 0, 32));
            assertThatCode(list::finish).doesNotThrowAnyException();
        }

        DigestPartitions opened = DigestPartitions.open(directory(), MemoryLimit.DEFAULT);
        assertThat(opened.count()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> opened.append(one, 0, 32));
    }

    @Test
    void partsOfDigestsAreRefused() {
        try (DigestPartitions list = DigestPartitions.create(directory(), MemoryLimit.DEFAULT)) {
            assertThatIllegalArgumentException().isThrownBy(() -> list.append(new byte[64], 0, 33));
            assertThatThrownBy(() -> list.append(new byte[64], 32, 64)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(list.count()).isZero();
        }
    }

    @Test
    void widthsOfNoSchemaAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigestPartitions.create(directory(), 20, MemoryLimit.DEFAULT))
                .withMessage("A digest has 16 (MD5) or 32 (SHA-256) bytes, not 20");
    }

    @Test
    void everyChangedBitOfTheManifestIsNoticed() throws IOException {
        DigestSamples.prepared(directory(), DigestSamples.random(new Random(1), 10));
        Path manifest = directory().resolve("manifest.partitions");
        for (long position = 0; position < Files.size(manifest); position++) {
            DigestSamples.flip(manifest, position);

            assertDamaged(REMEDY);

            DigestSamples.flip(manifest, position);
        }
    }

    @Test
    void truncatedFilesAreRefused() throws IOException {
        DigestSamples.prepared(directory(), numbered(0, 10));

        DigestSamples.truncate(directory().resolve("digests.partitions"), 319);
        assertDamaged("expected 320 bytes, but found 319 bytes. " + REMEDY);

        Files.delete(directory().resolve("digests.partitions"));
        assertDamaged("expected 320 bytes, but found no file. " + REMEDY);

        DigestSamples.truncate(directory().resolve("manifest.partitions"), 3);
        assertDamaged("expected the manifest of a prepared list, but found other bytes. " + REMEDY);
    }

    @Test
    void flippedBitOfADigestIsNoticedWhenItIsRead() throws IOException {
        DigestSamples.prepared(directory(), numbered(0, 10));
        DigestSamples.flip(directory().resolve("digests.partitions"), 100);
        DigestPartitions list = DigestPartitions.open(directory(), MemoryLimit.DEFAULT);

        assertThatThrownBy(() -> compared(list))
                .isInstanceOf(DamagedMemberFile.class)
                .hasMessageContaining("expected 320 bytes with checksum ");
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void memoryLimitHasAFloor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryLimit(1000))
                .withMessage(
                        "The memory limit of the member store is invalid: expected at least 1048576 bytes, but found"
                                + " 1000. Raise the limit.");
        assertThat(MemoryLimit.DEFAULT.bytes()).isEqualTo(64 * 1024 * 1024);
    }

    @Test
    void buffersKeepTheMemoryLimit() {
        for (long bytes : new long[] {1 << 20, 5_000_000, 64 << 20, 1L << 40}) {
            MemoryLimit limit = new MemoryLimit(bytes);
            for (int width : new int[] {16, 32}) {
                long taken = 256L * limit.partitionBuffer(width)
                        + 4L * limit.fileBuffer(width)
                        + (long) limit.recordsPerRun(width) * SortBuffer.bytesPerRecord(width);
                assertThat(taken).isLessThanOrEqualTo(bytes);
                assertThat(limit.partitionBuffer(width)).isPositive();
                assertThat(limit.recordsPerRun(width)).isBetween(1, SortBuffer.MOST_RECORDS);
            }
        }
    }

    private Path directory() {
        return folder.resolve("list");
    }

    private SortedSet<String> compared(DigestPartitions list) {
        return DigestSamples.content(MemberComparison.compare(list, Optional.empty(), folder.resolve("out"))
                .next());
    }

    private static void appendOneByOne(DigestPartitions list, byte[] digests) {
        for (int at = 0; at < digests.length; at += 32) {
            list.append(digests, at, 32);
        }
    }

    private void assertDamaged(String message) {
        assertThatThrownBy(() -> DigestPartitions.open(directory(), MemoryLimit.DEFAULT))
                .isInstanceOf(DamagedMemberFile.class)
                .hasMessageContaining(message);
    }
}
