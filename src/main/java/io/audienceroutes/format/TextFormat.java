package io.audienceroutes.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How one text is written: what the sniffer found and the settings said.
 *
 * @param markBytes length of the byte order mark at the start
 * @param delimiter empty for JSON Lines
 * @param skippedChars characters in front of the first record that are none of its: Excel's {@code sep=} line
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

    /** Names the way to read it: a delimiter, or {@value #JSON_LINES}. */
    String dialect() {
        return delimiter.map(Delimiter::id).orElse(JSON_LINES);
    }

    /** As a receipt tells it. */
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
