package io.audienceroutes.console;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The first rejected values of a workflow, masked as they were written.
 *
 * @param reasons how often each reason is given among the rows that were counted, the most frequent first
 * @param counted rows that were counted
 * @param more whether there are others that were not counted
 * @param hidden whether this viewer sees none of them
 */
record Rejects(List<Row> rows, List<Reason> reasons, long counted, boolean more, boolean hidden) {
    private static final int SHOWN = 200;
    private static final int COUNTED = 20_000;
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    static Rejects notShown() {
        return new Rejects(List.of(), List.of(), 0, false, true);
    }

    static Rejects of(Path file) {
        if (!Files.isRegularFile(file)) {
            return new Rejects(List.of(), List.of(), 0, false, false);
        }
        List<Row> rows = new ArrayList<>();
        Map<String, Reason> reasons = new LinkedHashMap<>();
        long counted = 0;
        boolean more = false;
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser parser = FORMAT.parse(reader)) {
            for (CSVRecord record : parser) {
                if (counted == COUNTED) {
                    more = true;
                    break;
                }
                counted++;
                Row row = Row.of(record);
                reasons.merge(
                        row.reason(),
                        new Reason(row.reason(), row.remedy(), 1),
                        (known, one) -> new Reason(known.reason(), known.remedy(), known.count() + 1));
                if (rows.size() < SHOWN) {
                    rows.add(row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The rejects file " + file + " cannot be read", e);
        }
        List<Reason> frequent = reasons.values().stream()
                .sorted(Comparator.comparingLong(Reason::count).reversed())
                .toList();
        return new Rejects(rows, frequent, counted, more, false);
    }

    /** One rejected value. */
    record Row(String file, String line, String column, String reason, String remedy, String value) {
        private static Row of(CSVRecord record) {
            return new Row(
                    cell(record, 0),
                    cell(record, 1),
                    cell(record, 2),
                    cell(record, 3),
                    cell(record, 4),
                    cell(record, 5));
        }

        private static String cell(CSVRecord record, int column) {
            return column < record.size() ? Show.brief(record.get(column)) : "";
        }
    }

    /** A reason, and how often it is given. */
    record Reason(String reason, String remedy, long count) {}
}
