package io.audienceroutes.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.member.MemberComparison.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds what is in a digest file, and nothing else. */
class DigestLookupTest {
    private static final int WIDTH = 32;

    @TempDir
    private Path folder;

    @Test
    void findsEachDigestAndNoOther() {
        byte[] digests = random(20_000, 1);
        try (DigestLookup lookup = DigestLookup.open(file(digests))) {
            assertFound(lookup, digests);
            byte[] others = random(20_000, 2);
            for (int at = 0; at < others.length; at += WIDTH) {
                assertThat(lookup.holds(others, at)).isFalse();
            }
            digests[WIDTH - 1] ^= 1;
            assertThat(lookup.holds(digests, 0)).as("another last byte").isFalse();
        }
    }

    /** All in one part of the table, which is read in several steps then. */
    @Test
    void findsThemAmongThousandsThatBeginAlike() {
        byte[] digests = random(9_000, 3);
        for (int at = 0; at < digests.length; at += WIDTH) {
            digests[at] = (byte) 0xab;
            digests[at + 1] = (byte) 0xcd;
        }
        byte[] even = new byte[digests.length / 2];
        byte[] odd = new byte[digests.length / 2];
        for (int i = 0; i < digests.length / WIDTH; i++) {
            System.arraycopy(digests, i * WIDTH, i % 2 == 0 ? even : odd, i / 2 * WIDTH, WIDTH);
        }
        try (DigestLookup lookup = DigestLookup.open(file(even))) {
            assertFound(lookup, even);
            for (int at = 0; at < odd.length; at += WIDTH) {
                assertThat(lookup.holds(odd, at)).isFalse();
            }
        }
    }

    @Test
    void findsNothingInAnEmptyFile() {
        try (DigestLookup lookup = DigestLookup.open(file(new byte[0]))) {
            assertThat(lookup.holds(random(1, 4), 0)).isFalse();
        }
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        DigestFile file = file(random(100, 5));
        byte[] bytes = Files.readAllBytes(file.path());
        bytes[bytes.length - 1] ^= 1;
        Files.write(file.path(), bytes);

        assertThatThrownBy(() -> DigestLookup.open(file)).isInstanceOf(DamagedMemberFile.class);
    }

    private static void assertFound(DigestLookup lookup, byte[] digests) {
        for (int at = 0; at < digests.length; at += WIDTH) {
            assertThat(lookup.holds(digests, at)).isTrue();
        }
    }

    private DigestFile file(byte[] digests) {
        try (DigestPartitions list = DigestPartitions.create(folder.resolve("list"), MemoryLimit.DEFAULT)) {
            list.append(digests, 0, digests.length);
            list.finish();
            MemberComparison.compare(Goal.ADD, list, HeldMembers.none(), folder);
        }
        return DigestFile.open(MemberComparison.nextFile(folder));
    }

    private static byte[] random(int count, long seed) {
        byte[] digests = new byte[count * WIDTH];
        new Random(seed).nextBytes(digests);
        return digests;
    }
}
