package io.audienceroutes.app;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.format.Delimiter;
import io.audienceroutes.format.FileFormat;
import io.audienceroutes.format.RowChunks;
import io.audienceroutes.format.SegmentFormats;
import io.audienceroutes.format.SegmentPart;
import io.audienceroutes.format.SegmentParts;
import io.audienceroutes.segment.RowChunk;
import io.audienceroutes.segment.RowPreparation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The first rows of a segment file that the destination accepts, as a segment file of its own: to look at a delivery in
 * TikTok before the whole list goes. It is held in memory and never written. Of an archive, the first entry is sampled.
 */
final class SampleFile {
    /** More than this is no sample; the rows are held in memory. */
    static final int MOST_ROWS = 10_000;

    private SampleFile() {}

    /** The sample as a stream; reads no further than its last row. */
    static InputStream of(Path file, Destination destination, int rows, SegmentFormats formats) throws IOException {
        if (rows < 1 || rows > MOST_ROWS) {
            throw new InvalidSettings(
                    "--sample takes a number of rows from 1 to " + MOST_ROWS + "; found " + rows + ".");
        }
        requireWritable(destination.format());
        try (SegmentParts parts = formats.open(file, file.getFileName().toString(), destination.format())) {
            SegmentPart part = parts.next();
            RowChunks single = part.rows(1);
            RowPreparation preparation = new RowPreparation(destination.preparationRules(), single.header());
            List<List<String>> accepted = new ArrayList<>();
            while (accepted.size() < rows && single.hasNext()) {
                RowChunk row = single.next();
                if (preparation.prepare(row).tally().rowsAccepted() == 1) {
                    accepted.add(row.rows().get(0));
                }
            }
            return written(single.header(), accepted, destination.format());
        }
    }

    /** The audience that a sample goes to, beside the one that the whole list goes to. */
    static String audienceName(String audienceName) {
        return audienceName + " (sample)";
    }

    /** The sample is a file of the destination, so it has to be as the destination says. */
    private static void requireWritable(FileFormat format) {
        boolean objects = format.kind().equals(Optional.of(FileFormat.Kind.JSON_LINES));
        if (objects || format.decryption().isPresent()) {
            throw new InvalidSettings("--sample makes a CSV file that is not encrypted, and this destination takes "
                    + (objects ? "JSON Lines" : "encrypted files")
                    + " only. Deliver a short file of that kind instead.");
        }
    }

    private static InputStream written(List<String> header, List<List<String>> rows, FileFormat format)
            throws IOException {
        Delimiter delimiter = format.delimiter().orElse(Delimiter.COMMA);
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(
                text,
                CSVFormat.DEFAULT.builder().setDelimiter(delimiter.character()).get())) {
            if (format.header()) {
                printer.printRecord(header);
            }
            printer.printRecords(rows);
        }
        Charset charset =
                format.characterSet().map(set -> Charset.forName(set.label())).orElse(StandardCharsets.UTF_8);
        return new ByteArrayInputStream(text.toString().getBytes(charset));
    }
}
