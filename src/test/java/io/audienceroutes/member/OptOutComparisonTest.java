package io.audienceroutes.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.member.MemberComparison.Goal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random lists, members and opt-outs against sets in memory: nobody who opted out stays or joins, and figures add up. */
class OptOutComparisonTest {
    private static final MemoryLimit LIMIT = new MemoryLimit(1 << 20);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nobodyWhoOptedOutStaysOrJoins(long seed) throws IOException {
        Random random = new Random(seed);
        Set<Integer> held = some(random);
        Set<Integer> listed = some(random);
        Set<Integer> out = some(random);
        for (Goal goal : new Goal[] {Goal.MIRROR, Goal.ADD}) {
            Path here = folder.resolve(goal.name());
            ComparisonResult result = MemberComparison.compare(
                    goal,
                    list(here.resolve("list"), listed),
                    HeldMembers.of(Optional.of(file(here.resolve("held"), held))),
                    Optional.of(file(here.resolve("out"), out)),
                    here.resolve("changes"));

            Set<Integer> after = new TreeSet<>(held);
            after.removeAll(numbers(result.removes()));
            after.addAll(numbers(result.adds()));
            Set<Integer> expected = new TreeSet<>(goal == Goal.MIRROR ? Set.of() : held);
            expected.addAll(listed);
            expected.removeAll(out);
            assertThat(after).isEqualTo(expected);
            assertThat(result.suppressed())
                    .isEqualTo(listed.stream().filter(out::contains).count());
            assertThat(result.removedForOptOut())
                    .isEqualTo(held.stream().filter(out::contains).count());
        }
    }

    private static Set<Integer> some(Random random) {
        int share = random.nextInt(100);
        Set<Integer> some = new TreeSet<>();
        for (int number = 0; number < 300; number++) {
            if (random.nextInt(100) < share) {
                some.add(number);
            }
        }
        return some;
    }

    private static DigestPartitions list(Path directory, Set<Integer> numbers) {
        try (DigestPartitions list = DigestPartitions.create(directory, 16, LIMIT)) {
            numbers.forEach(number -> list.append(digest(number), 0, 16));
            list.finish();
        }
        return DigestPartitions.open(directory, LIMIT);
    }

    private static DigestFile file(Path path, Set<Integer> numbers) throws IOException {
        try (DigestFileWriter writer = new DigestFileWriter(path, 16, 1 << 10)) {
            for (Integer number : numbers.stream().sorted().collect(Collectors.toList())) {
                writer.append(digest(number), 0);
            }
            return writer.publish();
        }
    }

    private static byte[] digest(int number) {
        byte[] digest = new byte[16];
        digest[0] = (byte) (number >> 4);
        digest[1] = (byte) (number << 4);
        return digest;
    }

    private static List<Integer> numbers(DigestFile file) {
        List<Integer> numbers = new ArrayList<>();
        for (int slice = 0; slice < file.slices(1); slice++) {
            byte[] digest = file.slice(slice, 1);
            numbers.add(Byte.toUnsignedInt(digest[0]) << 4 | Byte.toUnsignedInt(digest[1]) >> 4);
        }
        return numbers;
    }
}
