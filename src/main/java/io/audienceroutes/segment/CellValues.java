package io.audienceroutes.segment;

import io.audienceroutes.segment.ColumnCells.Outcome;
import java.util.Optional;

/** The values of a cell: usually one, or several between separators, each evaluated separately. */
final class CellValues {
    private final char separator;

    /** Cells that a file holds as arrays are split in any case. */
    CellValues(Optional<Character> separator) {
        this.separator = separator.orElse(RowChunk.VALUE_SEPARATOR);
    }

    /** Passes the values to the column; accepted if at least one is, empty if all are. */
    Outcome take(long line, String cell, ColumnCells column) {
        int end = next(cell, 0);
        if (end == cell.length()) {
            return column.take(line, cell);
        }
        boolean accepted = false;
        boolean empty = true;
        int start = 0;
        while (start <= cell.length()) {
            Outcome outcome = column.take(line, cell.substring(start, end));
            accepted |= outcome == Outcome.ACCEPTED;
            empty &= outcome == Outcome.EMPTY;
            start = end + 1;
            end = next(cell, start);
        }
        if (accepted) {
            return Outcome.ACCEPTED;
        }
        return empty ? Outcome.EMPTY : Outcome.REJECTED;
    }

    /** Where the next separator is, or the end. */
    private int next(String cell, int from) {
        int own = cell.indexOf(separator, from);
        int any = separator == RowChunk.VALUE_SEPARATOR ? own : cell.indexOf(RowChunk.VALUE_SEPARATOR, from);
        int first = own < 0 || (any >= 0 && any < own) ? any : own;
        return first < 0 ? cell.length() : first;
    }
}
