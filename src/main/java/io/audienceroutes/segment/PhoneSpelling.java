package io.audienceroutes.segment;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A telephone cell in the plain spelling of {@link PhoneCell}: ASCII digits, marks and blanks, letters in lower case.
 * Reports what is wrong with it, the most helpful reason first.
 */
final class PhoneSpelling {
    private static final String LINE = "tel|telephone|telefon|telefono|teléfono|téléphone|fon|phone|ph|p|t|mob|mobile"
            + "|mobil|móvil|movil|cell|cel|celular|cellulare|handy|portable|gsm|whatsapp|wa|home|work|office|private"
            + "|privat|privé|личный|моб|тел|携帯|電話|手机|电话";
    private static final String EXTENSION =
            "x|ext|extn|extension|int|interno|anexo|ramal|poste|durchwahl|dw|nst|apparat" + "|доб|добавочный|内線|分机";
    private static final String CONJUNCTION = "or|and|oder|und|bzw|y|o|e|ou|et|of|en|и|или";

    private static final Pattern DATE =
            Pattern.compile("(?:(?:19|20)\\d\\d([-./])(?:0?[1-9]|1[0-2])\\1(?:0?[1-9]|[12]\\d|3[01])"
                    + "|(?:0?[1-9]|[12]\\d|3[01])([-./])(?:0?[1-9]|[12]\\d|3[01])\\2(?:(?:19|20)\\d\\d|\\d\\d))"
                    + "(?:[t ,]+\\d{1,2}:\\d\\d.*)?");
    private static final Pattern SCIENTIFIC = Pattern.compile("(-?)(\\+?)(\\d+)(?:[.,](\\d+))?e([+-]?)(\\d{1,3})");
    private static final Pattern FLOAT = Pattern.compile("(\\+?\\d{5,})[.,]0+");
    private static final Pattern FRACTION = Pattern.compile("\\+?\\d{7,}[.,]\\d{1,2}|.*[.,]0");
    private static final Pattern LABEL = Pattern.compile("\\(?(?:" + LINE + ")[.):/ -]*(?=[+(\\d])");
    private static final Pattern REMARK = Pattern.compile("(?<=[\\d) .,;:/-])[ .,;:/(-]*(?:" + LINE + ")[.)]*$");
    private static final Pattern HAS_EXTENSION =
            Pattern.compile("[^\\p{L}*#?]*\\d[ ,;.:/(-]*(?:" + EXTENSION + ")[.:=)# ]*\\d{1,9}[) .]*");
    private static final Pattern HAS_CONJUNCTION =
            Pattern.compile(".*\\d[.,)]* +(?:" + CONJUNCTION + ")[.]? +[+(]*\\d.*");
    private static final Pattern HASH_EXTENSION = Pattern.compile("[^*#?]*\\d ?#[ .]*\\d{1,7}");
    private static final Pattern DIAL_CODE = Pattern.compile("[*#]{1,2}\\d.*");
    private static final Pattern PAUSE_EXTENSION = Pattern.compile("[^,;|&]*\\d *(?:,,|;) *\\d{1,6}");
    private static final Pattern NUMBER = Pattern.compile("[( ]*\\+*[ (]*\\d[\\d ()./-]*");
    private static final Pattern TWO_LINES = Pattern.compile(".*\\d.*[,;|&].*\\d.*|.*\\d.*\\+.*\\d.*");

    /** Between an area code, with its trunk prefix or without, and the rest of the number a slash is allowed. */
    private static final int LONGEST_TRUNK_AND_AREA_CODE = 6;

    private static final int LONGEST_AREA_CODE = 5;

    /** Shorter parts after a wide space or a hyphen between spaces are not separate numbers. */
    private static final int SHORTEST_NUMBER = 5;

    private static final int MOST_DIGITS = 17;

    private String text;
    private boolean numeric;
    private boolean lineWord;

    PhoneSpelling(String text) {
        this.text = CellEdges.trim(text);
    }

    /** The problem; empty if {@link #number()} is the number of the cell. */
    Optional<RejectReason> fault(Predicate<String> whole) {
        if (text.chars().noneMatch(PhoneSpelling::isDigit)) {
            return Optional.of(RejectReason.PHONE_INVALID);
        }
        if (DATE.matcher(text).matches()) {
            return Optional.of(RejectReason.PHONE_DATE);
        }
        Matcher scientific = SCIENTIFIC.matcher(text);
        if (scientific.matches()) {
            return wholeNumber(scientific);
        }
        Matcher stored = FLOAT.matcher(text);
        if (stored.matches()) {
            numeric = true;
            text = stored.group(1);
        } else if (FRACTION.matcher(text).matches()) {
            return Optional.of(RejectReason.PHONE_INVALID);
        }
        return wordFault()
                .or(this::maskFault)
                .or(this::markFault)
                .or(() -> hasTwoNumbers(whole) ? Optional.of(RejectReason.PHONE_TWO_NUMBERS) : Optional.empty());
    }

    String number() {
        StringBuilder number = new StringBuilder(text.indexOf('+') >= 0 ? "+" : "");
        text.chars().filter(PhoneSpelling::isDigit).forEach(c -> number.append((char) c));
        return number.toString();
    }

    boolean numeric() {
        return numeric;
    }

    boolean lineWord() {
        return lineWord;
    }

    /** A number in scientific notation is complete only if all its digits are in the cell. */
    private Optional<RejectReason> wholeNumber(Matcher parts) {
        String fraction = parts.group(4) == null ? "" : parts.group(4);
        boolean negative = !parts.group(1).isEmpty() || parts.group(5).equals("-");
        if (negative || Integer.parseInt(parts.group(6)) != fraction.length()) {
            return Optional.of(RejectReason.PHONE_DIGITS_LOST);
        }
        numeric = true;
        text = parts.group(2) + parts.group(3) + fraction;
        return Optional.empty();
    }

    private Optional<RejectReason> wordFault() {
        if (text.chars().noneMatch(Character::isLetter)) {
            return Optional.empty();
        }
        if (HAS_EXTENSION.matcher(text).matches()) {
            return Optional.of(RejectReason.PHONE_EXTENSION);
        }
        Matcher label = LABEL.matcher(text);
        if (label.lookingAt()) {
            leaveOut(label);
        }
        Matcher remark = REMARK.matcher(text);
        if (remark.find()) {
            leaveOut(remark);
        }
        if (text.chars().noneMatch(Character::isLetter)) {
            return Optional.empty();
        }
        if (HAS_EXTENSION.matcher(text).matches()) {
            return Optional.of(RejectReason.PHONE_EXTENSION);
        }
        if (text.chars().filter(Character::isLetter).allMatch(c -> c == 'x' || c == '\u0445')) {
            return Optional.of(RejectReason.PHONE_MASKED);
        }
        return Optional.of(
                HAS_CONJUNCTION.matcher(text).matches() ? RejectReason.PHONE_TWO_NUMBERS : RejectReason.PHONE_LETTERS);
    }

    private void leaveOut(Matcher word) {
        lineWord = true;
        text = CellEdges.trim(text.substring(0, word.start()) + text.substring(word.end()));
    }

    private Optional<RejectReason> maskFault() {
        if (text.chars().noneMatch(c -> c == '*' || c == '#' || c == '?')) {
            return Optional.empty();
        }
        if (DIAL_CODE.matcher(text).matches()) {
            return Optional.of(RejectReason.PHONE_DIAL_CODE);
        }
        return Optional.of(
                HASH_EXTENSION.matcher(text).matches() ? RejectReason.PHONE_EXTENSION : RejectReason.PHONE_MASKED);
    }

    private Optional<RejectReason> markFault() {
        int end = text.length();
        while (end > 0 && ".,; ".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        text = text.substring(0, end);
        if (NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        if (PAUSE_EXTENSION.matcher(text).matches()) {
            return Optional.of(RejectReason.PHONE_EXTENSION);
        }
        boolean two = TWO_LINES.matcher(text).matches() && text.indexOf('!') < 0;
        return Optional.of(two ? RejectReason.PHONE_TWO_NUMBERS : RejectReason.PHONE_INVALID);
    }

    private boolean hasTwoNumbers(Predicate<String> whole) {
        boolean endless = digits(0, text.length()) > MOST_DIGITS;
        int slashes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' ? isSecondBehindSlash(i, ++slashes == 1, whole) : isSecondBehind(i, endless, whole)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSecondBehindSlash(int at, boolean first, Predicate<String> whole) {
        int left = digits(0, at);
        int right = digits(at, text.length());
        boolean national = text.indexOf('+') < 0 && !text.startsWith("00");
        int longest = text.startsWith("0") || text.startsWith("(0") ? LONGEST_TRUNK_AND_AREA_CODE : LONGEST_AREA_CODE;
        boolean sameLength = left == right && left >= SHORTEST_NUMBER;
        return (first && national && (left > longest || sameLength)) || whole.test(numberTo(at));
    }

    private boolean isSecondBehind(int at, boolean endless, Predicate<String> whole) {
        boolean wide = text.startsWith("  ", at) || text.startsWith(" - ", at);
        boolean blank = endless && text.charAt(at) == ' ';
        return (wide || blank)
                && digits(at, text.length()) >= SHORTEST_NUMBER
                && digits(0, at) >= SHORTEST_NUMBER
                && whole.test(numberTo(at));
    }

    private String numberTo(int end) {
        return new PhoneSpelling(text.substring(0, end)).number();
    }

    private int digits(int from, int to) {
        return (int)
                text.substring(from, to).chars().filter(PhoneSpelling::isDigit).count();
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
