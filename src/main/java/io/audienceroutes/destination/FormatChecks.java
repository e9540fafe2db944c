package io.audienceroutes.destination;

import io.audienceroutes.format.FileFormat;
import io.audienceroutes.segment.IdentifierType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks combinations of format settings and columns: contradictions are refused before a file arrives. */
final class FormatChecks {
    /** Without a header line, columns are named by position, from 1. */
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");

    private static final String HEADER = "/format/header";

    private final String file;
    private final LocatedYaml yaml;
    private final DestinationKeys keys;
    private final FormatKeys format;
    private final List<DestinationProblem> problems = new ArrayList<>();

    FormatChecks(String file, LocatedYaml yaml, DestinationKeys keys) {
        this.file = file;
        this.yaml = yaml;
        this.keys = keys;
        this.format = keys.format();
    }

    List<DestinationProblem> problems() {
        if (format != null) {
            if (FileFormat.Kind.JSON_LINES.id().equals(format.kind())) {
                checkJsonLines();
            } else if (Boolean.FALSE.equals(format.header())) {
                checkNumbers();
            }
        }
        return List.copyOf(problems);
    }

    private void checkJsonLines() {
        if (format.delimiter() != null) {
            add(
                    "/format/delimiter",
                    "omitted with kind json-lines, which has no delimiter",
                    Excerpt.of(format.delimiter()));
        }
        if (Boolean.FALSE.equals(format.header())) {
            add(HEADER, "true or omitted with kind json-lines, whose keys are the column names", "false");
        }
    }

    private void checkNumbers() {
        for (IdentifierType type : keys.userIdTypes()) {
            if (!keys.namedColumns().containsKey(type)) {
                add(
                        HEADER,
                        "with header false, the number of the column of each id type, as in columns: {" + type
                                + ": \"2\"}",
                        "no column of " + type);
            }
        }
        keys.namedColumns()
                .forEach((type, columns) -> columns.names().stream()
                        .filter(name -> !NUMBER.matcher(name.strip()).matches())
                        .forEach(name -> add("/columns/" + type, numbers(), Excerpt.of(name))));
        if (keys.campaign() != null
                && keys.campaign().groupColumn() != null
                && !NUMBER.matcher(keys.campaign().groupColumn().strip()).matches()) {
            add("/campaign/groupColumn", numbers(), Excerpt.of(keys.campaign().groupColumn()));
        }
    }

    private static String numbers() {
        return "a number from 1, because format.header is false and the columns have no names";
    }

    private void add(String pointer, String expected, String found) {
        problems.add(new DestinationProblem(file, yaml.line(pointer), DestinationSchema.key(pointer), expected, found));
    }
}
