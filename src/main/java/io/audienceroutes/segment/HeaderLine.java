package io.audienceroutes.segment;

import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The first record of a segment file, in which the columns of identifiers are found. */
final class HeaderLine {
    private static final int MAX_NAMES_SHOWN = 30;
    private static final int USUAL_NAMES_SHOWN = 3;
    private static final int DIGITS_OF_A_VALUE = 7;

    private final List<String> names;
    private final List<String> missing = new ArrayList<>();

    HeaderLine(List<String> names) {
        this.names = List.copyOf(names);
    }

    int width() {
        return names.size();
    }

    /** All columns that the rules require; refuses missing ones (all in one message) and ambiguous ones. */
    List<IdentifierColumn> columns(PreparationRules rules) {
        List<IdentifierColumn> columns = new ArrayList<>();
        for (IdentifierType type : rules.types()) {
            List<String> named = rules.columns().of(type);
            if (named.isEmpty()) {
                usual(type, columns);
            } else {
                named.forEach(name -> named(type, name, columns));
            }
        }
        if (!missing.isEmpty()) {
            throw missing();
        }
        requireColumnsApart(columns);
        return toldApart(columns);
    }

    /** The columns of those types that the header has; refuses one that has none of them. */
    List<IdentifierColumn> columnsThere(PreparationRules rules) {
        List<IdentifierColumn> columns = new ArrayList<>();
        for (IdentifierType type : rules.types()) {
            int before = columns.size();
            rules.columns().of(type).forEach(name -> named(type, name, columns));
            if (columns.size() == before) {
                usual(type, columns);
            }
        }
        if (columns.isEmpty()) {
            throw missing();
        }
        requireColumnsApart(columns);
        return toldApart(columns);
    }

    /** An exact match takes precedence over a loose one. */
    private void named(IdentifierType type, String name, List<IdentifierColumn> columns) {
        List<Integer> found = positions(name, ColumnName::exact);
        if (found.isEmpty()) {
            found = positions(name, ColumnName::loose);
        }
        if (found.size() > 1 && !isOneName(found)) {
            throw duplicate(name, found);
        }
        if (found.isEmpty()) {
            missing.add(Quoted.name(name));
        }
        found.forEach(position -> columns.add(new IdentifierColumn(type, name, position)));
    }

    /** Columns with the same name, as in upload templates of other ad platforms, are combined. */
    private boolean isOneName(List<Integer> positions) {
        return positions.stream()
                        .map(position -> ColumnName.exact(names.get(position)))
                        .distinct()
                        .count()
                == 1;
    }

    /** Distinguished by position if several have the same name. */
    private static List<IdentifierColumn> toldApart(List<IdentifierColumn> columns) {
        Map<String, Long> times =
                columns.stream().collect(Collectors.groupingBy(IdentifierColumn::name, Collectors.counting()));
        return columns.stream()
                .map(column -> times.get(column.name()) == 1
                        ? column
                        : new IdentifierColumn(
                                column.type(),
                                column.name() + " (column " + (column.position() + 1) + ")",
                                column.position()))
                .toList();
    }

    private List<Integer> positions(String name, UnaryOperator<String> form) {
        String wanted = form.apply(name);
        return IntStream.range(0, names.size())
                .filter(i -> form.apply(names.get(i)).equals(wanted))
                .boxed()
                .toList();
    }

    private void usual(IdentifierType type, List<IdentifierColumn> columns) {
        Map<String, String> usual = UsualNames.looseOf(type);
        List<IdentifierColumn> found = IntStream.range(0, names.size())
                .filter(i -> usual.containsKey(ColumnName.loose(names.get(i))))
                .mapToObj(i -> new IdentifierColumn(type, usual.get(ColumnName.loose(names.get(i))), i))
                .toList();
        if (found.size() > 1
                && !isOneName(found.stream().map(IdentifierColumn::position).toList())) {
            throw ambiguous(type, found);
        }
        if (found.isEmpty()) {
            missing.add("a column of " + type + " (such as "
                    + usual.values().stream()
                            .limit(USUAL_NAMES_SHOWN)
                            .map(Quoted::name)
                            .collect(Collectors.joining(", "))
                    + ")");
        }
        columns.addAll(found);
    }

    private SegmentFileRefused ambiguous(IdentifierType type, List<IdentifierColumn> found) {
        String shown = found.stream()
                .map(column -> Quoted.name(CellEdges.trim(names.get(column.position()))) + " (column "
                        + (column.position() + 1) + ")")
                .collect(Collectors.joining(" and "));
        return new SegmentFileRefused(
                Reason.AMBIGUOUS_COLUMN,
                "The header line of the segment file has several columns that may hold " + type + ": " + shown
                        + ". Set columns." + type
                        + " in the destination to the column to read, or to a list of all of them, and deliver the file again.");
    }

    private static void requireColumnsApart(List<IdentifierColumn> columns) {
        Map<Integer, IdentifierColumn> taken = new HashMap<>();
        for (IdentifierColumn column : columns) {
            IdentifierColumn other = taken.putIfAbsent(column.position(), column);
            if (other != null) {
                throw new SegmentFileRefused(
                        Reason.AMBIGUOUS_COLUMN,
                        "Column " + (column.position() + 1) + " of the segment file is configured twice, as "
                                + Quoted.name(other.name()) + " (" + other.type() + ") and as "
                                + Quoted.name(column.name()) + " (" + column.type()
                                + "). Each name in the destination's setting columns must have its own column."
                                + " Correct the setting, and deliver the file again.");
            }
        }
    }

    private static SegmentFileRefused duplicate(String column, List<Integer> found) {
        return new SegmentFileRefused(
                Reason.DUPLICATE_COLUMN,
                "The header line of the segment file names " + Quoted.name(column) + " " + found.size()
                        + " times (columns " + (found.get(0) + 1) + " and " + (found.get(1) + 1)
                        + ") with different capitalisation. In the destination's setting columns, name the column to read"
                        + " exactly as it is spelled, or both columns, and deliver the file again.");
    }

    private SegmentFileRefused missing() {
        return new SegmentFileRefused(
                Reason.MISSING_COLUMN,
                "The header line of the segment file lacks " + String.join(" and ", missing) + ". " + found()
                        + deviceIdHint() + " Correct the file's header line, or the column names in the destination,"
                        + " and deliver the file again.");
    }

    /**
     * Column names may be shown; but if the header line is missing, the first customer is in its place. So they are
     * shown only if one of them is a usual column name, and none looks like data.
     */
    private String found() {
        if (names.stream().anyMatch(HeaderLine::looksLikeAValue)) {
            return "It has " + names.size()
                    + " cells, which look like a customer's data: the file seems to have no header line.";
        }
        if (names.stream().flatMap(HeaderLine::words).noneMatch(UsualNames::isKnown)) {
            return "It has " + names.size() + (names.size() == 1 ? " cell" : " cells")
                    + " without any usual column name: the file may have no header line.";
        }
        String shown = names.stream().limit(MAX_NAMES_SHOWN).map(Quoted::name).collect(Collectors.joining(", "));
        String rest = names.size() > MAX_NAMES_SHOWN ? " and " + (names.size() - MAX_NAMES_SHOWN) + " more" : "";
        return "It names " + shown + rest + "." + separatorHint();
    }

    private String separatorHint() {
        boolean otherSeparator = names.size() == 1 && words(names.get(0)).count() > 1;
        return otherSeparator ? " The columns do not seem to be separated by commas." : "";
    }

    private String deviceIdHint() {
        boolean unclear = missing.stream()
                        .anyMatch(text -> text.startsWith("a column of AAID") || text.startsWith("a column of IDFA"))
                && names.stream().anyMatch(UsualNames::isEitherDeviceId);
        return unclear
                ? " A column of advertising ids may contain AAIDs or IDFAs: set columns.AAID or columns.IDFA to it."
                : "";
    }

    private static Stream<String> words(String name) {
        return Arrays.stream(name.split("[;\t|,]"));
    }

    private static boolean looksLikeAValue(String name) {
        return name.indexOf('@') >= 0
                || name.codePoints().filter(Character::isDigit).count() >= DIGITS_OF_A_VALUE;
    }
}
