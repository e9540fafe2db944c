package io.audienceroutes.format;

import io.audienceroutes.segment.CellEdges;
import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;

/**
 * Finds the records of a CSV text (one delimiter, double quote with or without blanks around, no escape, empty lines
 * ignored): where each ends, the line at which it starts, and errors that a parser would fail on. Commons CSV 1.14
 * finds the same records.
 */
final class RecordScanner {
    /** The state after the characters so far; a state ending in START has not consumed its first character. */
    private enum State {
        RECORD_START,
        FIELD_START,
        WHITE_LINE,
        BLANKS,
        UNQUOTED,
        QUOTED,
        QUOTE_IN_QUOTED,
        CLOSED
    }

    /** The first white space character after the space itself, by {@link Character#isWhitespace}. */
    private static final char FIRST_LATER_BLANK = '\u1680';

    private final int maxRecordChars;
    private final Found found;
    private final char delimiter;
    private final String delimiterName;
    private final char highest;
    private State state = State.RECORD_START;
    private long line;
    private long recordLine;
    private long quoteLine;
    private int recordChars;
    private boolean onlyBlanks;
    private char previous;

    /** Receives cells and records as soon as they are found; positions refer to the scanned array. */
    interface Found {
        /** A cell ends before this position, where its delimiter is. */
        default void cell(int end) {}

        /**
         * A record and its last cell are complete.
         *
         * @param line the physical line at which it starts
         * @param white whether it is a line of white space only
         * @param end the position after its last character
         */
        void record(long line, boolean white, int end);
    }

    /**
     * @param firstLine the physical line of the first character
     * @param found receives the ends of cells and records
     */
    RecordScanner(Delimiter delimiter, int maxRecordChars, long firstLine, Found found) {
        this.delimiter = delimiter.character();
        this.delimiterName = delimiter.id();
        this.highest = (char) Math.max(this.delimiter, '\r');
        this.maxRecordChars = maxRecordChars;
        this.line = firstLine;
        this.recordLine = firstLine;
        this.quoteLine = firstLine;
        this.found = found;
    }

    /** Scans the next characters of the file; the characters before {@code from} are the preceding ones. */
    void scan(char[] chars, int from, int to) {
        int i = from;
        while (i < to) {
            if (state == State.RECORD_START) {
                i = skipEmptyLines(chars, i, to);
                continue;
            }
            // At most one character past the limit, because it may be the line break
            int stop = Math.min(to, i + maxRecordChars + 1 - recordChars);
            int next = step(chars, i, stop);
            recordChars += next - i;
            if (state != State.RECORD_START && recordChars > maxRecordChars) {
                throw tooLong();
            }
            i = next;
        }
        if (to > from) {
            previous = chars[to - 1];
        }
    }

    /** Handles the end of the file, at this position of the last scanned array. */
    void end(int place) {
        if (state == State.QUOTED) {
            throw unclosed("before the file ends");
        }
        if (state != State.RECORD_START) {
            found.record(recordLine, state == State.WHITE_LINE, place);
        }
    }

    private int step(char[] chars, int i, int stop) {
        return switch (state) {
            case RECORD_START -> throw new IllegalStateException("A record is open here.");
            case FIELD_START -> fieldStart(chars, i);
            case WHITE_LINE -> whiteLine(chars, i, stop);
            case BLANKS -> blanks(chars, i, stop);
            case UNQUOTED -> unquoted(chars, i, stop);
            case QUOTED -> quoted(chars, i, stop);
            case QUOTE_IN_QUOTED, CLOSED -> afterQuote(chars, i);
        };
    }

    private int skipEmptyLines(char[] chars, int from, int length) {
        int i = from;
        while (i < length && isLineEnd(chars[i])) {
            countLine(chars, i);
            i++;
        }
        if (i < length) {
            recordLine = line;
            recordChars = 0;
            state = State.FIELD_START;
        }
        return i;
    }

    private int fieldStart(char[] chars, int i) {
        char c = chars[i];
        if (c == '"') {
            return quote(i);
        }
        boolean first = recordChars == 0;
        onlyBlanks = true;
        if (first && isWhite(c)) {
            state = State.WHITE_LINE;
        } else {
            state = isBlank(c) ? State.BLANKS : State.UNQUOTED;
        }
        return i;
    }

    private int quote(int i) {
        quoteLine = line;
        state = State.QUOTED;
        return i + 1;
    }

    private int whiteLine(char[] chars, int from, int stop) {
        for (int i = from; i < stop; i++) {
            char c = chars[i];
            if (isLineEnd(c)) {
                return endRecord(chars, i, true);
            }
            if (c == '"' && onlyBlanks) {
                return quote(i);
            }
            if (!isWhite(c)) {
                state = State.UNQUOTED;
                return i;
            }
            onlyBlanks &= isBlank(c);
        }
        return stop;
    }

    /** Spaces may precede a quote; otherwise they are part of the cell. */
    private int blanks(char[] chars, int from, int stop) {
        int i = from;
        while (i < stop && isBlank(chars[i])) {
            i++;
        }
        if (i < stop && chars[i] == '"') {
            return quote(i);
        }
        if (i < stop) {
            state = State.UNQUOTED;
        }
        return i;
    }

    private int unquoted(char[] chars, int from, int stop) {
        for (int i = from; i < stop; i++) {
            char c = chars[i];
            if (c > highest) {
                continue;
            }
            if (c == delimiter) {
                found.cell(i);
                if (i + 1 == stop || mayBeInFrontOfQuote(chars[i + 1])) {
                    state = State.FIELD_START;
                    return i + 1;
                }
            } else if (isLineEnd(c)) {
                return endRecord(chars, i, false);
            }
        }
        return stop;
    }

    private int quoted(char[] chars, int from, int stop) {
        for (int i = from; i < stop; i++) {
            char c = chars[i];
            if (c == '"') {
                state = State.QUOTE_IN_QUOTED;
                return i + 1;
            }
            if (isLineEnd(c)) {
                countLine(chars, i);
            }
        }
        return stop;
    }

    private int afterQuote(char[] chars, int i) {
        char c = chars[i];
        if (c == '"' && state == State.QUOTE_IN_QUOTED) {
            state = State.QUOTED;
        } else if (c == delimiter) {
            found.cell(i);
            state = State.FIELD_START;
        } else if (isLineEnd(c)) {
            return endRecord(chars, i, false);
        } else if (Character.isWhitespace(c)) {
            state = State.CLOSED;
        } else {
            throw new SegmentFileRefused(
                    Reason.BROKEN_QUOTING,
                    quoteLine,
                    "The quoting of the segment file is broken: the quoted field that opens on line " + quoteLine
                            + " is closed on line " + line + " and followed by more text, where only a "
                            + delimiterName
                            + " or the end of the line may follow. Write a quote inside a quoted field twice (\"\"), or remove it,"
                            + " and deliver the file again.");
        }
        return i + 1;
    }

    private int endRecord(char[] chars, int i, boolean white) {
        found.record(recordLine, white, i);
        countLine(chars, i);
        state = State.RECORD_START;
        return i + 1;
    }

    /** A fast check for how most cells start: neither a quote nor a space. */
    private static boolean mayBeInFrontOfQuote(char c) {
        return c <= '"' || c >= FIRST_LATER_BLANK;
    }

    private boolean isBlank(char c) {
        return Character.isWhitespace(c) && c != delimiter && !isLineEnd(c);
    }

    /** A delimiter may be white space, but it separates cells. */
    private boolean isWhite(char c) {
        return c != delimiter && CellEdges.isTrimmed(c);
    }

    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    /** CR, LF and CRLF each end one line: a line feed after a carriage return does not end another one. */
    private void countLine(char[] chars, int i) {
        if (chars[i] == '\r' || (i > 0 ? chars[i - 1] : previous) != '\r') {
            line++;
        }
    }

    private SegmentFileRefused tooLong() {
        if (state == State.QUOTED && line > quoteLine) {
            return unclosed("within " + maxRecordChars + " characters");
        }
        return new SegmentFileRefused(
                Reason.RECORD_TOO_LONG,
                recordLine,
                "The record that starts on line " + recordLine + " of the segment file is longer than "
                        + maxRecordChars + " characters, the limit for one record. Check that the file has line"
                        + " breaks and one customer per line, and deliver it again.");
    }

    private SegmentFileRefused unclosed(String where) {
        return new SegmentFileRefused(
                Reason.BROKEN_QUOTING,
                quoteLine,
                "The quoting of the segment file is broken: the quoted field that opens on line " + quoteLine
                        + " is not closed " + where + ". Add the closing quote, or remove the opening one, and deliver"
                        + " the file again.");
    }
}
