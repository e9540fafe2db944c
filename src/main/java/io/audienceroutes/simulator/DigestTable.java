package io.audienceroutes.simulator;

import java.util.Arrays;
import java.util.Collection;

/**
 * A set of digests of one width, in one array: 32 bytes for a SHA-256 digest and no object.
 *
 * <p>Open addressing with linear probing; a slot of zeros is free, so the digest of zeros is kept apart. Not safe for
 * several threads: {@link MemberSet} guards it.
 */
final class DigestTable {
    private static final int SMALLEST = 16;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final int words;
    private long[] slots;
    private int capacity;
    private int used;
    private boolean holdsZero;

    DigestTable(int words) {
        this.words = words;
        this.capacity = SMALLEST;
        this.slots = new long[SMALLEST * words];
    }

    int size() {
        return holdsZero ? used + 1 : used;
    }

    /** Adds the digest at {@code offset}; says whether it was new. */
    boolean add(long[] source, int offset) {
        if (isZero(source, offset)) {
            boolean added = !holdsZero;
            holdsZero = true;
            return added;
        }
        if (used >= capacity / 4 * 3) {
            grow();
        }
        int slot = find(source, offset);
        if (!isZero(slots, slot * words)) {
            return false;
        }
        System.arraycopy(source, offset, slots, slot * words, words);
        used++;
        return true;
    }

    /** Removes the digest at {@code offset}; says whether it was there. */
    boolean remove(long[] source, int offset) {
        if (isZero(source, offset)) {
            boolean removed = holdsZero;
            holdsZero = false;
            return removed;
        }
        int slot = find(source, offset);
        if (isZero(slots, slot * words)) {
            return false;
        }
        closeGap(slot);
        used--;
        return true;
    }

    void copyTo(Collection<String> texts) {
        if (holdsZero) {
            texts.add(Digest.text(new long[words], 0, words));
        }
        for (int at = 0; at < slots.length; at += words) {
            if (!isZero(slots, at)) {
                texts.add(Digest.text(slots, at, words));
            }
        }
    }

    /** The slot that holds this digest, or the free one where it belongs. */
    private int find(long[] source, int offset) {
        int slot = home(source, offset);
        long last = source[offset + words - 1];
        while (true) {
            int at = slot * words;
            long found = slots[at + words - 1];
            if ((found == last && same(source, offset, at)) || (found == 0 && isZero(slots, at))) {
                return slot;
            }
            slot = next(slot);
        }
    }

    /** Moves later digests of the run forward, so that a search never stops at the gap too early. */
    private void closeGap(int freed) {
        int gap = freed;
        int slot = next(gap);
        while (!isZero(slots, slot * words)) {
            int home = home(slots, slot * words);
            if (distance(home, slot) >= distance(gap, slot)) {
                System.arraycopy(slots, slot * words, slots, gap * words, words);
                gap = slot;
            }
            slot = next(slot);
        }
        Arrays.fill(slots, gap * words, (gap + 1) * words, 0);
    }

    private void grow() {
        long[] old = slots;
        capacity = Math.addExact(capacity, capacity / 2);
        slots = new long[Math.multiplyExact(capacity, words)];
        for (int at = 0; at < old.length; at += words) {
            if (!isZero(old, at)) {
                System.arraycopy(old, at, slots, find(old, at) * words, words);
            }
        }
    }

    /** Mixes the last word, so that invented digests which count upwards spread as well as real ones. */
    private int home(long[] source, int offset) {
        long mixed = (source[offset + words - 1] ^ Long.rotateLeft(source[offset], 32)) * GOLDEN_RATIO;
        return (int) (((mixed >>> 33) * capacity) >>> 31);
    }

    private int next(int slot) {
        return slot + 1 == capacity ? 0 : slot + 1;
    }

    private int distance(int from, int to) {
        return to >= from ? to - from : to - from + capacity;
    }

    private boolean isZero(long[] array, int at) {
        long bits = array[at] | array[at + 1];
        return words == Digest.MD5_WORDS ? bits == 0 : (bits | array[at + 2] | array[at + 3]) == 0;
    }

    private boolean same(long[] source, int offset, int at) {
        return Arrays.equals(source, offset, offset + words, slots, at, at + words);
    }
}
