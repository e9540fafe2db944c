package io.audienceroutes.member;

import static io.audienceroutes.member.DigestSamples.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
    @TempDir
    Path folder;

    @Test
    void firstGenerationHoldsTheAcceptedBatches() throws IOException {
        DigestFile adds = DigestSamples.file(folder.resolve("adds"), numbered(0, 10));

        DigestFile first =
                Snapshots.fold(Optional.empty(), slices(adds, 4, 0, 2), Slices.none(), folder.resolve("generation-1"));

        assertThat(DigestSamples.content(first))
                .containsExactlyElementsOf(DigestSamples.concat(numbered(0, 4), numbered(8, 10)));
    }

    @Test
    void nextGenerationHasAcceptedChangesOnly() throws IOException {
        DigestFile current = DigestSamples.file(folder.resolve("current"), numbered(0, 10));
        DigestFile adds = DigestSamples.file(folder.resolve("adds"), numbered(10, 20));
        DigestFile removes = DigestSamples.file(folder.resolve("removes"), numbered(0, 5));

        DigestFile next = Snapshots.fold(
                Optional.of(current), slices(adds, 5, 1), slices(removes, 2, 0, 2), folder.resolve("next"));

        assertThat(DigestSamples.content(next))
                .containsExactlyElementsOf(
                        DigestSamples.concat(numbered(2, 4), DigestSamples.concat(numbered(5, 10), numbered(15, 20))));
    }

    @Test
    void aListThatTookEffectWholeIsTheNextGenerationUnderASecondName() throws IOException {
        DigestFile list = DigestSamples.file(folder.resolve("list"), numbered(0, 10));

        DigestFile next = Snapshots.adopt(list, folder.resolve("members/next"));
        Files.delete(list.path());

        next.verify();
        assertThat(DigestSamples.content(next)).containsExactlyElementsOf(numbered(0, 10));
    }

    @Test
    void aDamagedListIsNotAdopted() throws IOException {
        DigestFile list = DigestSamples.file(folder.resolve("list"), numbered(0, 10));
        byte[] bytes = Files.readAllBytes(list.path());
        bytes[bytes.length - 1] ^= 1;
        Files.write(list.path(), bytes);

        assertThatThrownBy(() -> Snapshots.adopt(list, folder.resolve("next"))).isInstanceOf(DamagedMemberFile.class);
        assertThat(folder.resolve("next")).doesNotExist();
    }

    @Test
    void whereThereAreNoLinksTheSecondNameIsACopy() throws IOException {
        DigestFile list = DigestSamples.file(folder.resolve("list"), numbered(0, 100_000));

        DurableFile.copy(list.path(), folder.resolve("copy"));

        assertThat(folder.resolve("copy")).hasSameBinaryContentAs(list.path());
        assertThat(folder.resolve("copy.tmp")).doesNotExist();
    }

    @Test
    void noChangesGiveTheSameSet() throws IOException {
        DigestFile current = DigestSamples.file(folder.resolve("current"), numbered(0, 10));

        DigestFile next = Snapshots.fold(Optional.of(current), Slices.none(), Slices.none(), folder.resolve("next"));

        assertThat(next.path()).hasSameBinaryContentAs(current.path());
    }

    @Test
    void removalWinsOverAddition() throws IOException {
        DigestFile adds = DigestSamples.file(folder.resolve("adds"), numbered(0, 5));
        DigestFile removes = DigestSamples.file(folder.resolve("removes"), numbered(3, 9));

        DigestFile next =
                Snapshots.fold(Optional.empty(), Slices.all(adds), Slices.all(removes), folder.resolve("next"));

        assertThat(DigestSamples.content(next)).containsExactlyElementsOf(numbered(0, 3));
    }

    @Test
    void partialAcceptanceEqualsSetArithmetic() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<String> old = DigestSamples.random(random, random.nextInt(2000));
            List<String> added = DigestSamples.random(random, random.nextInt(2000));
            List<String> removed =
                    old.stream().filter(digest -> random.nextBoolean()).toList();
            int sliceSize = 1 + random.nextInt(300);
            BitSet addedSlices = BitSet.valueOf(new long[] {random.nextLong(), random.nextLong()});
            BitSet removedSlices = BitSet.valueOf(new long[] {random.nextLong(), random.nextLong()});
            SortedSet<String> expected = new TreeSet<>(old);
            expected.addAll(accepted(added, sliceSize, addedSlices));
            expected.removeAll(accepted(removed, sliceSize, removedSlices));

            DigestFile next = Snapshots.fold(
                    Optional.of(DigestSamples.file(folder.resolve("current"), old)),
                    new Slices(
                            Optional.of(DigestSamples.file(folder.resolve("adds"), added)),
                            sliceSize,
                            addedSlices::get),
                    new Slices(
                            Optional.of(DigestSamples.file(folder.resolve("removes"), removed)),
                            sliceSize,
                            removedSlices::get),
                    folder.resolve("next-" + seed));

            assertThat(DigestSamples.content(next)).as("seed %s", seed).isEqualTo(expected);
        }
    }

    @Test
    void halfDeliveredListLeavesNobodyBehind() throws IOException {
        DigestFile adds = DigestSamples.file(folder.resolve("adds"), numbered(0, 1000));
        DigestFile half = Snapshots.fold(
                Optional.empty(),
                new Slices(Optional.of(adds), 10, slice -> slice < 60),
                Slices.none(),
                folder.resolve("generation-1"));

        ComparisonResult other = MemberComparison.compare(
                DigestSamples.prepared(folder.resolve("list"), numbered(500, 700)),
                Optional.of(half),
                folder.resolve("out"));

        assertThat(DigestSamples.content(other.removes())).containsExactlyElementsOf(numbered(0, 500));
        assertThat(DigestSamples.content(other.adds())).containsExactlyElementsOf(numbered(600, 700));
    }

    @Test
    void foldingOnceMoreAfterAKillGivesTheSameGeneration() throws IOException {
        DigestFile adds = DigestSamples.file(folder.resolve("adds"), numbered(0, 10));
        Path target = folder.resolve("generation-1");
        Snapshots.fold(Optional.empty(), slices(adds, 4, 0, 1), Slices.none(), target);

        DigestFile again = Snapshots.fold(Optional.empty(), slices(adds, 4, 0, 1), Slices.none(), target);

        assertThat(DigestSamples.content(again)).hasSize(8);
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
    }

    @Test
    void generationIsNeverOverwritten() throws IOException {
        DigestFile adds = DigestSamples.file(folder.resolve("adds"), numbered(0, 10));
        Path target = folder.resolve("generation-1");
        Snapshots.fold(Optional.empty(), slices(adds, 4, 0), Slices.none(), target);
        byte[] before = Files.readAllBytes(target);

        assertThatIllegalStateException()
                .isThrownBy(() -> Snapshots.fold(Optional.empty(), Slices.all(adds), Slices.none(), target))
                .withMessage("Could not write member file " + target + ": a file with this name and other content"
                        + " exists. Generations are never overwritten: choose a new name, or delete the file if no row"
                        + " of the database names it.");
        assertThat(target).hasBinaryContent(before);
    }

    @Test
    void damageInABatchThatWasNotAcceptedIsNoticedToo() throws IOException {
        DigestFile adds = DigestSamples.file(folder.resolve("adds"), numbered(0, 10));
        DigestSamples.overwrite(adds.path(), 351, (byte) 0x10);

        assertThatThrownBy(() -> Snapshots.fold(
                        Optional.empty(), slices(adds, 4, 0), Slices.none(), folder.resolve("generation-1")))
                .isInstanceOf(DamagedMemberFile.class);
        assertThatThrownBy(() -> Snapshots.fold(
                        Optional.empty(), Slices.none(), slices(adds, 4, 0), folder.resolve("generation-1")))
                .isInstanceOf(DamagedMemberFile.class);
        assertThat(folder.resolve("generation-1")).doesNotExist();
    }

    @Test
    void filesOfDifferentSchemasAreRefused() throws IOException {
        DigestFile sha256 = DigestSamples.file(folder.resolve("sha256"), numbered(0, 10));
        DigestFile md5 = DigestSamples.file(folder.resolve("md5"), List.of("0".repeat(32)), 16);

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Snapshots.fold(Optional.of(sha256), Slices.all(md5), Slices.none(), folder.resolve("next")));
    }

    @Test
    void sliceHoldsAtLeastOneDigest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Slices(Optional.empty(), 0, slice -> true))
                .withMessage("A slice has at least 1 digest, not 0");
    }

    private static Slices slices(DigestFile file, int sliceSize, int... accepted) {
        BitSet slices = new BitSet();
        for (int slice : accepted) {
            slices.set(slice);
        }
        return new Slices(Optional.of(file), sliceSize, slices::get);
    }

    private static List<String> accepted(List<String> digests, int sliceSize, BitSet slices) {
        List<String> sorted = List.copyOf(new TreeSet<>(digests));
        return IntStream.range(0, sorted.size())
                .filter(at -> slices.get(at / sliceSize))
                .mapToObj(sorted::get)
                .toList();
    }
}
