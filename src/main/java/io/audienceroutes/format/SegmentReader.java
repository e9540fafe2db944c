package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.util.Objects;

/**
 * The characters of a CSV text for the CSV parser, counted and bounded on their way. Stands under camel-csv in the route
 * {@code read-records}.
 *
 * <p>Every read may raise {@link SegmentFileRefused}: {@code RECORD_TOO_LONG}, {@code BROKEN_QUOTING}, or what the
 * containers below find. A refused file stays refused: every further read raises the same. Reads ahead by at most 16,384
 * characters, so a refusal may come before the records in front of the fault were handed out.
 *
 * <p>Used by one thread, and only with stream caching switched off in its route: a cache would read the whole file into
 * memory first.
 */
final class SegmentReader extends Reader {
    private static final int BUFFERED_CHARS = 16_384;

    private final DecodedText text;
    private final RecordScanner scanner;
    private final CharBuffer chars = CharBuffer.allocate(BUFFERED_CHARS).limit(0);

    private Progress progress = Progress.READING;
    private RuntimeException refusal = new IllegalStateException("Not refused.");

    private enum Progress {
        READING,
        ENDED,
        REFUSED,
        CLOSED
    }

    /** Reads {@code text} from its start, and closes it when it is closed. */
    SegmentReader(DecodedText text, RecordScanner scanner) {
        this.text = Objects.requireNonNull(text, "text");
        this.scanner = Objects.requireNonNull(scanner, "scanner");
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!chars.hasRemaining()) {
            if (progress == Progress.ENDED) {
                return -1;
            }
            fill();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        progress = Progress.CLOSED;
        chars.limit(0);
        text.close();
    }

    private void fill() throws IOException {
        if (progress == Progress.CLOSED) {
            throw new IOException("The segment file was closed before all of it was read.");
        }
        if (progress == Progress.REFUSED) {
            throw refusal;
        }
        try {
            if (text.fill(chars)) {
                scanner.scan(chars.array(), chars.limit());
            } else {
                progress = Progress.ENDED;
                scanner.end();
            }
        } catch (SegmentFileRefused e) {
            chars.limit(0);
            progress = Progress.REFUSED;
            refusal = sounder(e);
            throw refusal;
        }
    }

    /** What a layer below has to say goes before what its bytes look like. */
    private SegmentFileRefused sounder(SegmentFileRefused found) throws IOException {
        try {
            text.requireSound();
            return found;
        } catch (SegmentFileRefused e) {
            return e;
        }
    }
}
