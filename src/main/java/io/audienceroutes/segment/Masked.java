package io.audienceroutes.segment;

/**
 * The masked form of an identifier: at most the first letter or digit of the local part and of the domain of an
 * address, at most the first digit and the number of digits of a telephone number, at most the first letter or digit
 * and the length of a device id.
 *
 * <p>Safe in a CSV file that a spreadsheet opens: no formula, quote, separator or control character.
 */
public final class Masked {
    private static final String HIDDEN = "***";

    private Masked() {}

    /** An address as {@code j***@e***}; text without an @ as {@code j***}; white space only as nothing. */
    public static String email(String value) {
        String text = CellEdges.trim(value);
        if (text.isEmpty()) {
            return "";
        }
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return first(text) + HIDDEN;
        }
        return first(text.substring(0, at)) + HIDDEN + "@" + first(text.substring(at + 1)) + HIDDEN;
    }

    /** A number as {@code 4*** (12 digits)}; white space only as nothing. */
    public static String phone(String value) {
        String text = CellEdges.trim(value);
        if (text.isEmpty()) {
            return "";
        }
        int[] digits = text.codePoints().filter(Character::isDigit).toArray();
        String start = digits.length == 0 ? "" : Character.toString(digits[0]);
        return start + HIDDEN + " (" + digits.length + (digits.length == 1 ? " digit)" : " digits)");
    }

    /** A device id as {@code a*** (36 characters)}; white space only as nothing. */
    public static String deviceId(String value) {
        String text = CellEdges.trim(value);
        return text.isEmpty() ? "" : first(text) + HIDDEN + " (" + text.length() + " characters)";
    }

    private static String first(String text) {
        if (text.isEmpty()) {
            return "";
        }
        int codePoint = text.codePointAt(0);
        return Character.isLetterOrDigit(codePoint) ? Character.toString(codePoint) : "";
    }
}
