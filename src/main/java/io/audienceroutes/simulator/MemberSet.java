package io.audienceroutes.simulator;

import java.util.Collection;

/**
 * The members of one audience under one id schema.
 *
 * <p>256 tables by first byte: each grows on its own, so tens of millions of members never need a second copy of all, and
 * a sorted listing needs one table at a time. Safe for several threads.
 */
final class MemberSet {
    static final int TABLES = 256;
    private static final int FIRST_BYTE_SHIFT = 56;

    private final int words;
    private final DigestTable[] tables = new DigestTable[TABLES];
    private long size;

    MemberSet(int words) {
        this.words = words;
        for (int index = 0; index < TABLES; index++) {
            tables[index] = new DigestTable(words);
        }
    }

    /** Adds the digests in the first {@code length} words; those that are here already change nothing. */
    synchronized void add(long[] digests, int length) {
        for (int at = 0; at < length; at += words) {
            if (tableOf(digests, at).add(digests, at)) {
                size++;
            }
        }
    }

    /** Removes the digests in the first {@code length} words; those that are not here change nothing. */
    synchronized void remove(long[] digests, int length) {
        for (int at = 0; at < length; at += words) {
            if (tableOf(digests, at).remove(digests, at)) {
                size--;
            }
        }
    }

    synchronized long size() {
        return size;
    }

    /** Copies the members whose first byte is {@code table}, in no order. */
    synchronized void copyTable(int table, Collection<String> texts) {
        tables[table].copyTo(texts);
    }

    private DigestTable tableOf(long[] digests, int at) {
        return tables[(int) (digests[at] >>> FIRST_BYTE_SHIFT)];
    }
}
