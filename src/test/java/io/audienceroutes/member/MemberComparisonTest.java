package io.audienceroutes.member;

import static io.audienceroutes.member.DigestSamples.numbered;
import static io.audienceroutes.member.DigestSamples.union;
import static io.audienceroutes.member.DigestSamples.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberComparisonTest {
    @TempDir
    Path folder;

    @Test
    void firstListIsAddedWhole() {
        ComparisonResult result = compare(List.of(numbered(2), numbered(1), numbered(2)), Optional.empty());

        assertThat(result.listed()).isEqualTo(3);
        assertThat(result.distinct()).isEqualTo(2);
        assertThat(result.duplicates()).isEqualTo(1);
        assertThat(result.unchanged()).isZero();
        assertThat(DigestSamples.content(result.adds())).containsExactly(numbered(1), numbered(2));
        assertThat(DigestSamples.content(result.next())).containsExactly(numbered(1), numbered(2));
        assertThat(result.removes().count()).isZero();
    }

    @Test
    void laterListGivesItsDifference() throws IOException {
        DigestFile current = DigestSamples.file(folder.resolve("1"), numbered(0, 10));

        ComparisonResult result = compare(numbered(3, 12), Optional.of(current));

        assertThat(result.unchanged()).isEqualTo(7);
        assertThat(DigestSamples.content(result.adds())).containsExactlyElementsOf(numbered(10, 12));
        assertThat(DigestSamples.content(result.removes())).containsExactlyElementsOf(numbered(0, 3));
        assertThat(DigestSamples.content(result.next())).containsExactlyElementsOf(numbered(3, 12));
    }

    @Test
    void sameListChangesNothing() throws IOException {
        DigestFile current = DigestSamples.file(folder.resolve("1"), numbered(0, 10));

        ComparisonResult result = compare(numbered(0, 10), Optional.of(current));

        assertThat(result.adds().count()).isZero();
        assertThat(result.removes().count()).isZero();
        assertThat(result.unchanged()).isEqualTo(10);
        assertThat(result.next().path()).hasSameBinaryContentAs(current.path());
    }

    @Test
    void emptyListRemovesAll() throws IOException {
        DigestFile current = DigestSamples.file(folder.resolve("1"), numbered(0, 10));

        ComparisonResult result = compare(List.of(), Optional.of(current));

        assertThat(result.listed()).isZero();
        assertThat(result.next().count()).isZero();
        assertThat(DigestSamples.content(result.removes())).containsExactlyElementsOf(numbered(0, 10));
    }

    @Test
    void emptyListAndNoSnapshotGiveEmptyFiles() {
        ComparisonResult result = compare(List.of(), Optional.empty());

        assertThat(result.adds().count()
                        + result.removes().count()
                        + result.next().count())
                .isZero();
        result.adds().verify();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void applyingTheChangesGivesTheList(int width) throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            String prefix = "ab".repeat(random.nextInt(width));
            List<String> common = DigestSamples.random(random, random.nextInt(3000), prefix, width);
            List<String> old =
                    DigestSamples.concat(common, DigestSamples.random(random, random.nextInt(500), prefix, width));
            List<String> list =
                    DigestSamples.concat(common, DigestSamples.random(random, random.nextInt(500), prefix, width));
            List<String> listed = withDuplicates(list, random);
            DigestFile current = DigestSamples.file(folder.resolve("current-" + seed), old, width);

            ComparisonResult result =
                    compare(DigestSamples.prepared(directory(), listed, width, DigestSamples.TINY), current);

            assertAddsUp("seed " + seed + ", width " + width, result, listed, old);
        }
    }

    @Test
    void sharedPrefixesAboveTheMemoryLimitAreSplit() throws IOException {
        int above = 2 * DigestSamples.TINY.recordsPerRun(32);
        for (int shared : new int[] {1, 2, 9, 28}) {
            Random random = new Random(shared);
            List<String> listed = withDuplicates(DigestSamples.random(random, above, "5a".repeat(shared), 32), random);
            List<String> old = DigestSamples.concat(listed.subList(0, 1000), DigestSamples.random(random, 1000));
            DigestFile current = DigestSamples.file(folder.resolve("current-" + shared), old);

            ComparisonResult result =
                    compare(DigestSamples.prepared(directory(), listed, 32, DigestSamples.TINY), current);

            assertAddsUp("seed and shared bytes " + shared, result, listed, old);
            assertThat(directory())
                    .isDirectoryNotContaining(file -> file.toString().contains("split"));
        }
    }

    @Test
    void equalDigestsAboveTheMemoryLimitAreOne() {
        List<String> others = List.of(numbered(6), numbered(8), "0".repeat(30) + "1" + "0".repeat(33));
        List<String> listed = DigestSamples.concat(
                Collections.nCopies(3 * DigestSamples.TINY.recordsPerRun(32), numbered(7)), others);

        ComparisonResult result = MemberComparison.compare(
                DigestSamples.prepared(directory(), listed, 32, DigestSamples.TINY),
                Optional.empty(),
                folder.resolve("out"));

        assertAddsUp("equal digests", result, listed, List.of());
        assertThat(result.distinct()).isEqualTo(4);
    }

    @Test
    void memoryLimitDoesNotShowInTheFiles() throws IOException {
        List<String> listed = DigestSamples.random(new Random(5), 30_000, "77", 32);
        ComparisonResult whole = MemberComparison.compare(
                DigestSamples.prepared(directory(), listed), Optional.empty(), folder.resolve("whole"));

        ComparisonResult split = MemberComparison.compare(
                DigestSamples.prepared(directory(), listed, 32, DigestSamples.TINY),
                Optional.empty(),
                folder.resolve("split"));

        assertThat(split.next().path()).hasSameBinaryContentAs(whole.next().path());
    }

    @Test
    void sameDigestsInAnotherOrderGiveTheSameBytes() throws IOException {
        Random random = new Random(11);
        List<String> listed = new ArrayList<>(withDuplicates(DigestSamples.random(random, 20_000), random));
        DigestFile current = DigestSamples.file(
                folder.resolve("1"), DigestSamples.concat(listed.subList(0, 500), DigestSamples.random(random, 500)));
        ComparisonResult first = compare(DigestSamples.prepared(directory(), listed), current);
        List<byte[]> before = bytesOf(first);
        Collections.shuffle(listed, random);

        ComparisonResult second = compare(DigestSamples.prepared(directory(), listed), current);

        List<byte[]> after = bytesOf(second);
        for (int file = 0; file < before.size(); file++) {
            assertThat(after.get(file)).isEqualTo(before.get(file));
        }
    }

    @Test
    void damagedSnapshotIsNoticedBeforeAnyFileHasItsName() throws IOException {
        DigestFile current = DigestSamples.file(folder.resolve("1"), numbered(0, 10));
        DigestSamples.overwrite(current.path(), 351, (byte) 0x10);

        assertThatThrownBy(() -> compare(numbered(0, 3), Optional.of(current)))
                .isInstanceOf(DamagedMemberFile.class)
                .hasMessageContaining("expected records with checksum ");
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void missingSnapshotIsNotAnEmptyOne() throws IOException {
        DigestFile current = DigestSamples.file(folder.resolve("1"), numbered(0, 10));
        Files.delete(current.path());

        assertThatThrownBy(() -> compare(numbered(0, 3), Optional.of(current)))
                .isInstanceOf(DamagedMemberFile.class)
                .hasMessageContaining("found no file");
    }

    @Test
    void snapshotOfAnotherSchemaIsRefused() throws IOException {
        DigestFile current = DigestSamples.file(folder.resolve("1"), List.of("0".repeat(32)), 16);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> compare(numbered(0, 3), Optional.of(current)))
                .withMessageContaining("expected digests of 32 bytes, but found 16");
    }

    @Test
    void leftOversOfAKilledComparisonAreReplaced() throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("adds.digests.tmp"), "cut off".repeat(1000));
        Files.writeString(out.resolve("removes.digests"), "of an earlier comparison".repeat(1000));

        ComparisonResult result = compare(numbered(0, 3), Optional.empty());

        assertThat(DigestSamples.content(result.adds())).hasSize(3);
        assertThat(DigestFile.open(out.resolve("removes.digests")).count()).isZero();
        assertThat(out).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
    }

    private ComparisonResult compare(List<String> listed, Optional<DigestFile> current) {
        return MemberComparison.compare(DigestSamples.prepared(directory(), listed), current, folder.resolve("out"));
    }

    private ComparisonResult compare(DigestPartitions listed, DigestFile current) {
        return MemberComparison.compare(listed, Optional.of(current), folder.resolve("out"));
    }

    private Path directory() {
        return folder.resolve("list");
    }

    private static void assertAddsUp(String input, ComparisonResult result, List<String> listed, List<String> old) {
        SortedSet<String> list = new TreeSet<>(listed);
        SortedSet<String> adds = DigestSamples.content(result.adds());
        SortedSet<String> removes = DigestSamples.content(result.removes());

        assertThat(adds).as(input).isEqualTo(without(list, old));
        assertThat(removes).as(input).isEqualTo(without(old, list));
        assertThat(without(union(old, adds), removes)).as(input).isEqualTo(list);
        assertThat(DigestSamples.content(result.next())).as(input).isEqualTo(list);
        assertThat(result.listed()).as(input).isEqualTo(listed.size());
        assertThat(result.distinct()).as(input).isEqualTo(list.size());
        assertThat(result.duplicates()).as(input).isEqualTo(listed.size() - list.size());
        assertThat(result.unchanged()).as(input).isEqualTo(new TreeSet<>(old).size() - removes.size());
    }

    private static List<String> withDuplicates(List<String> digests, Random random) {
        List<String> all = new ArrayList<>(digests);
        digests.stream().filter(digest -> random.nextInt(10) == 0).forEach(all::add);
        digests.stream().filter(digest -> random.nextInt(50) == 0).forEach(all::add);
        Collections.shuffle(all, random);
        return all;
    }

    private static List<byte[]> bytesOf(ComparisonResult result) throws IOException {
        return List.of(
                Files.readAllBytes(result.adds().path()),
                Files.readAllBytes(result.removes().path()),
                Files.readAllBytes(result.next().path()));
    }
}
