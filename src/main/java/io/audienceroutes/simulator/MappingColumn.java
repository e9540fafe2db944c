package io.audienceroutes.simulator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** All ids at one position of a batch's rows, by the audience that they are for. */
final class MappingColumn {
    private final Map<String, Digests> byAudience = new LinkedHashMap<>();
    private char[] lastId = {};
    private Digests last = new Digests();
    private int words;
    private boolean malformed;

    /** Digests one after the other, and how many words of the array are filled. */
    static final class Digests {
        private static final int START = 256;
        private long[] words = new long[START];
        private int length;

        private void append(long[] digest, int count) {
            if (length + count > words.length) {
                words = Arrays.copyOf(words, words.length * 2);
            }
            System.arraycopy(digest, 0, words, length, count);
            length += count;
        }

        private boolean holdsAny(Set<String> ids, int count) {
            for (int at = 0; at < length; at += count) {
                if (ids.contains(Digest.text(words, at, count))) {
                    return true;
                }
            }
            return false;
        }

        void addTo(MemberSet members) {
            members.add(words, length);
        }

        void removeFrom(MemberSet members) {
            members.remove(words, length);
        }
    }

    /** Where the ids of an audience go; most batches name the same audience in every row, so it is compared first. */
    Digests target(char[] text, int offset, int length) {
        if (byAudience.isEmpty() || !Arrays.equals(lastId, 0, lastId.length, text, offset, offset + length)) {
            lastId = Arrays.copyOfRange(text, offset, offset + length);
            last = byAudience.computeIfAbsent(new String(lastId), key -> new Digests());
        }
        return last;
    }

    /** Takes one id; {@code count} is its number of words, 0 if it is no digest. */
    void append(long[] digest, int count, Iterable<Digests> targets) {
        if (words == 0) {
            words = count;
        }
        if (count == 0 || count != words) {
            malformed = true;
            return;
        }
        targets.forEach(target -> target.append(digest, count));
    }

    /** Whether every id is a digest as this schema has them. */
    boolean fits(IdSchema schema) {
        return !malformed && (words == 0 || words == schema.words());
    }

    /** Whether one of the ids, in lower-case hexadecimal digits, is among these. */
    boolean holdsAny(Set<String> ids) {
        return byAudience.values().stream().anyMatch(digests -> digests.holdsAny(ids, words));
    }

    Set<String> audienceIds() {
        return byAudience.keySet();
    }

    void withDigests(String audienceId, Consumer<Digests> use) {
        Digests digests = byAudience.get(audienceId);
        if (digests != null) {
            use.accept(digests);
        }
    }
}
