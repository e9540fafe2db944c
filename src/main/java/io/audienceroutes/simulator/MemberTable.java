package io.audienceroutes.simulator;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Members whose digests share their first byte: sorted digests, and a log of the changes that came since.
 *
 * <p>Changes are only written down when they arrive, and sorted in when somebody looks or when the log has half the size
 * of what is sorted: some times faster than a hash table of this size, whose every access misses the caches, and at most
 * 48 bytes for a SHA-256 digest. Not safe for several threads: {@link MemberSet} guards it.
 */
final class MemberTable {
    private static final int SHORTEST_LOG = 1 << 10;
    private static final int LONGEST_LOG = 1 << 22;
    private static final int FIRST_BYTE = 8;
    private static final long INDEX_BITS = 0xFFFFFF;

    private final int words;
    private long[] sorted = {};
    private long[] log = {};
    private BitSet removals = new BitSet();
    private int logged;

    MemberTable(int words) {
        this.words = words;
    }

    /** Notes that the digest at {@code offset} is, or is no longer, a member. */
    void change(long[] source, int offset, boolean removal) {
        if (logged * words == log.length) {
            makeRoom();
        }
        System.arraycopy(source, offset, log, logged * words, words);
        if (removal) {
            removals.set(logged);
        }
        logged++;
    }

    /** All members, sorted; the array is never changed. */
    long[] members() {
        settle();
        return sorted;
    }

    private void makeRoom() {
        int most = Math.min(LONGEST_LOG, Math.max(SHORTEST_LOG, sorted.length / words / 2));
        if (logged >= most) {
            settle();
        } else {
            log = Arrays.copyOf(log, Math.min(most, Math.max(SHORTEST_LOG / 4, logged * 2)) * words);
        }
    }

    /** Sorts the log into the members; of several changes of one digest the last one counts. */
    private void settle() {
        if (logged == 0) {
            return;
        }
        int[] order = logOrder();
        long[] merged = new long[sorted.length + logged * words];
        int from = 0;
        int to = 0;
        for (int index = 0; index < logged; index++) {
            int changed = order[index];
            if (index + 1 < logged && compare(log, changed, log, order[index + 1]) == 0) {
                continue;
            }
            int end = firstNotBelow(changed, from);
            System.arraycopy(sorted, from, merged, to, end - from);
            to += end - from;
            from = end < sorted.length && compare(log, changed, sorted, end / words) == 0 ? end + words : end;
            if (!removals.get(changed)) {
                System.arraycopy(log, changed * words, merged, to, words);
                to += words;
            }
        }
        System.arraycopy(sorted, from, merged, to, sorted.length - from);
        sorted = Arrays.copyOf(merged, to + sorted.length - from);
        removals = new BitSet();
        logged = 0;
    }

    /** Where in {@code sorted}, from a word on, the first digest starts that is not below a logged one. */
    private int firstNotBelow(int changed, int from) {
        int at = from;
        while (at < sorted.length && compare(log, changed, sorted, at / words) > 0) {
            at += words;
        }
        return at;
    }

    /**
     * The log's records by digest, and those of one digest by arrival. Sorts numbers, each made of 40 bits of a digest and
     * the record's place; only where digests share these bits they are compared in full.
     */
    private int[] logOrder() {
        long[] keys = new long[logged];
        for (int index = 0; index < logged; index++) {
            keys[index] = (((log[index * words] << FIRST_BYTE) ^ Long.MIN_VALUE) & ~INDEX_BITS) | index;
        }
        Arrays.sort(keys);
        int[] order = new int[logged];
        for (int start = 0, end; start < logged; start = end) {
            end = start;
            while (end < logged && (keys[end] ^ keys[start]) <= INDEX_BITS && (keys[end] ^ keys[start]) >= 0) {
                order[end] = (int) (keys[end] & INDEX_BITS);
                end++;
            }
            if (end - start > 1) {
                sortInFull(order, start, end);
            }
        }
        return order;
    }

    private void sortInFull(int[] order, int start, int end) {
        int[] run = Arrays.stream(order, start, end)
                .boxed()
                .sorted((left, right) -> compare(log, left, log, right))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(run, 0, order, start, run.length);
    }

    private int compare(long[] left, int leftRecord, long[] right, int rightRecord) {
        int leftAt = leftRecord * words;
        int rightAt = rightRecord * words;
        for (int word = 0; word < words; word++) {
            int order = Long.compareUnsigned(left[leftAt + word], right[rightAt + word]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
