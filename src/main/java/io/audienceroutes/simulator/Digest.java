package io.audienceroutes.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Hexadecimal digests as 64-bit words: a quarter of the bytes, and quick to compare. */
final class Digest {
    static final int MD5_WORDS = 2;
    static final int SHA256_WORDS = 4;
    static final int HEX_PER_WORD = 16;

    private static final int NIBBLE_BITS = 4;
    private static final byte[] LETTERS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] NIBBLES = nibbles();

    private Digest() {}

    /**
     * Reads a digest from text.
     *
     * @return the number of words written to {@code words}, or 0 if the text is not an MD5 or SHA-256 digest
     */
    static int parse(char[] text, int offset, int length, long[] words) {
        if (length != MD5_WORDS * HEX_PER_WORD && length != SHA256_WORDS * HEX_PER_WORD) {
            return 0;
        }
        int count = length / HEX_PER_WORD;
        for (int index = 0; index < count; index++) {
            int start = offset + index * HEX_PER_WORD;
            long word = 0;
            int seen = 0;
            for (int at = start; at < start + HEX_PER_WORD; at++) {
                char letter = text[at];
                byte nibble = letter < NIBBLES.length ? NIBBLES[letter] : -1;
                seen |= nibble;
                word = (word << NIBBLE_BITS) | (nibble & 0xF);
            }
            if (seen < 0) {
                return 0;
            }
            words[index] = word;
        }
        return count;
    }

    /** Lower-case hexadecimal text of {@code count} words. */
    static String text(long[] words, int offset, int count) {
        byte[] text = new byte[count * HEX_PER_WORD];
        int at = text.length;
        for (int index = offset + count - 1; index >= offset; index--) {
            long word = words[index];
            for (int digit = 0; digit < HEX_PER_WORD; digit++) {
                text[--at] = LETTERS[(int) word & 0xF];
                word >>>= NIBBLE_BITS;
            }
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static byte[] nibbles() {
        byte[] table = new byte['f' + 1];
        Arrays.fill(table, (byte) -1);
        for (char letter = 0; letter < table.length; letter++) {
            table[letter] = (byte) Character.digit(letter, 16);
        }
        return table;
    }
}
