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
 * The rows of a segment file in chunks, read only as they are asked for. The splitter of the route
 * {@code prepare-members} takes them from here.
 *
 * <p>Where columns have names, the first record is the header and no row; lines of white space only are no rows either. Every method may raise
 * what the reader below raises. Used by one thread.
 */
public final class RowChunks implements Iterator<RowChunk> {
    /** A chunk has fewer rows where they are long: several chunks are in memory at a time. */
    private static final long MOST_WEIGHT = 1 << 20;

    /** What a string takes besides its characters, and what a place in a list takes, in characters. */
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
     * @param lines where they start, from the reader under that parser
     * @param chunkSize most rows in a chunk; where they are long, it has fewer
     * @param named whether the first record names the columns; otherwise it is a row, and columns are named by position
     */
    RowChunks(Iterator<List<String>> records, RecordLines lines, int chunkSize, boolean named) {
        this.records = Objects.requireNonNull(records, "records");
        this.lines = Objects.requireNonNull(lines, "lines");
        if (chunkSize < 1) {
            throw new IllegalArgumentException("chunkSize is " + chunkSize + ": allowed is 1 and more.");
        }
        this.chunkSize = chunkSize;
        this.named = named;
    }

    /**
     * The names of the columns, as written in the file, or their positions from 1 where it has no header line; raises
     * {@code EMPTY} when there is no record.
     */
    public List<String> header() {
        if (!headerTaken) {
            if (!advance()) {
                throw new SegmentFileRefused(
                        Reason.EMPTY,
                        "The segment file is empty: expected a header line and one line for each customer. Check"
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

    /** Makes sure that a record is held ready; false at the end of the file. */
    private boolean advance() {
        while (!aheadTaken && records.hasNext()) {
            ahead = records.next();
            aheadLine = lines.next();
            aheadTaken = !lines.onlyWhiteSpace();
        }
        if (!aheadTaken && !lines.isEmpty()) {
            throw new IllegalStateException(
                    "Records and lines are out of step at the end of the segment file: the parser is not set up as the"
                            + " reader under it expects (its delimiter, double quote, no escape, empty lines ignored).");
        }
        return aheadTaken;
    }
}
