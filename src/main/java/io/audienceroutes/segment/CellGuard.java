package io.audienceroutes.segment;

/**
 * What spreadsheets and exporters put around a value so that it stays a text: an apostrophe in front, a pair of quotes, or
 * a formula of a text, {@code ="..."}.
 */
final class CellGuard {
    private CellGuard() {}

    /** Whether a value that begins so may be guarded: a look at one character, for the usual cell. */
    static boolean mayBegin(char first) {
        return first == '\'' || first == '"' || first == '=';
    }

    /** How many characters guard the value at its front; 0 where nothing does. */
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

    /** How many characters guard it at its end, once something guards its front. */
    static int behind(String cell, int from, int to) {
        char last = cell.charAt(to - 1);
        return to - from > 1 && (last == '"' || (last == '\'' && cell.charAt(from) == '\'')) ? 1 : 0;
    }
}
