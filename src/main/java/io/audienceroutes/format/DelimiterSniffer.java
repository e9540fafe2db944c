package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Detects the delimiter of a CSV text from its first records: the one that occurs in the first record and splits the
 * others into the same number of fields. If two fit, or if only the rows contain one, the file is refused: a wrong
 * guess would deliver no members, or the wrong column.
 */
final class DelimiterSniffer {
    /** One row in ten may have another number of fields. */
    private static final double MOSTLY = 0.9;

    private static final double HARDLY = 0.5;

    /** Unsupported separators, with their names. */
    private static final Map<Character, String> FOREIGN = Map.of(
            '\u0001', "the control character U+0001 (^A), as Hive writes it",
            '\u0002', "the control character U+0002 (^B)",
            '\u001e', "the control character U+001E",
            '\u001f', "the control character U+001F",
            '^', "a caret (^)",
            '~', "a tilde (~)",
            '\u00a6', "a broken bar (U+00A6)",
            '\u00a7', "a section sign (U+00A7)");

    private final Map<Delimiter, List<Integer>> widths = new EnumMap<>(Delimiter.class);

    private DelimiterSniffer(String text, boolean whole) {
        for (Delimiter delimiter : Delimiter.values()) {
            widths.put(delimiter, SampleRecords.widths(text, delimiter.character(), whole));
        }
    }

    /**
     * The delimiter of a text; comma for a text with one column.
     *
     * @param whole whether this is the complete text
     */
    static Delimiter delimiterOf(String text, boolean whole) {
        DelimiterSniffer sniffer = new DelimiterSniffer(text, whole);
        Delimiter chosen = sniffer.choose();
        if (!sniffer.isInFirst(chosen)) {
            requireNoForeign(text, whole);
        }
        return chosen;
    }

    private Delimiter choose() {
        List<Delimiter> inFirst = all().stream().filter(this::isInFirst).toList();
        if (inFirst.isEmpty()) {
            return ofOneColumn();
        }
        if (inFirst.size() == 1) {
            return requireInRows(inFirst.get(0));
        }
        List<Delimiter> fitting =
                inFirst.stream().filter(delimiter -> share(delimiter) >= MOSTLY).toList();
        boolean othersHardly = inFirst.stream()
                .filter(delimiter -> !fitting.contains(delimiter))
                .allMatch(delimiter -> share(delimiter) <= HARDLY);
        if (fitting.size() == 1 && othersHardly) {
            return fitting.get(0);
        }
        throw unclear(
                names(inFirst) + " all occur in its first record, but none of them alone splits the rows consistently");
    }

    private Delimiter ofOneColumn() {
        List<Delimiter> strangers = all().stream()
                .filter(delimiter -> delimiter != Delimiter.COMMA)
                .filter(this::isInEveryRow)
                .toList();
        if (strangers.isEmpty()) {
            return Delimiter.COMMA;
        }
        throw unclear("its first record has one field, but " + names(strangers) + " occurs in every row");
    }

    private Delimiter requireInRows(Delimiter only) {
        boolean absent = rows(only).stream().allMatch(width -> width == 1);
        List<Delimiter> strangers = all().stream()
                .filter(delimiter -> delimiter != only)
                .filter(this::isInEveryRow)
                .toList();
        if (absent && !strangers.isEmpty()) {
            throw unclear("its first record has " + only.id() + ", but every row has " + names(strangers));
        }
        return only;
    }

    private static void requireNoForeign(String text, boolean whole) {
        FOREIGN.forEach((character, name) -> {
            List<Integer> widths = SampleRecords.widths(text, character, whole);
            long fitting =
                    widths.stream().filter(width -> width.equals(widths.get(0))).count();
            if (!widths.isEmpty() && widths.get(0) > 1 && fitting >= MOSTLY * widths.size()) {
                throw new SegmentFileRefused(
                        Reason.UNCLEAR_FORMAT,
                        "The columns of the segment file are separated by " + name + "; expected a comma, semicolon,"
                                + " tab or pipe. Nothing was sent. Change the delimiter in the program that exports the list,"
                                + " and deliver the file again.");
            }
        });
    }

    private static List<Delimiter> all() {
        return Arrays.asList(Delimiter.values());
    }

    private boolean isInFirst(Delimiter delimiter) {
        List<Integer> found = Objects.requireNonNull(widths.get(delimiter));
        return !found.isEmpty() && found.get(0) > 1;
    }

    private List<Integer> rows(Delimiter delimiter) {
        List<Integer> found = Objects.requireNonNull(widths.get(delimiter));
        return found.isEmpty() ? found : found.subList(1, found.size());
    }

    /** At least two rows, all with the same number of this character. */
    private boolean isInEveryRow(Delimiter delimiter) {
        List<Integer> rows = rows(delimiter);
        return rows.size() > 1 && rows.get(0) > 1 && rows.stream().distinct().count() == 1;
    }

    /** The share of rows with as many fields as the first record. */
    private double share(Delimiter delimiter) {
        List<Integer> rows = rows(delimiter);
        int first = Objects.requireNonNull(widths.get(delimiter)).get(0);
        return rows.isEmpty()
                ? 1
                : (double) rows.stream().filter(width -> width == first).count() / rows.size();
    }

    private static String names(List<Delimiter> delimiters) {
        return delimiters.stream().map(Delimiter::id).collect(Collectors.joining(" and "));
    }

    private static SegmentFileRefused unclear(String found) {
        return new SegmentFileRefused(
                Reason.UNCLEAR_FORMAT,
                "The delimiter of the segment file is ambiguous: " + found + ". Nothing was sent. Set format.delimiter"
                        + " in the destination to comma, semicolon, tab or pipe, whichever separates the columns, and"
                        + " resolve the workflow.");
    }
}
