package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import io.audienceroutes.segment.UsualNames;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out from the following lines why a header line lacks a required column: the names are further down, or the
 * column has an unusual name. Never shows a cell that could contain customer data.
 */
final class HeaderHint {
    private static final int LINES = 20;
    private static final int RECORDS = 50;
    private static final int LONGEST_NAME = 40;
    private static final int MOST_DIGITS = 3;
    private static final double MOSTLY = 0.8;
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");
    private static final Pattern SEPARATORS = Pattern.compile("[,;\\t|]");

    /** The remedy for an unusual column name in a segment file. */
    static final UnaryOperator<String> NAME_IN_DESTINATION =
            name -> "Name it in the destination, with columns: {EMAIL: \"" + name
                    + "\"}, and resolve the workflow; or rename it to \"email\" in the export, and deliver the new file.";

    /** The same for a list to which the destination's columns do not apply. */
    static final UnaryOperator<String> NAME_IN_LIST = name -> "Rename it to \"email\" in the list.";

    private HeaderHint() {}

    /** The refusal of a text whose column names are below its first line. */
    static Optional<SegmentFileRefused> titleAbove(String text) {
        List<String> lines =
                Arrays.stream(LINE_END.split(text, LINES + 1)).limit(LINES).toList();
        for (int i = 0; i < lines.size(); i++) {
            Optional<String> name =
                    words(lines.get(i)).filter(UsualNames::isOfIdentifier).findFirst();
            if (name.isPresent()) {
                boolean first = lines.subList(0, i).stream().allMatch(String::isBlank);
                return first ? Optional.empty() : Optional.of(title(i + 1, name.get()));
            }
        }
        return Optional.empty();
    }

    /** The refusal of a CSV text with an e-mail column that has an unusual name. */
    static Optional<SegmentFileRefused> unusualName(String text, Delimiter delimiter, UnaryOperator<String> remedy) {
        int longest = ReadLimits.defaults().maxRecordChars();
        return unusualName(
                first(new TextRecords(
                        cells -> new ScannedText(decoded(text), new RecordScanner(delimiter, longest, 1, cells)),
                        new RecordLines())),
                remedy);
    }

    /** The same for JSON Lines. */
    static Optional<SegmentFileRefused> unusualKey(
            String text, Map<String, Integer> keys, UnaryOperator<String> remedy) {
        int longest = ReadLimits.defaults().maxRecordChars();
        return unusualName(
                first(new JsonRecords(new JsonLines(decoded(text), longest), keys, new RecordLines())), remedy);
    }

    private static Optional<SegmentFileRefused> unusualName(List<List<String>> records, UnaryOperator<String> remedy) {
        if (records.size() < 2) {
            return Optional.empty();
        }
        List<String> header = records.get(0);
        List<List<String>> rows = records.subList(1, records.size());
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).strip();
            if (isName(name) && holdsAddresses(rows, i)) {
                return Optional.of(new SegmentFileRefused(
                        Reason.MISSING_COLUMN,
                        "No column of the segment file has one of the usual EMAIL names, but column " + (i + 1)
                                + ", named \"" + name + "\", contains e-mail addresses. " + remedy.apply(name)));
            }
        }
        return Optional.empty();
    }

    private static SegmentFileRefused title(int line, String name) {
        return new SegmentFileRefused(
                Reason.MISSING_COLUMN,
                line,
                "The first line of the segment file is not a header line: the names of the columns, such as \"" + name
                        + "\", are on line " + line + ", below a title or other text. Remove the lines above them from"
                        + " the export, and deliver the file again.");
    }

    private static Stream<String> words(String line) {
        return Arrays.stream(SEPARATORS.split(line))
                .map(word -> word.replace('"', ' ').strip());
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.indexOf('@') < 0
                && name.indexOf('"') < 0
                && name.codePoints().filter(Character::isDigit).count() < MOST_DIGITS
                && name.codePoints().noneMatch(Character::isISOControl);
    }

    private static boolean holdsAddresses(List<List<String>> rows, int column) {
        List<String> cells = rows.stream()
                .filter(row -> column < row.size())
                .map(row -> row.get(column))
                .filter(cell -> !cell.isBlank())
                .toList();
        long addresses = cells.stream().filter(cell -> cell.indexOf('@') > 0).count();
        return addresses > 0 && addresses >= MOSTLY * cells.size();
    }

    private static DecodedText decoded(String text) {
        return new DecodedText(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                new AtomicLong(),
                CharacterSet.UTF_8,
                0);
    }

    private static List<List<String>> first(Iterator<List<String>> found) {
        List<List<String>> records = new ArrayList<>();
        try {
            while (records.size() < RECORDS && found.hasNext()) {
                records.add(found.next());
            }
        } catch (SegmentFileRefused e) {
            // The text may end inside a record: the part before it is enough for a hint
            return records;
        }
        return records;
    }
}
