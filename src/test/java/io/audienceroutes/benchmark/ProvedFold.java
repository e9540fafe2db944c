package io.audienceroutes.benchmark;

import io.audienceroutes.member.ComparisonResult;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.DigestPartitions;
import io.audienceroutes.member.GenerationProof;
import io.audienceroutes.member.HeldMembers;
import io.audienceroutes.member.MemberComparison;
import io.audienceroutes.member.MemberComparison.Goal;
import io.audienceroutes.member.MemoryLimit;
import io.audienceroutes.member.Slices;
import io.audienceroutes.member.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What stage Confirm does with the member files: it writes the next generation, and proves that it follows from the one
 * before by the accepted batches. The second list has one other member in twenty.
 */
final class ProvedFold {
    private static final int WIDTH = 32;
    private static final int OTHERS = 20;
    private static final int CHUNK = 10_000;
    private static final MemoryLimit MEMORY = new MemoryLimit(64L << 20);

    private final Path folder;
    private final DigestFile before;
    private final ComparisonResult change;

    /** The files of a list of so many members, and of the one behind it. */
    ProvedFold(Path folder, long members) throws IOException {
        this.folder = Files.createDirectories(folder);
        before = compare("first", members, 0, HeldMembers.none()).next();
        change = compare(
                "second", members, members / OTHERS, new HeldMembers(Optional.of(before), Optional.empty(), List.of()));
    }

    /** Seconds to write the next generation, and, where it is asked for, to prove it. */
    double seconds(boolean proved) throws IOException {
        Path name = folder.resolve("generation.digests");
        Files.deleteIfExists(name);
        Slices added = Slices.all(change.adds());
        Slices removed = Slices.all(change.removes());
        long begun = System.nanoTime();
        DigestFile next = Snapshots.fold(Optional.of(before), added, removed, name);
        if (proved
                && !GenerationProof.differences(Optional.of(before), added, removed, Optional.empty(), next)
                        .none()) {
            throw new IllegalStateException("The generation is not proved");
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private ComparisonResult compare(String name, long members, long others, HeldMembers held) throws IOException {
        Path sorted = folder.resolve(name);
        try (DigestPartitions listed = DigestPartitions.create(sorted, WIDTH, MEMORY)) {
            append(listed, members - others, 1);
            append(listed, others, others + 1);
            listed.finish();
        }
        return MemberComparison.compare(
                Goal.MIRROR,
                DigestPartitions.open(sorted, MEMORY),
                held,
                Optional.empty(),
                Files.createDirectories(folder.resolve(name + "-changes")));
    }

    private static void append(DigestPartitions listed, long members, long seed) {
        Random random = new Random(seed);
        byte[] digests = new byte[CHUNK * WIDTH];
        for (long left = members; left > 0; left -= CHUNK) {
            random.nextBytes(digests);
            listed.append(digests, 0, (int) Math.min(left, CHUNK) * WIDTH);
        }
    }
}
