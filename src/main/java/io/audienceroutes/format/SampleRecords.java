package io.audienceroutes.format;

import io.audienceroutes.segment.CellEdges;
import java.util.ArrayList;
import java.util.List;

/** Counts the fields of the first records of a text for one delimiter. Never refuses. */
final class SampleRecords {
    private static final int MOST_RECORDS = 1_000;

    private final String text;
    private final char delimiter;
    private final List<Integer> widths = new ArrayList<>();

    private SampleRecords(String text, char delimiter) {
        this.text = text;
        this.delimiter = delimiter;
    }

    /**
     * The number of fields of each complete record; blank lines are skipped.
     *
     * @param whole whether this is the complete text, so that its last record is whole too
     */
    static List<Integer> widths(String text, char delimiter, boolean whole) {
        SampleRecords records = new SampleRecords(text, delimiter);
        int position = 0;
        while (position < text.length() && records.widths.size() < MOST_RECORDS) {
            position = records.take(position, whole);
        }
        return List.copyOf(records.widths);
    }

    private int take(int start, boolean whole) {
        int position = start;
        int width = 1;
        boolean blank = true;
        while (true) {
            position = afterField(position);
            blank &= width == 1 && isBlank(start, position);
            if (position >= text.length()) {
                if (whole && !blank) {
                    widths.add(width);
                }
                return text.length();
            }
            if (text.charAt(position) != delimiter) {
                if (!blank) {
                    widths.add(width);
                }
                return position + 1;
            }
            width++;
            position++;
        }
    }

    /** The end of the field that starts here: at a delimiter, a line break or the end of the text. */
    private int afterField(int start) {
        int position = afterBlanks(start);
        if (position < text.length() && text.charAt(position) == '"') {
            position = afterQuotes(position);
        }
        while (position < text.length() && !isEnd(text.charAt(position))) {
            position++;
        }
        return position;
    }

    private int afterBlanks(int start) {
        int position = start;
        while (position < text.length()
                && Character.isWhitespace(text.charAt(position))
                && !isEnd(text.charAt(position))) {
            position++;
        }
        return position;
    }

    private int afterQuotes(int start) {
        int position = start + 1;
        while (position < text.length()) {
            if (text.charAt(position) == '"') {
                if (position + 1 == text.length() || text.charAt(position + 1) != '"') {
                    return position + 1;
                }
                position++;
            }
            position++;
        }
        return position;
    }

    private boolean isEnd(char c) {
        return c == delimiter || c == '\n' || c == '\r';
    }

    private boolean isBlank(int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> CellEdges.isTrimmed((char) c));
    }
}
