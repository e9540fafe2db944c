package io.audienceroutes.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The format of one text, from detection and settings.
 *
 * @param markBytes length of the byte order mark at the start
 * @param delimiter empty for JSON Lines
 * @param skippedChars characters to skip before the first record: Excel's {@code sep=} line
 */
record TextFormat(
        CharacterSet characterSet,
        int markBytes,
        Optional<Delimiter> delimiter,
        boolean header,
        LineEnd lineEnd,
        int skippedChars) {
    static final String JSON_LINES = "json-lines";

    /** How the lines of a text end. */
    enum LineEnd {
        NONE("one line"),
        LF("LF"),
        CRLF("CRLF"),
        CR("CR"),
        MIXED("mixed line ends");

        private final String label;

        LineEnd(String label) {
            this.label = label;
        }

        LineEnd and(LineEnd next) {
            return this == NONE || this == next ? next : MIXED;
        }
    }

    /** The kind of records: a delimiter, or {@value #JSON_LINES}. */
    String dialect() {
        return delimiter.map(Delimiter::id).orElse(JSON_LINES);
    }

    /** The text for the receipt. */
    String describe() {
        String text = characterSet.label() + (markBytes > 0 ? " with BOM" : "");
        List<String> csv = delimiter.isEmpty()
                ? List.of("JSON Lines")
                : Stream.of(
                                delimiter.get().id(),
                                skippedChars > 0 ? "sep= line" : "",
                                lineEnd.label,
                                header ? "header" : "no header")
                        .filter(word -> !word.isEmpty())
                        .toList();
        return Stream.concat(Stream.of(text), csv.stream()).collect(Collectors.joining(", "));
    }
}
