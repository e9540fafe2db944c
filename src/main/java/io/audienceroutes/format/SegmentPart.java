package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * One text of a segment file: the file itself, or an entry of an archive. The route {@code read-records} takes its
 * records, or reads its characters with camel-csv where the settings say so; {@link #rows(int)} needs no route.
 * Read once, in one of these ways, by one thread.
 */
public final class SegmentPart implements Closeable {
    private static final String EMAIL_WANTED = "column of EMAIL";

    /** The format of a missing file. */
    private static final Set<Reason> NO_LIST =
            Set.of(Reason.MISSING_COLUMN, Reason.UNCLEAR_FORMAT, Reason.NOT_TEXT, Reason.EMPTY);

    private final String name;
    private final boolean single;
    private final TextFormat format;
    private final AtomicLong bytes;
    private final DecodedText text;
    private final RecordLines lines = new RecordLines();
    private final ReadLimits limits;
    private final Map<String, Integer> keys;
    private final byte[] head;

    private SegmentPart(
            String name,
            boolean single,
            TextFormat format,
            AtomicLong bytes,
            DecodedText text,
            ReadLimits limits,
            Map<String, Integer> keys,
            byte[] head) {
        this.name = name;
        this.single = single;
        this.format = format;
        this.bytes = bytes;
        this.text = text;
        this.limits = limits;
        this.keys = keys;
        this.head = head;
    }

    /** Opens the bytes of a part from the start; may be called again. */
    interface Opener {
        InputStream open() throws IOException;
    }

    /** Opens a part and detects its format; for JSON Lines, also reads all keys. */
    static SegmentPart open(String name, boolean single, Opener opener, FormatSniffer sniffer, ReadLimits limits) {
        try {
            InputStream packed = opener.open();
            byte[] head = packed.readNBytes(FormatSniffer.HEAD_BYTES);
            TextFormat format = sniffer.sniff(head, head.length, head.length < FormatSniffer.HEAD_BYTES);
            AtomicLong bytes = new AtomicLong();
            if (format.delimiter().isPresent()) {
                return new SegmentPart(
                        name, single, format, bytes, text(head, packed, format, bytes), limits, Map.of(), head);
            }
            Map<String, Integer> keys = keys(head, packed, format, limits);
            InputStream again = opener.open();
            DecodedText text = text(again.readNBytes(FormatSniffer.HEAD_BYTES), again, format, bytes);
            return new SegmentPart(name, single, format, bytes, text, limits, keys, head);
        } catch (SegmentFileRefused e) {
            throw single ? e : inArchive(name, e);
        } catch (IOException e) {
            throw new UncheckedIOException("The segment file cannot be read: " + e, e);
        }
    }

    /** Its name in messages: the name of the file, followed by that of the archive entry, if any. */
    public String name() {
        return name;
    }

    /** The kind of its records: comma, semicolon, tab, pipe or json-lines. */
    public String dialect() {
        return format.dialect();
    }

    /** The records, starting with the header line of CSV or the keys of JSON Lines. */
    public Iterator<List<String>> records() {
        return format.delimiter()
                .<Iterator<List<String>>>map(delimiter -> new TextRecords(found -> scanned(delimiter, found), lines))
                .orElseGet(() -> new JsonRecords(new JsonLines(text, limits.maxRecordChars()), keys, lines));
    }

    /** The characters of a CSV part instead of its records, for a CSV parser with its delimiter. */
    public Reader reader() {
        return format.delimiter()
                .<Reader>map(delimiter -> new SegmentReader(scanned(delimiter, lines::add)))
                .orElseGet(Reader::nullReader);
    }

    /** The rows in chunks, from {@link #records()} or from a parser of {@link #reader()}. */
    public RowChunks rows(Iterator<List<String>> records, int chunkSize) {
        return new RowChunks(records, lines, chunkSize, format.header());
    }

    /** The rows in chunks. */
    public RowChunks rows(int chunkSize) {
        return rows(records(), chunkSize);
    }

    /**
     * A refusal of this part, with a hint from the lines below the header, and with the part's name if there are
     * several.
     */
    public SegmentFileRefused refusal(SegmentFileRefused found) {
        return refusal(found, HeaderHint.NAME_IN_DESTINATION);
    }

    /**
     * The same for a list to which the destination's setting {@code columns} does not apply, such as an opt-out list.
     */
    public SegmentFileRefused refusalOfList(SegmentFileRefused found) {
        return refusal(found, HeaderHint.NAME_IN_LIST);
    }

    private SegmentFileRefused refusal(SegmentFileRefused found, UnaryOperator<String> remedy) {
        SegmentFileRefused refusal = hint(found, remedy).orElse(found);
        return single ? refusal : inArchive(name, refusal);
    }

    private Optional<SegmentFileRefused> hint(SegmentFileRefused found, UnaryOperator<String> remedy) {
        if (found.reason() != Reason.MISSING_COLUMN || !format.header()) {
            return Optional.empty();
        }
        String start = start();
        boolean email = found.getMessage().contains(EMAIL_WANTED);
        if (format.delimiter().isEmpty()) {
            return email ? HeaderHint.unusualKey(start, keys, remedy) : Optional.empty();
        }
        return HeaderHint.titleAbove(start)
                .or(() ->
                        email ? HeaderHint.unusualName(start, format.delimiter().get(), remedy) : Optional.empty());
    }

    private String start() {
        Charset charset = format.characterSet().charset();
        return new String(head, format.markBytes(), head.length - format.markBytes(), charset)
                .substring(format.skippedChars());
    }

    private static SegmentFileRefused inArchive(String name, SegmentFileRefused found) {
        SegmentFileRefused named = found.of(name);
        return NO_LIST.contains(found.reason())
                ? new SegmentFileRefused(
                        named.reason(),
                        named.line().orElse(0),
                        named.getMessage()
                                + " Every file in an archive is read as a list: remove files that are not lists,"
                                + " such as a README.")
                : named;
    }

    @Override
    public void close() {
        try {
            text.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The segment file cannot be closed: " + e, e);
        }
    }

    RecordLines lines() {
        return lines;
    }

    String format() {
        return format.describe();
    }

    long faultyBytes() {
        return text.faults();
    }

    long unpackedBytes() {
        return bytes.get();
    }

    private ScannedText scanned(Delimiter delimiter, RecordScanner.Found found) {
        int firstLine = format.skippedChars() > 0 ? 2 : 1;
        return new ScannedText(text, new RecordScanner(delimiter, limits.maxRecordChars(), firstLine, found));
    }

    private static Map<String, Integer> keys(byte[] head, InputStream rest, TextFormat format, ReadLimits limits)
            throws IOException {
        try (JsonLines objects = new JsonLines(text(head, rest, format, new AtomicLong()), limits.maxRecordChars())) {
            return JsonRecords.keysOf(objects);
        }
    }

    private static DecodedText text(byte[] head, InputStream rest, TextFormat format, AtomicLong bytes) {
        ByteArrayInputStream first =
                new ByteArrayInputStream(head, format.markBytes(), head.length - format.markBytes());
        InputStream whole = new SequenceInputStream(first, rest);
        return new DecodedText(whole, bytes, format.characterSet(), format.skippedChars());
    }
}
