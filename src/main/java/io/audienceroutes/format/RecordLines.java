package io.audienceroutes.format;

import java.util.NoSuchElementException;

/**
 * The physical lines (1-based) at which the records of a file start, header included, in record order.
 *
 * <p>A {@link RecordScanner} puts a line in when it has seen a record's end, so it is there before the parser above can
 * hand out that record; whoever takes the records takes one line for each. Only the records between the two are kept.
 * Reader, parser and taker run on one thread.
 */
final class RecordLines {
    private long[] ring = new long[1024];
    private int head;
    private int size;
    private boolean onlyWhiteSpace;

    RecordLines() {}

    /** Takes the line at which the next record starts. */
    long next() {
        if (size == 0) {
            throw new NoSuchElementException("No record line is left: records and lines are out of step.");
        }
        long entry = ring[head];
        head = (head + 1) & (ring.length - 1);
        size--;
        onlyWhiteSpace = entry < 0;
        return Math.abs(entry);
    }

    /** Whether the record last taken is a line of white space only: a blank line, which is not a row. */
    boolean onlyWhiteSpace() {
        return onlyWhiteSpace;
    }

    /** Whether every record that the reader has seen the end of was taken. */
    boolean isEmpty() {
        return size == 0;
    }

    /** As {@link RecordScanner.Found}: where the record ends is of no interest here. */
    void add(long line, boolean white, int end) {
        add(line, white);
    }

    void add(long line, boolean white) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = white ? -line : line;
        size++;
    }

    private void grow() {
        long[] larger = new long[ring.length * 2];
        int untilEnd = ring.length - head;
        System.arraycopy(ring, head, larger, 0, untilEnd);
        System.arraycopy(ring, 0, larger, untilEnd, head);
        ring = larger;
        head = 0;
    }
}
