package io.audienceroutes.format;

import io.audienceroutes.segment.RowChunk;
import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The rows of a segment file in chunks, read on demand. Used by the splitter of the route {@code prepare-members}.
 *
 * <p>If columns have names, the first record is the header, not a row; lines of white space are ignored. Every method
 * may throw the exceptions of the reader. Not thread-safe.
 */
public final class RowChunks implements Iterator<RowChunk> {
    /** A chunk has fewer rows if they are long, because several chunks are in memory at a time. */
    private static final long MOST_WEIGHT = 1 << 20;

    /** The overhead of a string and of a list entry, in characters. */
    private static final int STRING_WEIGHT = 28;

    private static final int PLACE_WEIGHT = 2;

    private final Iterator<List<String>> records;
    private final RecordLines lines;
    private final int chunkSize;
    private final boolean named;

    private List<String> header = List.of();
    private boolean headerTaken;
    private List<String> ahead = List.of();
    private long aheadLine;
    private boolean aheadTaken;
    private long sequence;

    /**
     * @param records the parser's records, in file order
     * @param lines the lines at which they start, from the parser's reader
     * @param chunkSize the maximum number of rows in a chunk; fewer if they are long
     * @param named whether the first record names the columns; otherwise it is a row, and columns are named by position
     */
    RowChunks(Iterator<List<String>> records, RecordLines lines, int chunkSize, boolean named) {
        this.records = Objects.requireNonNull(records, "records");
        this.lines = Objects.requireNonNull(lines, "lines");
        if (chunkSize < 1) {
            throw new IllegalArgumentException("chunkSize is " + chunkSize + ", but must be 1 or more.");
        }
        this.chunkSize = chunkSize;
        this.named = named;
    }

    /**
     * The names of the columns, as written in the file, or their positions from 1 if there is no header line; throws
     * {@code EMPTY} if there is no record.
     */
    public List<String> header() {
        if (!headerTaken) {
            if (!advance()) {
                throw new SegmentFileRefused(
                        Reason.EMPTY,
                        "The segment file is empty: expected a header line and one line per customer. Check"
                                + " the export that wrote it, and deliver it again.");
            }
            header = named ? List.copyOf(ahead) : positions(ahead.size());
            headerTaken = true;
            aheadTaken = !named;
        }
        return header;
    }

    @Override
    public boolean hasNext() {
        header();
        return advance();
    }

    @Override
    public RowChunk next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The segment file has no further rows.");
        }
        long[] starts = new long[chunkSize];
        List<List<String>> rows = new ArrayList<>(chunkSize);
        long weight = 0;
        while (rows.size() < chunkSize && weight < MOST_WEIGHT && advance()) {
            starts[rows.size()] = aheadLine;
            rows.add(ahead);
            weight += weight(ahead);
            aheadTaken = false;
        }
        long[] exact = rows.size() == chunkSize ? starts : Arrays.copyOf(starts, rows.size());
        return new RowChunk(sequence++, exact, Collections.unmodifiableList(rows));
    }

    private static List<String> positions(int width) {
        return IntStream.rangeClosed(1, width).mapToObj(Integer::toString).toList();
    }

    private static long weight(List<String> record) {
        if (record instanceof TextRecord text) {
            return text.weight();
        }
        long weight = 0;
        for (String cell : record) {
            weight += PLACE_WEIGHT + (cell.isEmpty() ? 0 : STRING_WEIGHT + cell.length());
        }
        return weight;
    }

    /** Reads the next record ahead; false at the end of the file. */
    private boolean advance() {
        while (!aheadTaken && records.hasNext()) {
            ahead = records.next();
            aheadLine = lines.next();
            aheadTaken = !lines.onlyWhiteSpace();
        }
        if (!aheadTaken && !lines.isEmpty()) {
            throw new IllegalStateException(
                    "Records and line numbers are out of sync at the end of the segment file: the parser is not configured"
                            + " as its reader expects (its delimiter, double quote, no escape, empty lines ignored).");
        }
        return aheadTaken;
    }
}
