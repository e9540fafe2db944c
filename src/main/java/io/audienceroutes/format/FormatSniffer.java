package io.audienceroutes.format;

import io.audienceroutes.format.FileFormat.Kind;
import io.audienceroutes.format.TextFormat.LineEnd;
import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Detects the format of a text from its first bytes and the destination's settings. Refuses ambiguous texts. */
final class FormatSniffer {
    /** The part of a text that is examined. */
    static final int HEAD_BYTES = 65_536;

    /** Excel writes and reads such a first line; it names the delimiter and is not a record. */
    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("\\A\"?sep=(.)\"?(?:\\r\\n|\\r|\\n|\\z)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern JSON_OBJECT = Pattern.compile("\\A\\s*\\{\\s*[\"}]");
    private static final Pattern JSON_ARRAY = Pattern.compile("\\A\\s*\\[\\s*[{\\]\\[]");

    private final FileFormat settings;

    FormatSniffer(FileFormat settings) {
        this.settings = settings;
    }

    /**
     * The format of the text that starts with these bytes.
     *
     * @param whole whether these are all of its bytes
     */
    TextFormat sniff(byte[] head, int length, boolean whole) {
        Foreign.refuse(head, length);
        TextCheck.Found found = TextCheck.characterSet(head, length, whole, settings.characterSet());
        String text = new String(
                head,
                found.markBytes(),
                length - found.markBytes(),
                found.characterSet().charset());
        return isJson(text) ? json(found) : csv(found, text, whole);
    }

    private boolean isJson(String text) {
        if (settings.kind().isPresent()) {
            return settings.kind().get() == Kind.JSON_LINES;
        }
        if (JSON_ARRAY.matcher(text).find()) {
            throw new SegmentFileRefused(
                    Reason.UNCLEAR_FORMAT,
                    "The segment file begins with a JSON array; expected CSV, or JSON Lines with one object per line."
                            + " Write each customer as an object on its own line, and deliver the file again.");
        }
        return JSON_OBJECT.matcher(text).find();
    }

    private static TextFormat json(TextCheck.Found found) {
        return new TextFormat(found.characterSet(), found.markBytes(), Optional.empty(), true, LineEnd.NONE, 0);
    }

    private TextFormat csv(TextCheck.Found found, String text, boolean whole) {
        Matcher line = SEPARATOR_LINE.matcher(text);
        int skipped = line.find() ? line.end() : 0;
        Optional<Delimiter> named =
                skipped > 0 ? Optional.of(named(line.group(1).charAt(0))) : Optional.empty();
        Delimiter delimiter = settings.delimiter().or(() -> named).orElseGet(() -> delimiterOf(text, whole));
        if (named.isPresent() && named.get() != delimiter) {
            throw new SegmentFileRefused(
                    Reason.UNCLEAR_FORMAT,
                    "The segment file begins with a line that names "
                            + named.get().id()
                            + " as its delimiter, but the destination sets " + delimiter.id()
                            + ". Correct format.delimiter in the destination, or the line in the file.");
        }
        return new TextFormat(
                found.characterSet(),
                found.markBytes(),
                Optional.of(delimiter),
                settings.header(),
                lineEnd(text, whole),
                skipped);
    }

    private Delimiter delimiterOf(String text, boolean whole) {
        try {
            return DelimiterSniffer.delimiterOf(text, whole);
        } catch (SegmentFileRefused e) {
            throw settings.header() ? HeaderHint.titleAbove(text).orElse(e) : e;
        }
    }

    private static Delimiter named(char character) {
        for (Delimiter delimiter : Delimiter.values()) {
            if (delimiter.character() == character) {
                return delimiter;
            }
        }
        throw new SegmentFileRefused(
                Reason.UNCLEAR_FORMAT,
                "The segment file begins with a line sep= that names another delimiter than comma, semicolon, tab or"
                        + " pipe. Export it with one of these, and deliver it again.");
    }

    private static LineEnd lineEnd(String text, boolean whole) {
        LineEnd found = LineEnd.NONE;
        int end = whole ? text.length() : text.length() - 1;
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\r') {
                boolean pair = i + 1 < text.length() && text.charAt(i + 1) == '\n';
                found = found.and(pair ? LineEnd.CRLF : LineEnd.CR);
                i += pair ? 1 : 0;
            } else if (text.charAt(i) == '\n') {
                found = found.and(LineEnd.LF);
            }
        }
        return found;
    }
}
