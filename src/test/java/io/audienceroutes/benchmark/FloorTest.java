package io.audienceroutes.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.benchmark.SeededList.Expected;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.DigestPartitions;
import io.audienceroutes.member.MemberComparison;
import io.audienceroutes.member.MemoryLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A floor that did less, or something else, would make every ratio of the benchmark a lie. */
class FloorTest {
    private static final int ROWS = 30_000;

    @TempDir
    Path folder;

    @Test
    void theFloorFindsWhatTheListWasMadeOf() throws Exception {
        Expected expected = new SeededList(ROWS, 0).expected();
        assertThat(expected.rejected() + expected.duplicates() + expected.distinct())
                .isEqualTo(ROWS);
        assertThat(mirror(0)).isEqualTo(new PlainMirror.Counts(expected.distinct(), expected.distinct(), 0));
        assertThat(mirror(1))
                .isEqualTo(new PlainMirror.Counts(expected.distinct(), expected.replaced(), expected.replaced()));
        assertThat((double) expected.replaced() / expected.distinct()).isBetween(0.049, 0.051);
    }

    @Test
    void theFloorWritesTheMembersThatTheProductWrites() throws Exception {
        mirror(0);
        Path list = write(0);
        try (DigestPartitions digests = DigestPartitions.create(folder.resolve("product"), MemoryLimit.DEFAULT)) {
            PlainRows.read(list, (bytes, length) -> digests.append(bytes, 0, length));
            digests.finish();
        }
        DigestFile next = MemberComparison.compare(
                        DigestPartitions.open(folder.resolve("product"), MemoryLimit.DEFAULT),
                        Optional.empty(),
                        Files.createDirectory(folder.resolve("compared")))
                .next();
        byte[] members = next.slice(0, (int) next.count());
        assertThat(Files.readAllBytes(folder.resolve("floor/held"))).isEqualTo(members);
    }

    @Test
    void aListIsTheSameForTheSameSeedAndAnotherForAnotherVersion() throws Exception {
        byte[] first = Files.readAllBytes(write(0));
        assertThat(Files.readAllBytes(write(0))).isEqualTo(first);
        assertThat(Files.readAllBytes(write(1))).isNotEqualTo(first);
    }

    private PlainMirror.Counts mirror(int version) throws Exception {
        try (PlainPartitions partitions = new PlainPartitions(folder.resolve("floor"))) {
            PlainRows.read(write(version), partitions::append);
            partitions.flush();
            return PlainMirror.compare(partitions, folder.resolve("floor"));
        }
    }

    private Path write(int version) throws Exception {
        Path file = folder.resolve("list-" + version + ".csv");
        new SeededList(ROWS, version).write(file);
        return file;
    }
}
