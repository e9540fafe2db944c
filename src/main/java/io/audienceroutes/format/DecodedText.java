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
 * The characters of a text, decoded as they are asked for. Bytes that are faulty in the character set become U+FFFD, by
 * which their cell is rejected; they are counted.
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
     * Reads bytes behind the byte order mark.
     *
     * @param count takes how many were read
     * @param skippedChars characters at the start that are not handed out
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

    /** Replaces what is in {@code chars} by the next characters, ready to be taken; false at the end of the text. */
    boolean fill(CharBuffer chars) throws IOException {
        chars.clear();
        while (chars.position() == 0 && !ended) {
            decode(chars);
            skip(chars);
        }
        chars.flip();
        return chars.hasRemaining();
    }

    /** How many faulty byte sequences were replaced so far. */
    long faults() {
        return faults;
    }

    /**
     * Reads what is left, so that a layer below which finds at its end that the bytes were changed says so: then a fault
     * that was found in them is only what came of it.
     */
    void requireSound() throws IOException {
        byte[] rest = new byte[DRAINED_BYTES];
        while (in.read(rest) >= 0) {
            // Only what is found at the end is wanted
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
