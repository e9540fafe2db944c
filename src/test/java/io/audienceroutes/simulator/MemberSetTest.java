package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberSetTest {
    @ParameterizedTest
    @ValueSource(ints = {Digest.MD5_WORDS, Digest.SHA256_WORDS})
    void behavesLikeATreeSetThroughManyAddsAndRemoves(int words) throws IOException {
        MemberSet members = new MemberSet(words);
        TreeSet<String> model = new TreeSet<>();
        Random random = new Random(7);

        for (int step = 0; step < 200_000; step++) {
            long[] digest = fewDigests(random, words);
            if (random.nextInt(5) < 3) {
                members.add(digest, words);
                model.add(Digest.text(digest, 0, words));
            } else {
                members.remove(digest, words);
                model.remove(Digest.text(digest, 0, words));
            }
        }

        assertThat(members.size()).isEqualTo(model.size());
        assertThat(lines(members)).isEqualTo(String.join("\n", model) + "\n");
    }

    @Test
    void randomDigestsAreListedInUnsignedOrder() throws IOException {
        MemberSet members = new MemberSet(Digest.SHA256_WORDS);
        Random random = new Random(11);
        long[] digests = random.longs(400_000).toArray();

        members.add(digests, digests.length);
        members.add(digests, digests.length / 2);

        assertThat(members.size()).isEqualTo(100_000);
        assertThat(lines(members).lines()).hasSize(100_000).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void digestOfZerosIsAMemberLikeAnyOther() throws IOException {
        MemberSet members = new MemberSet(Digest.SHA256_WORDS);
        long[] zeros = new long[Digest.SHA256_WORDS];

        members.add(zeros, zeros.length);
        members.add(zeros, zeros.length);
        assertThat(lines(members)).isEqualTo("0".repeat(64) + "\n");
        members.remove(zeros, zeros.length);
        members.remove(zeros, zeros.length);

        assertThat(members.size()).isZero();
        assertThat(lines(members)).isEmpty();
    }

    @Test
    void severalSetsAreListedAsOneWithoutRepeats() throws IOException {
        MemberSet emails = new MemberSet(Digest.SHA256_WORDS);
        MemberSet phones = new MemberSet(Digest.SHA256_WORDS);
        emails.add(new long[] {1, 0, 0, 0, -1, 0, 0, 0}, 8);
        phones.add(new long[] {1, 0, 0, 0, 2, 0, 0, 0}, 8);

        String listed = lines(emails, phones);

        assertThat(listed.lines()).hasSize(3).isSorted();
    }

    /** Digests from a small range that differ in few bits, so that runs form and are broken up. */
    private static long[] fewDigests(Random random, int words) {
        long[] digest = new long[words];
        digest[0] = (long) random.nextInt(3) << 56;
        digest[words - 1] = random.nextInt(4_000);
        return digest;
    }

    private static String lines(MemberSet... sets) throws IOException {
        try (MemberLines lines = new MemberLines(List.of(sets))) {
            return new String(lines.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
