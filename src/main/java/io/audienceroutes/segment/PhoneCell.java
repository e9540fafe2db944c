package io.audienceroutes.segment;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The grammar of a telephone cell: extracts the plus sign and the digits of one number, or reports why the cell is not
 * one number. The number parser sees nothing else.
 *
 * <p>Digits in groups, the most common form, are read in one pass; any other cell is first converted to a simplified
 * spelling, in which each character represents its class. One instance for one chunk.
 */
final class PhoneCell {
    private static final String MASK_SIGNS = "?_\u2022\u25cf\u25a0\u2588\u2026\u00d7\u2217\ufe61\u00b0";
    private static final int MOST_CHARS = 200;
    private static final int MOST_DIGITS = 17;
    private static final int MOST_DIGITS_OF_A_DATE = 8;

    private final StringBuilder number = new StringBuilder();
    private final StringBuilder spelling = new StringBuilder();
    private boolean numeric;
    private boolean lineWord;

    /**
     * Extracts the number from the value between two positions of a cell; {@code whole} tests whether a text is a
     * number.
     */
    Optional<RejectReason> read(String cell, int from, int to, Predicate<String> whole) {
        number.setLength(0);
        numeric = false;
        lineWord = false;
        if (isPlain(cell, from, to)) {
            return Optional.empty();
        }
        number.setLength(0);
        if (isGrouped(cell, from, to)) {
            return Optional.empty();
        }
        number.setLength(0);
        if (to - from > MOST_CHARS) {
            return Optional.of(RejectReason.PHONE_INVALID);
        }
        Optional<RejectReason> unreadable = spell(cell, from, to);
        return unreadable.isPresent() ? unreadable : parse(whole);
    }

    /** The plus sign, if there is one, and the digits, in their order. */
    String number() {
        return number.toString();
    }

    /** Whether the cell held a number as programs store amounts: {@code 4930901820.0}. */
    boolean numeric() {
        return numeric;
    }

    /** Whether a line type, such as {@code mob}, was removed. */
    boolean lineWord() {
        return lineWord;
    }

    /** Digits with single spaces between them. */
    private boolean isPlain(String cell, int from, int to) {
        char before = ' ';
        for (int i = from; i < to; i++) {
            char c = cell.charAt(i);
            if ((c >= '0' && c <= '9') || (c == '+' && i == from)) {
                number.append(c);
            } else if (c != ' ' || before == ' ') {
                return false;
            }
            before = c;
        }
        return number.length() > 0 && number.length() <= MOST_DIGITS;
    }

    /**
     * Digits in groups, as {@code (212) 736-5000} and {@code 06.12.34.56.78}: forms that {@link PhoneSpelling} accepts
     * whatever the digits are: too many digits for a date, and no point that could be a decimal point.
     */
    private boolean isGrouped(String cell, int from, int to) {
        int digits = 0;
        int points = 0;
        int group = 0;
        char before = '^';
        for (int i = from; i < to; i++) {
            char c = cell.charAt(i);
            if (c >= '0' && c <= '9') {
                number.append(c);
                digits++;
                group++;
            } else if (c == '+' && i == from) {
                number.append(c);
            } else if (follows(c, before, digits > 0)) {
                points += c == '.' ? 1 : 0;
                group = 0;
            } else {
                return false;
            }
            before = c;
        }
        return digits > MOST_DIGITS_OF_A_DATE && number.length() <= MOST_DIGITS && group > 1 && points != 1;
    }

    /** Whether this mark may follow that character; two wide marks in a row may separate two numbers. */
    private static boolean follows(char mark, char before, boolean begun) {
        boolean behindDigit = before >= '0' && before <= '9';
        return switch (mark) {
            case '(' -> before != '(' && before != ')';
            case ')' -> behindDigit;
            case ' ', '-', '.' -> begun && (behindDigit || before == ')');
            default -> false;
        };
    }

    private Optional<RejectReason> spell(String cell, int from, int to) {
        spelling.setLength(0);
        int codePoint;
        for (int i = from; i < to; i += Character.charCount(codePoint)) {
            codePoint = cell.codePointAt(i);
            if (codePoint == '\ufffd') {
                return Optional.of(RejectReason.UNDECODABLE_BYTES);
            }
            if (codePoint == '\t' || codePoint == '\n' || codePoint == '\r') {
                spelling.append('|');
            } else if (Character.isISOControl(codePoint)) {
                return Optional.of(RejectReason.CONTROL_CHARACTER);
            } else if (Character.getType(codePoint) != Character.FORMAT) {
                spell(codePoint);
            }
        }
        return Optional.empty();
    }

    private void spell(int codePoint) {
        int digit = Character.digit(codePoint, 10);
        if (digit >= 0) {
            spelling.append((char) ('0' + digit));
        } else if (Character.isSpaceChar(codePoint)) {
            spelling.append(' ');
        } else if (Character.getType(codePoint) == Character.DASH_PUNCTUATION
                || codePoint == '\u2212'
                || codePoint == '\u30fc'
                || codePoint == '~') {
            spelling.append('-');
        } else if (MASK_SIGNS.indexOf(codePoint) >= 0) {
            spelling.append('?');
        } else if (Character.isLetter(codePoint) || Character.getType(codePoint) == Character.NON_SPACING_MARK) {
            spelling.append(Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKC)
                    .toLowerCase(Locale.ROOT));
        } else {
            spelling.append(mark(codePoint));
        }
    }

    /** The mark in its ASCII form; an exclamation mark for one that does not occur in numbers. */
    private static char mark(int codePoint) {
        int ascii = codePoint >= 0xff01 && codePoint <= 0xff5e ? codePoint - 0xff01 + '!' : codePoint;
        return switch (ascii) {
            case '[' -> '(';
            case ']' -> ')';
            case '\u3001' -> ',';
            case '\u00b7' -> '.';
            case '+', '(', ')', '.', '/', ',', ';', '|', '&', ':', '=', '*', '#' -> (char) ascii;
            default -> '!';
        };
    }

    private Optional<RejectReason> parse(Predicate<String> whole) {
        PhoneSpelling cell = new PhoneSpelling(spelling.toString());
        Optional<RejectReason> fault = cell.fault(whole);
        if (fault.isEmpty()) {
            number.append(cell.number());
            numeric = cell.numeric();
            lineWord = cell.lineWord();
        }
        return fault;
    }
}
