package io.audienceroutes.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The characters of a text, decoded on demand. Invalid bytes become U+FFFD, which makes their cell be rejected; they
 * are counted.
 */
final class DecodedText implements Closeable {
    private static final int BUFFERED_BYTES = 65_536;
    private static final char FAULTY = '\ufffd';

    private static final int DRAINED_BYTES = 65_536;

    private final InputStream in;
    private final AtomicLong count;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFERED_BYTES).limit(0);
    private int skippedChars;
    private boolean allBytesRead;
    private boolean ended;
    private long faults;

    /**
     * Reads bytes after the byte order mark.
     *
     * @param count receives the number of bytes read
     * @param skippedChars characters to skip at the start
     */
    DecodedText(InputStream in, AtomicLong count, CharacterSet characterSet, int skippedChars) {
        this.in = in;
        this.count = count;
        this.skippedChars = skippedChars;
        this.decoder = characterSet
                .charset()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * Replaces the content of {@code chars} with the next characters, ready to be read; false at the end of the text.
     */
    boolean fill(CharBuffer chars) throws IOException {
        chars.clear();
        while (chars.position() == 0 && !ended) {
            decode(chars);
            skip(chars);
        }
        chars.flip();
        return chars.hasRemaining();
    }

    /** The number of invalid byte sequences replaced so far. */
    long faults() {
        return faults;
    }

    /**
     * Reads what is left, so that a layer below which finds at its end that the bytes were changed says so: then a
     * fault that was found in them is only its result.
     */
    void requireSound() throws IOException {
        byte[] rest = new byte[DRAINED_BYTES];
        while (in.read(rest) >= 0) {
            // Only the verification at the end matters
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void decode(CharBuffer chars) throws IOException {
        CoderResult result = decoder.decode(bytes, chars, allBytesRead);
        if (result.isError()) {
            faults++;
            bytes.position(bytes.position() + result.length());
            chars.put(FAULTY);
        } else if (result.isUnderflow()) {
            if (allBytesRead) {
                ended = true;
            } else {
                readBytes();
            }
        }
    }

    private void skip(CharBuffer chars) {
        if (skippedChars > 0) {
            int skipped = Math.min(skippedChars, chars.position());
            chars.flip().position(skipped);
            chars.compact();
            skippedChars -= skipped;
        }
    }

    private void readBytes() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (read < 0) {
            allBytesRead = true;
        } else {
            bytes.position(bytes.position() + read);
            count.addAndGet(read);
        }
        bytes.flip();
    }
}
