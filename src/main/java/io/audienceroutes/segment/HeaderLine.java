package io.audienceroutes.segment;

import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The first record of a segment file, in which the configured columns are found. */
final class HeaderLine {
    private static final int MAX_NAMES_SHOWN = 30;
    private static final int DIGITS_OF_A_VALUE = 7;

    private final List<String> names;

    HeaderLine(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** The form in which two column names are compared. */
    static String key(String name) {
        return CellEdges.trim(name).toLowerCase(Locale.ROOT);
    }

    int width() {
        return names.size();
    }

    /** Position of each column, in the order given; refuses missing columns (all at once) and ambiguous ones. */
    int[] positions(List<IdentifierColumn> columns) {
        int[] positions = new int[columns.size()];
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i).column();
            int[] found = positionsOf(column);
            if (found.length == 0) {
                missing.add(Quoted.name(column));
            } else if (found.length > 1) {
                throw duplicate(column, found);
            } else {
                positions[i] = found[0];
            }
        }
        if (!missing.isEmpty()) {
            throw missing(missing);
        }
        return positions;
    }

    private int[] positionsOf(String column) {
        String wanted = key(column);
        return IntStream.range(0, names.size())
                .filter(i -> key(names.get(i)).equals(wanted))
                .toArray();
    }

    private static SegmentFileRefused duplicate(String column, int[] found) {
        return new SegmentFileRefused(
                Reason.DUPLICATE_COLUMN,
                "The header line of the segment file names " + Quoted.name(column) + " " + found.length
                        + " times (columns " + (found[0] + 1) + " and " + (found[1] + 1)
                        + "): expected is once. Rename or remove the other one, and deliver the file again.");
    }

    private SegmentFileRefused missing(List<String> missing) {
        return new SegmentFileRefused(
                Reason.MISSING_COLUMN,
                "The header line of the segment file lacks " + String.join(" and ", missing) + ". " + found()
                        + " Correct the file's header line, or the column names in the destination, and deliver the"
                        + " file again.");
    }

    /** Names of columns may be shown; but where the header line was left out, the first customer stands there. */
    private String found() {
        if (names.stream().anyMatch(HeaderLine::looksLikeAValue)) {
            return "It has " + names.size()
                    + " cells, which look like a customer's data: the file seems to have no header line.";
        }
        String shown = names.stream().limit(MAX_NAMES_SHOWN).map(Quoted::name).collect(Collectors.joining(", "));
        String rest = names.size() > MAX_NAMES_SHOWN ? " and " + (names.size() - MAX_NAMES_SHOWN) + " more" : "";
        return "It names " + shown + rest + "." + separatorHint();
    }

    private String separatorHint() {
        boolean otherSeparator =
                names.size() == 1 && names.get(0).chars().anyMatch(c -> c == ';' || c == '\t' || c == '|');
        return otherSeparator ? " The columns seem not to be separated by commas." : "";
    }

    private static boolean looksLikeAValue(String name) {
        return name.indexOf('@') >= 0
                || name.codePoints().filter(Character::isDigit).count() >= DIGITS_OF_A_VALUE;
    }
}
