package io.audienceroutes.segment;

import io.audienceroutes.segment.ColumnCells.Outcome;
import java.util.Optional;

/** The values of a cell: one as a rule, or several between separators, each judged on its own. */
final class CellValues {
    private final char separator;

    /** Cells that a file holds as arrays are split in any case. */
    CellValues(Optional<Character> separator) {
        this.separator = separator.orElse(RowChunk.VALUE_SEPARATOR);
    }

    /** Hands the values to the column; accepted when at least one is, empty when all are. */
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
        for (int i = from; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == separator || c == RowChunk.VALUE_SEPARATOR) {
                return i;
            }
        }
        return cell.length();
    }
}
