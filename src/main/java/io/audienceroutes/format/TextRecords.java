package io.audienceroutes.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * The records of a CSV text, read block by block on demand. The scanner, which has to examine each character anyway,
 * finds the ends of records and cells; see {@link TextRecord} for the cells.
 *
 * <p>Reads like Commons CSV with one delimiter, double quotes, no escape, ignoring empty lines and spaces around
 * quotes, but keeping them around other cells. May throw the exceptions of {@link ScannedText} before the preceding
 * records were returned.
 */
final class TextRecords implements Iterator<List<String>> {
    private static final int BLOCK_CHARS = 65_536;
    private static final int USUAL_CELLS = 8_192;

    private final RecordLines lines;
    private final ScannedText text;

    private char[] block = {};
    private int filled;

    /** The ends of all cells of the block; those of a record reach up to the entry of {@link #recordEnds}. */
    private int[] cellEnds = {};

    private int cells;
    private int[] recordEnds = new int[1024];
    private int records;

    private int handedOut;
    private int firstCell;
    private int position;
    private boolean ended;

    /**
     * @param opened the text, whose scanner finds cells and records
     * @param lines receives the line of each record
     */
    TextRecords(Function<RecordScanner.Found, ScannedText> opened, RecordLines lines) {
        this.lines = lines;
        this.text = opened.apply(new Cells());
    }

    @Override
    public boolean hasNext() {
        while (handedOut == records && !ended) {
            fill();
        }
        return handedOut < records;
    }

    @Override
    public List<String> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The segment file has no further records.");
        }
        int behindCells = recordEnds[handedOut++];
        int end = cellEnds[behindCells - 1];
        TextRecord next = new TextRecord(block, start(end), cellEnds, firstCell, behindCells - firstCell);
        firstCell = behindCells;
        position = end;
        return next;
    }

    /** Line breaks before a record: of the previous one, and of empty lines. */
    private int start(int end) {
        int start = position;
        while (start < end && RecordScanner.isLineEnd(block[start])) {
            start++;
        }
        return start;
    }

    /**
     * A new block, because records keep references to theirs; it starts with the incomplete record of the previous one.
     */
    private void fill() {
        // Empty lines are dropped here: otherwise many of them would be copied from block to block
        position = start(filled);
        int kept = filled - position;
        char[] next = new char[kept + BLOCK_CHARS];
        System.arraycopy(block, position, next, 0, kept);
        block = next;
        keepCells();
        position = 0;
        records = 0;
        handedOut = 0;
        CharBuffer rest = CharBuffer.wrap(block, kept, BLOCK_CHARS).slice();
        try {
            ended = !text.fill(rest);
        } catch (IOException e) {
            throw new UncheckedIOException("The segment file cannot be read: " + e, e);
        }
        filled = kept + rest.limit();
    }

    private void keepCells() {
        int kept = cells - firstCell;
        int[] next = new int[Math.max(USUAL_CELLS, 2 * kept)];
        for (int i = 0; i < kept; i++) {
            next[i] = cellEnds[firstCell + i] - position;
        }
        cellEnds = next;
        cells = kept;
        firstCell = 0;
    }

    /** Stores what the scanner finds in the block. */
    private final class Cells implements RecordScanner.Found {
        @Override
        public void cell(int end) {
            if (cells == cellEnds.length) {
                cellEnds = Arrays.copyOf(cellEnds, 2 * cells);
            }
            cellEnds[cells++] = end;
        }

        @Override
        public void record(long line, boolean white, int end) {
            cell(end);
            lines.add(line, white);
            if (records == recordEnds.length) {
                recordEnds = Arrays.copyOf(recordEnds, 2 * records);
            }
            recordEnds[records++] = cells;
        }
    }
}
