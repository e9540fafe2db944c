package io.audienceroutes.segment;

import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Tells UTF-8 text from archives, spreadsheets and other character sets by a file's first bytes. */
final class TextCheck {
    private TextCheck() {}

    /** Length of the UTF-8 byte order mark at the start, 0 without one. */
    static int bomLength(byte[] bytes, int length) {
        return length >= 3 && (bytes[0] & 0xff) == 0xef && (bytes[1] & 0xff) == 0xbb && (bytes[2] & 0xff) == 0xbf
                ? 3
                : 0;
    }

    /**
     * Refuses what is not UTF-8 text.
     *
     * @param whole whether these are all bytes of the file, so that a character cut off at their end is a fault
     */
    static void requireText(byte[] bytes, int length, boolean whole) {
        if (length >= 2 && (isPair(bytes, 0xfe, 0xff) || isPair(bytes, 0xff, 0xfe))) {
            throw notText(0, "a UTF-16 byte order mark");
        }
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                throw notText(i, "a NUL byte");
            }
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(length + 1), whole);
        if (result.isMalformed()) {
            throw notText(in.position(), "a byte that is not UTF-8");
        }
    }

    private static boolean isPair(byte[] bytes, int first, int second) {
        return (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
    }

    private static SegmentFileRefused notText(int offset, String found) {
        return new SegmentFileRefused(
                Reason.NOT_TEXT,
                "The segment file is not UTF-8 text: " + found + " stands at byte offset " + offset
                        + ". Export it as CSV in UTF-8 (no archive, no spreadsheet) and deliver it again.");
    }
}
