package io.audienceroutes.segment;

/**
 * What spreadsheets and exporters put around a value so that it stays text: a leading apostrophe, a pair of quotes, or
 * a text formula, {@code ="..."}.
 */
final class CellGuard {
    private CellGuard() {}

    /** Whether a value that starts like this may be guarded: a fast check of one character. */
    static boolean mayBegin(char first) {
        return first == '\'' || first == '"' || first == '=';
    }

    /** The number of guard characters at the start; 0 if there are none. */
    static int inFront(String cell, int from, int to) {
        char first = cell.charAt(from);
        char last = cell.charAt(to - 1);
        if (first == '"') {
            return to - from > 1 && last == '"' ? 1 : 0;
        }
        if (first == '=') {
            return to - from > 2 && cell.charAt(from + 1) == '"' && last == '"' ? 2 : 0;
        }
        return cell.indexOf("'@", from + 1) >= 0 ? 0 : 1;
    }

    /** The number of guard characters at the end, if the start is guarded. */
    static int behind(String cell, int from, int to) {
        char last = cell.charAt(to - 1);
        return to - from > 1 && (last == '"' || (last == '\'' && cell.charAt(from) == '\'')) ? 1 : 0;
    }
}
