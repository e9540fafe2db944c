package io.audienceroutes.format;

import java.util.NoSuchElementException;

/**
 * The physical lines (1-based) at which the records of a file start, header included, in record order.
 *
 * <p>A {@link RecordScanner} adds a line when it has seen a record's end, so the line is present before the parser
 * returns that record; the consumer takes one line per record. Only the lines of pending records are kept. Reader,
 * parser and consumer run on one thread.
 */
final class RecordLines {
    private long[] ring = new long[1024];
    private int head;
    private int size;
    private boolean onlyWhiteSpace;

    RecordLines() {}

    /** Returns the line at which the next record starts. */
    long next() {
        if (size == 0) {
            throw new NoSuchElementException("No line number is left: records and line numbers are out of sync.");
        }
        long entry = ring[head];
        head = (head + 1) & (ring.length - 1);
        size--;
        onlyWhiteSpace = entry < 0;
        return Math.abs(entry);
    }

    /** Whether the last record consists only of white space: a blank line, which is not a row. */
    boolean onlyWhiteSpace() {
        return onlyWhiteSpace;
    }

    /** Whether all records that the reader has completed were taken. */
    boolean isEmpty() {
        return size == 0;
    }

    /** As {@link RecordScanner.Found}; the end of the record is not needed here. */
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
