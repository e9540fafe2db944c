package io.audienceroutes.app;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.segment.ReadLimits;
import io.audienceroutes.segment.RowChunk;
import io.audienceroutes.segment.RowChunks;
import io.audienceroutes.segment.RowPreparation;
import io.audienceroutes.segment.SegmentReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * The first rows of a segment file that the destination accepts, as a segment file of its own: to look at a delivery in
 * TikTok before the whole list goes. It is held in memory and never written.
 */
final class SampleFile {
    /** More than this is no sample; the rows are held in memory. */
    static final int MOST_ROWS = 10_000;

    private SampleFile() {}

    /** The sample as a stream; reads no further than its last row. */
    static InputStream of(Path file, Destination destination, int rows) throws IOException {
        if (rows < 1 || rows > MOST_ROWS) {
            throw new InvalidSettings(
                    "--sample takes a number of rows from 1 to " + MOST_ROWS + "; found " + rows + ".");
        }
        SegmentReader reader = new SegmentReader(Files.newInputStream(file), ReadLimits.defaults());
        try (CSVParser parser = CSVFormat.DEFAULT.parse(reader)) {
            Iterator<List<String>> records =
                    parser.stream().map(CSVRecord::toList).iterator();
            RowChunks single = new RowChunks(records, reader.lines(), 1);
            RowPreparation preparation = new RowPreparation(destination.preparationRules(), single.header());
            List<List<String>> accepted = new ArrayList<>();
            while (accepted.size() < rows && single.hasNext()) {
                RowChunk row = single.next();
                if (preparation.prepare(row).tally().rowsAccepted() == 1) {
                    accepted.add(row.rows().get(0));
                }
            }
            return written(single.header(), accepted);
        }
    }

    /** The audience that a sample goes to, beside the one that the whole list goes to. */
    static String audienceName(String audienceName) {
        return audienceName + " (sample)";
    }

    private static InputStream written(List<String> header, List<List<String>> rows) throws IOException {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.DEFAULT)) {
            printer.printRecord(header);
            printer.printRecords(rows);
        }
        return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
