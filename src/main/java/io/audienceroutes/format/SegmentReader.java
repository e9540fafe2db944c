package io.audienceroutes.format;

import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.util.Objects;

/**
 * The characters of a CSV text for an external parser: camel-csv in the route {@code read-records-with-camel-csv}.
 *
 * <p>Every read may throw the exceptions of {@link ScannedText}. Reads ahead by at most 16,384 characters, so a refusal
 * may come before the preceding records were returned.
 *
 * <p>Used by one thread, and only with stream caching switched off in its route: a cache would read the whole file into
 * memory first.
 */
final class SegmentReader extends Reader {
    private static final int BUFFERED_CHARS = 16_384;

    private final ScannedText text;
    private final CharBuffer chars = CharBuffer.allocate(BUFFERED_CHARS).limit(0);

    /** Reads {@code text} from its start, and closes it when it is closed. */
    SegmentReader(ScannedText text) {
        this.text = Objects.requireNonNull(text, "text");
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!chars.hasRemaining()) {
            if (!text.fill(chars)) {
                return -1;
            }
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        chars.limit(0);
        text.close();
    }
}
