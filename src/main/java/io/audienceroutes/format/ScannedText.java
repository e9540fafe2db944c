package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import java.io.Closeable;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.Objects;

/**
 * The characters of a CSV text on their way to a parser, with limits and record positions.
 *
 * <p>Every call may throw {@link SegmentFileRefused}: {@code RECORD_TOO_LONG}, {@code BROKEN_QUOTING}, or a refusal of
 * the containers. A refused text stays refused: every further call throws the same. Not thread-safe.
 */
final class ScannedText implements Closeable {
    private final DecodedText text;
    private final RecordScanner scanner;

    private Progress progress = Progress.READING;
    private RuntimeException refusal = new IllegalStateException("Not refused.");

    private enum Progress {
        READING,
        ENDED,
        REFUSED,
        CLOSED
    }

    /** Reads {@code text} from its start, and closes it when it is closed. */
    ScannedText(DecodedText text, RecordScanner scanner) {
        this.text = Objects.requireNonNull(text, "text");
        this.scanner = Objects.requireNonNull(scanner, "scanner");
    }

    /**
     * Replaces the content of {@code chars} with the next characters, ready to be read; false at the end of the text.
     * The buffer is backed by an array; the characters before it in that array are the preceding ones.
     */
    boolean fill(CharBuffer chars) throws IOException {
        chars.clear().limit(0);
        if (progress == Progress.CLOSED) {
            throw new IOException("The segment file was closed before it was read completely.");
        }
        if (progress == Progress.REFUSED) {
            throw refusal;
        }
        try {
            return progress == Progress.READING && scanned(chars);
        } catch (SegmentFileRefused e) {
            chars.limit(0);
            progress = Progress.REFUSED;
            refusal = sounder(e);
            throw refusal;
        }
    }

    @Override
    public void close() throws IOException {
        progress = Progress.CLOSED;
        text.close();
    }

    private boolean scanned(CharBuffer chars) throws IOException {
        boolean more = text.fill(chars);
        int from = chars.arrayOffset();
        if (more) {
            scanner.scan(chars.array(), from, from + chars.limit());
        } else {
            progress = Progress.ENDED;
            scanner.end(from);
        }
        return more;
    }

    /** A refusal of a layer below takes precedence over faults in its data. */
    private SegmentFileRefused sounder(SegmentFileRefused found) throws IOException {
        try {
            text.requireSound();
            return found;
        } catch (SegmentFileRefused e) {
            return e;
        }
    }
}
