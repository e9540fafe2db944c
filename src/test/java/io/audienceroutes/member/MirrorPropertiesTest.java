package io.audienceroutes.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.member.MemberComparison.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** What must hold of every comparison, whatever the lists, for digests of both widths. */
final class MirrorPropertiesTest {
    private static final HexFormat HEX = HexFormat.of();

    private Path folder;

    @BeforeTry
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("mirror");
    }

    @AfterTry
    void dropFolder() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property
    void addsAndRemovesMakeTheNewListOfTheOldOne(
            @ForAll boolean md5,
            @ForAll @Size(max = 60) Set<@IntRange(max = 90) Integer> before,
            @ForAll @Size(max = 60) List<@IntRange(max = 90) Integer> list)
            throws IOException {
        int width = width(md5);
        HeldMembers held = HeldMembers.of(Optional.of(file("before", before, width)));

        ComparisonResult result = compare(Goal.MIRROR, list, held, width);

        SortedSet<String> audience = content(held.certain().orElseThrow());
        audience.addAll(content(result.adds()));
        audience.removeAll(content(result.removes()));
        assertThat(audience).isEqualTo(digests(list, width));
        assertThat(content(result.next())).isEqualTo(digests(list, width));
    }

    @Property
    void onlyWhatWasSentAndNobodyClaimsIsRemovedAndDoubtIsResolvedBothWays(
            @ForAll boolean md5,
            @ForAll @Size(max = 40) Set<@IntRange(max = 60) Integer> certain,
            @ForAll @Size(max = 20) Set<@IntRange(max = 60) Integer> doubtful,
            @ForAll @Size(max = 20) Set<@IntRange(max = 60) Integer> claimed,
            @ForAll @Size(max = 40) List<@IntRange(max = 60) Integer> list)
            throws IOException {
        int width = width(md5);
        Set<Integer> uncertain = new TreeSet<>(doubtful);
        uncertain.removeAll(certain);
        HeldMembers held = new HeldMembers(
                Optional.of(file("certain", certain, width)),
                Optional.of(file("uncertain", uncertain, width)),
                List.of(file("claimed", claimed, width)));

        ComparisonResult result = compare(Goal.MIRROR, list, held, width);

        SortedSet<String> adds = digests(list, width);
        adds.removeAll(digests(certain, width));
        SortedSet<String> removes = digests(certain, width);
        removes.addAll(digests(uncertain, width));
        removes.removeAll(digests(list, width));
        removes.removeAll(digests(claimed, width));
        assertThat(content(result.adds())).isEqualTo(adds);
        assertThat(content(result.removes())).isEqualTo(removes);
    }

    /** So {@link Snapshots#adopt} may take the list for what working it out batch by batch comes to. */
    @Property
    void aMirrorOfWhichEveryChangeTookEffectAndNobodyWasKeptForOthersHoldsTheList(
            @ForAll @Size(max = 40) Set<@IntRange(max = 60) Integer> certain,
            @ForAll @Size(max = 20) Set<@IntRange(max = 60) Integer> doubtful,
            @ForAll @Size(max = 20) Set<@IntRange(max = 60) Integer> claimed,
            @ForAll @Size(max = 20) Set<@IntRange(max = 60) Integer> optedOut,
            @ForAll @Size(max = 40) List<@IntRange(max = 60) Integer> list)
            throws IOException {
        int width = Digests.SHA256_WIDTH;
        Set<Integer> uncertain = new TreeSet<>(doubtful);
        uncertain.removeAll(certain);
        Set<Integer> claimedToo = new TreeSet<>(claimed);
        claimedToo.retainAll(list);
        HeldMembers held = new HeldMembers(
                Optional.of(file("certain", certain, width)),
                Optional.of(file("uncertain", uncertain, width)),
                List.of(file("claimed", claimedToo, width)));

        ComparisonResult result =
                compare(Goal.MIRROR, list, held, Optional.of(file("optedOut", optedOut, width)), width);

        assertThat(result.keptForOthers()).isZero();
        DigestFile folded = Snapshots.fold(
                held.certain(), Slices.all(result.adds()), Slices.all(result.removes()), folder.resolve("folded"));
        assertThat(folded.path()).hasSameBinaryContentAs(result.next().path());
    }

    @Property
    void removeModeRemovesTheListedThatMayBeThere(
            @ForAll @Size(max = 40) Set<@IntRange(max = 60) Integer> certain,
            @ForAll @Size(max = 40) List<@IntRange(max = 60) Integer> list)
            throws IOException {
        int width = Digests.SHA256_WIDTH;
        HeldMembers held = HeldMembers.of(Optional.of(file("certain", certain, width)));

        ComparisonResult result = compare(Goal.REMOVE, list, held, width);

        SortedSet<String> removes = digests(list, width);
        removes.retainAll(digests(certain, width));
        assertThat(content(result.removes())).isEqualTo(removes);
        assertThat(result.adds().count()).isZero();
        assertThat(result.removedAsListed() + result.notPresent()).isEqualTo(result.distinct());
    }

    private ComparisonResult compare(Goal goal, List<Integer> list, HeldMembers held, int width) {
        return compare(goal, list, held, Optional.empty(), width);
    }

    private ComparisonResult compare(
            Goal goal, List<Integer> list, HeldMembers held, Optional<DigestFile> optedOut, int width) {
        List<String> hex = list.stream().map(number -> digest(number, width)).toList();
        try (DigestPartitions listed =
                DigestSamples.prepared(folder.resolve("listed"), hex, width, MemoryLimit.DEFAULT)) {
            return MemberComparison.compare(goal, listed, held, optedOut, folder.resolve("changes"));
        }
    }

    private DigestFile file(String name, Set<Integer> numbers, int width) throws IOException {
        return DigestSamples.file(folder.resolve(name), new ArrayList<>(digests(numbers, width)), width);
    }

    private static SortedSet<String> content(DigestFile file) {
        return DigestSamples.content(file);
    }

    private static SortedSet<String> digests(Iterable<Integer> numbers, int width) {
        SortedSet<String> digests = new TreeSet<>();
        numbers.forEach(number -> digests.add(digest(number, width)));
        return digests;
    }

    /** Spread over the partitions, and in another order than the numbers. */
    private static String digest(int number, int width) {
        String head = HEX.toHexDigits((byte) (number * 77));
        return head + "0".repeat(2 * width - 10) + HEX.toHexDigits(number);
    }

    private static int width(boolean md5) {
        return md5 ? Digests.MD5_WIDTH : Digests.SHA256_WIDTH;
    }
}
