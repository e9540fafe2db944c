package io.audienceroutes.segment;

import java.util.List;

/**
 * Rows of a segment file that follow one another, to be prepared as one unit.
 *
 * @param sequence index of the chunk in its file, from 0
 * @param lines physical line (1-based) at which each row starts; handed over, not copied
 * @param rows cells of each row by position; a row may have fewer or more than the header
 */
// The contract is an array because boxed line numbers would cost more than parsing the rows
@SuppressWarnings("ArrayRecordComponent")
public record RowChunk(long sequence, long[] lines, List<List<String>> rows) {
    /**
     * Separates the values of a cell that is an array in the file (JSON Lines). It does not occur in text otherwise.
     */
    public static final char VALUE_SEPARATOR = '\u001f';

    public RowChunk {
        if (lines.length != rows.size()) {
            throw new IllegalArgumentException(
                    "Chunk " + sequence + " has " + rows.size() + " rows and " + lines.length + " lines.");
        }
    }

    /** Shows the number of rows, but no row. */
    @Override
    public String toString() {
        return "RowChunk[sequence=" + sequence + ", rows=" + rows.size() + "]";
    }
}
