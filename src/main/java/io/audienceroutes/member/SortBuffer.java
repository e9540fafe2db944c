package io.audienceroutes.member;

import java.util.Arrays;

/**
 * Sorts the records of one partition without moving them: one long per record contains the next five bytes of its
 * digest and its position; the longs are put into buckets by their leading bits, and each bucket is sorted. Records
 * that agree in those bytes are sorted by the next five. Some 16 ns a record where digests are spread evenly (sorting
 * all longs at once: 60; radix sort of the records in place: 66 to 96), and never worse than n log n where they are
 * not.
 */
final class SortBuffer {
    /** A place has to fit into a key beside five bytes of digest and the sign. */
    static final int MOST_RECORDS = 1 << 23;

    private static final int PLACE_BITS = 23;
    private static final long PLACE_MASK = MOST_RECORDS - 1L;
    private static final int KEY_BYTES = 5;
    private static final int KEY_BITS = KEY_BYTES * Byte.SIZE;
    private static final int RECORDS_PER_BUCKET = 16;

    private final int width;
    private final int capacity;
    private byte[] records = new byte[0];
    private long[] keys = new long[0];
    private long[] unsorted = new long[0];
    private int size;

    SortBuffer(int width, int capacity) {
        this.width = width;
        this.capacity = capacity;
    }

    /** The record, two longs, and its share of the bucket counters. */
    static int bytesPerRecord(int width) {
        return width + 2 * Long.BYTES + 1;
    }

    int capacity() {
        return capacity;
    }

    /** Clears the buffer and allocates space. */
    void reset(int expected) {
        size = 0;
        if (keys.length < expected) {
            int room = Math.min(capacity, expected + expected / 16); // partition sizes differ little: grow rarely
            keys = new long[0]; // release the old ones before allocating the new ones
            unsorted = new long[0];
            records = new byte[0];
            records = new byte[room * width + Long.BYTES]; // the last key is read eight bytes at a time
            keys = new long[room];
            unsorted = new long[room];
        }
    }

    void add(byte[] source, int length) {
        System.arraycopy(source, 0, records, size * width, length);
        size += length / width;
    }

    /** Sorts records that agree in their first {@code depth} bytes. */
    void sort(int depth) {
        if (depth < width) {
            spread(depth);
            sortTies(0, size, depth + KEY_BYTES);
        } else {
            for (int place = 0; place < size; place++) {
                keys[place] = place;
            }
        }
    }

    int size() {
        return size;
    }

    byte[] records() {
        return records;
    }

    /** The position of the record with this rank, from 0, in {@link #records()}. */
    int offset(int rank) {
        return (int) (keys[rank] & PLACE_MASK) * width;
    }

    /** Whether the record with this rank equals the previous one. */
    boolean repeats(int rank) {
        return rank > 0 && Digests.compare(records, offset(rank - 1), records, offset(rank), width) == 0;
    }

    private void spread(int depth) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(size / RECORDS_PER_BUCKET);
        int shift = PLACE_BITS + KEY_BITS - bits;
        int[] ends = new int[(1 << bits) + 1];
        for (int place = 0; place < size; place++) {
            long key = key(place, depth);
            unsorted[place] = key;
            ends[(int) (key >>> shift) + 1]++;
        }
        for (int bucket = 1; bucket < ends.length; bucket++) {
            ends[bucket] += ends[bucket - 1];
        }
        for (int i = 0; i < size; i++) {
            keys[ends[(int) (unsorted[i] >>> shift)]++] = unsorted[i];
        }
        int from = 0;
        for (int bucket = 0; bucket < ends.length - 1; bucket++) {
            Arrays.sort(keys, from, ends[bucket]);
            from = ends[bucket];
        }
    }

    private void sortTies(int from, int to, int depth) {
        if (depth >= width) {
            return;
        }
        int start = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || keys[i] >>> PLACE_BITS != keys[start] >>> PLACE_BITS) {
                if (i - start > 1) {
                    sortTie(start, i, depth);
                }
                start = i;
            }
        }
    }

    private void sortTie(int from, int to, int depth) {
        for (int i = from; i < to; i++) {
            keys[i] = key((int) (keys[i] & PLACE_MASK), depth);
        }
        Arrays.sort(keys, from, to);
        sortTies(from, to, depth + KEY_BYTES);
    }

    private long key(int place, int depth) {
        long bytes = Digests.eightBytes(records, place * width + depth) >>> (Long.SIZE - KEY_BITS);
        int beyond = depth + KEY_BYTES - width;
        if (beyond > 0) {
            bytes &= -1L << (beyond * Byte.SIZE); // these belong to the next record
        }
        return bytes << PLACE_BITS | place;
    }
}
