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
    private final MemberTable[] tables = new MemberTable[TABLES];

    MemberSet(int words) {
        this.words = words;
        for (int index = 0; index < TABLES; index++) {
            tables[index] = new MemberTable(words);
        }
    }

    /** Adds the digests in the first {@code length} words; those that are here already change nothing. */
    void add(long[] digests, int length) {
        change(digests, length, false);
    }

    /** Removes the digests in the first {@code length} words; those that are not here change nothing. */
    void remove(long[] digests, int length) {
        change(digests, length, true);
    }

    synchronized long size() {
        long size = 0;
        for (MemberTable table : tables) {
            size += table.members().length / words;
        }
        return size;
    }

    /** Appends the members whose first byte is {@code table}, sorted. */
    void copyTable(int table, Collection<String> texts) {
        long[] members = members(table);
        for (int at = 0; at < members.length; at += words) {
            texts.add(Digest.text(members, at, words));
        }
    }

    private synchronized long[] members(int table) {
        return tables[table].members();
    }

    private synchronized void change(long[] digests, int length, boolean removal) {
        for (int at = 0; at < length; at += words) {
            tables[(int) (digests[at] >>> FIRST_BYTE_SHIFT)].change(digests, at, removal);
        }
    }
}
