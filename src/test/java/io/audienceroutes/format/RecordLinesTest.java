package io.audienceroutes.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.segment.SegmentFileRefused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines stay in step with Commons CSV, whatever the characters. */
class RecordLinesTest {
    private static final int INPUTS = 8_000;
    private static final int LONGEST_INPUT = 40;
    private static final int LONG_INPUTS = 20;
    private static final String[] ALPHABET = {
        ",", ",", "\"", "\"", "\"", "\n", "\n", "\r", "\r\n", " ", "\t", "a", "b", "é", "😀", "\u00a0", "\u200b",
        "\u0085", "\u2028", "\u3000", "\u001f", "\u000b", "\ufffe", "\uffff", "\ufeff", "#", "\\", "'", ";"
    };

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomFilesAreRefusedOrReadAsCommonsCsvReadsThem(boolean withCommonsCsv) {
        SplittableRandom seeds = new SplittableRandom(20_261_123);
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            long seed = seeds.nextLong();
            RandomGenerator random = new SplittableRandom(seed);
            refused += agrees(text(random, random.nextInt(LONGEST_INPUT)), random, seed, withCommonsCsv) ? 0 : 1;
        }

        assertThat(refused).as("a fair share of either").isBetween(INPUTS / 10, INPUTS * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void filesAcrossManyBuffersStayInStep(boolean withCommonsCsv) {
        SplittableRandom seeds = new SplittableRandom(4_180);
        for (int i = 0; i < LONG_INPUTS; i++) {
            long seed = seeds.nextLong();
            RandomGenerator random = new SplittableRandom(seed);
            assertThat(agrees(rows(random, 4_000), random, seed, withCommonsCsv))
                    .isTrue();
        }
    }

    @Test
    void aLineTooManyIsAFault() {
        assertThatThrownBy(() -> new RecordLines().next()).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void linesComeInOrderWhileTheRingGrowsAndTurns() {
        RecordLines lines = new RecordLines();
        long added = 0;
        long taken = 0;
        for (int round = 1; round < 60; round++) {
            for (int i = 0; i < round * 40; i++) {
                lines.add(++added, added % 3 == 0);
            }
            for (int i = 0; i < round * 30; i++) {
                assertThat(lines.next()).isEqualTo(++taken);
                assertThat(lines.onlyWhiteSpace()).isEqualTo(taken % 3 == 0);
            }
        }
        assertThat(lines.isEmpty()).isFalse();
    }

    /** Whether the file was read; false when both refuse it. */
    private static boolean agrees(String text, RandomGenerator random, long seed, boolean withCommonsCsv) {
        // A byte order mark at the very start is no text
        String seen = text.startsWith("\ufeff") ? text.substring(1) : text;
        RecordOracle oracle = new RecordOracle(seen);
        List<Long> lines = new ArrayList<>();
        List<List<String>> records = new ArrayList<>();
        InputStream bytes =
                new TricklingStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), random);
        SegmentPart part = Parts.commas(bytes);
        Iterator<List<String>> found = withCommonsCsv ? ofCommonsCsv(part.reader()) : part.records();
        try {
            while (found.hasNext()) {
                records.add(found.next());
                lines.add(part.lines().next());
            }
        } catch (SegmentFileRefused e) {
            assertThat(e.line()).as("seed %d", seed).isEqualTo(oracle.lineOfBrokenQuote());
            assertThatThrownBy(() -> plainly(seen)).as("seed %d", seed).isInstanceOf(UncheckedIOException.class);
            return false;
        }
        assertThat(oracle.lineOfBrokenQuote()).as("seed %d", seed).isEmpty();
        assertThat(stripped(records)).as("seed %d", seed).isEqualTo(stripped(plainly(seen)));
        assertThat(lines).as("seed %d", seed).isEqualTo(oracle.starts());
        assertThat(part.lines().isEmpty()).as("seed %d", seed).isTrue();
        return true;
    }

    /** Spaces around cells are trimmed later in any case; Commons CSV has to drop them to see a quote behind them. */
    private static List<List<String>> stripped(List<List<String>> records) {
        return records.stream()
                .map(record -> record.stream().map(String::strip).toList())
                .toList();
    }

    private static List<List<String>> plainly(String text) {
        List<List<String>> records = new ArrayList<>();
        ofCommonsCsv(new StringReader(text)).forEachRemaining(records::add);
        return records;
    }

    private static Iterator<List<String>> ofCommonsCsv(Reader reader) {
        return parser(reader).stream().map(CSVRecord::toList).iterator();
    }

    private static CSVParser parser(Reader reader) {
        try {
            return CSVParser.parse(
                    reader,
                    CSVFormat.DEFAULT.builder().setIgnoreSurroundingSpaces(true).get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return text.toString();
    }

    private static String rows(RandomGenerator random, int count) {
        String[] cells = {"a@b.example", "\"q, \"\"r\"\"\"", "\"x\r\ny\n\rz\"", "", " ", "😀é", "\"\""};
        String[] ends = {"\n", "\r\n", "\r", "\n\n", "\r\n \r\n"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            for (int cell = random.nextInt(4); cell >= 0; cell--) {
                text.append(cells[random.nextInt(cells.length)]).append(cell == 0 ? "" : ",");
            }
            text.append(ends[random.nextInt(ends.length)]);
        }
        return text.toString();
    }
}
