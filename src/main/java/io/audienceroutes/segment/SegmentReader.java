package io.audienceroutes.segment;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The characters of a segment file for the CSV parser, counted and bounded on their way: UTF-8, without a byte order
 * mark. Stands under camel-csv in the route {@code prepare-members}.
 *
 * <p>Every read may raise {@link SegmentFileRefused}: {@code NOT_TEXT} for NUL bytes or malformed UTF-8 in the first 8
 * KiB (later, malformed bytes become U+FFFD, by which the cell is rejected), {@code RECORD_TOO_LONG},
 * {@code BROKEN_QUOTING}. A refused file stays refused: every further read raises the same. Reads ahead by at most
 * 16,384 characters, so a refusal may come before the records in front of the fault were handed out.
 *
 * <p>Used by one thread, and only with stream caching switched off in its route: a cache would read the whole file into
 * memory first.
 */
public final class SegmentReader extends Reader {
    private static final int CHECKED_BYTES = 8192;
    private static final int BUFFERED_BYTES = 65_536;
    private static final int BUFFERED_CHARS = 16_384;

    private final InputStream in;
    private final RecordLines lines = new RecordLines();
    private final RecordScanner scanner;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFERED_BYTES).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(BUFFERED_CHARS).limit(0);

    private Progress progress = Progress.UNOPENED;
    private RuntimeException refusal = new IllegalStateException("Not refused.");

    private enum Progress {
        UNOPENED,
        READING,
        ALL_BYTES_READ,
        ENDED,
        REFUSED,
        CLOSED
    }

    /** Reads {@code bytes} from their start; closes them when it is closed. */
    public SegmentReader(InputStream bytes, ReadLimits limits) {
        this.in = Objects.requireNonNull(bytes, "bytes");
        this.scanner = new RecordScanner(limits.maxRecordChars(), lines);
    }

    /** Where each record starts; take one for each record that the parser hands out, header included. */
    public RecordLines lines() {
        return lines;
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
        in.close();
    }

    private void fill() throws IOException {
        switch (progress) {
            case CLOSED -> throw new IOException("The segment file was closed before all of it was read.");
            case REFUSED -> throw refusal;
            case UNOPENED -> guard(this::open);
            case READING, ALL_BYTES_READ -> guard(this::decode);
            case ENDED -> throw new IllegalStateException("Nothing is left to read.");
        }
    }

    private void guard(Step step) throws IOException {
        try {
            step.run();
        } catch (SegmentFileRefused e) {
            progress = Progress.REFUSED;
            refusal = e;
            chars.limit(0);
            throw e;
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void open() throws IOException {
        int length = in.readNBytes(bytes.array(), 0, CHECKED_BYTES);
        boolean whole = length < CHECKED_BYTES;
        TextCheck.requireText(bytes.array(), length, whole);
        bytes.limit(length).position(TextCheck.bomLength(bytes.array(), length));
        progress = whole ? Progress.ALL_BYTES_READ : Progress.READING;
    }

    private void decode() throws IOException {
        boolean last = progress == Progress.ALL_BYTES_READ;
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, last);
        if (result.isUnderflow()) {
            if (last) {
                progress = Progress.ENDED;
            } else {
                readBytes();
            }
        }
        chars.flip();
        scanner.scan(chars.array(), chars.limit());
        if (progress == Progress.ENDED) {
            scanner.end();
        }
    }

    private void readBytes() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            progress = Progress.ALL_BYTES_READ;
        } else {
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }
}
