package io.audienceroutes.segment;

/**
 * The characters trimmed at both ends of a cell: white space of any script, zero-width and control characters, a BOM.
 */
public final class CellEdges {
    private CellEdges() {}

    /** Whether this character is trimmed at the ends of a cell. */
    public static boolean isTrimmed(char c) {
        if (c < 0x7f) {
            return c <= ' ';
        }
        return Character.isSpaceChar(c) || isUnseen(c);
    }

    /** Control and format characters (categories Cc and Cf): zero-width, direction marks, soft hyphen, BOM. */
    public static boolean isUnseen(char c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    static int start(String cell) {
        int start = 0;
        while (start < cell.length() && isTrimmed(cell.charAt(start))) {
            start++;
        }
        return start;
    }

    /** Where the text ends (exclusive) that begins at {@code start}. */
    static int end(String cell, int start) {
        int end = cell.length();
        while (end > start && isTrimmed(cell.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    static String trim(String cell) {
        int start = start(cell);
        return cell.substring(start, end(cell, start));
    }
}
