package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Detects the character set of a text from its first bytes, and whether it is text at all. */
final class TextCheck {
    private static final int CHECKED_BYTES = 8192;

    private TextCheck() {}

    /** A character set, and the length of its byte order mark, or 0. */
    record Found(CharacterSet characterSet, int markBytes) {}

    /**
     * The character set of a text; refuses data that is not text, and ambiguous character sets.
     *
     * @param whole whether these are all bytes, so that an incomplete character at the end is a fault
     * @param configured the destination's setting, if any
     */
    static Found characterSet(byte[] bytes, int length, boolean whole, Optional<CharacterSet> configured) {
        Optional<Found> marked = marked(bytes, length);
        if (marked.isPresent()) {
            return requireAgreement(marked.get(), configured);
        }
        CharacterSet expected = configured.orElse(CharacterSet.UTF_8);
        int checked = Math.min(length, CHECKED_BYTES);
        if (expected != CharacterSet.UTF_16BE && expected != CharacterSet.UTF_16LE) {
            requireNoNul(bytes, checked);
        }
        if (expected == CharacterSet.UTF_8) {
            requireUtf8(bytes, checked, whole && checked == length);
        }
        return new Found(expected, 0);
    }

    private static Optional<Found> marked(byte[] bytes, int length) {
        if (starts(bytes, length, 0xef, 0xbb, 0xbf)) {
            return Optional.of(new Found(CharacterSet.UTF_8, 3));
        }
        if (starts(bytes, length, 0xff, 0xfe, 0, 0) || starts(bytes, length, 0, 0, 0xfe, 0xff)) {
            throw new SegmentFileRefused(
                    Reason.NOT_TEXT,
                    "The segment file begins with a UTF-32 byte order mark; expected UTF-8 or UTF-16. Export it in"
                            + " UTF-8 and deliver it again.");
        }
        if (starts(bytes, length, 0xfe, 0xff)) {
            return Optional.of(new Found(CharacterSet.UTF_16BE, 2));
        }
        return starts(bytes, length, 0xff, 0xfe) ? Optional.of(new Found(CharacterSet.UTF_16LE, 2)) : Optional.empty();
    }

    private static Found requireAgreement(Found marked, Optional<CharacterSet> configured) {
        if (configured.isPresent() && configured.get() != marked.characterSet()) {
            throw new SegmentFileRefused(
                    Reason.UNCLEAR_FORMAT,
                    "The segment file begins with the byte order mark of "
                            + marked.characterSet().label()
                            + ", but the destination sets " + configured.get().label()
                            + ". Remove format.characterSet from the destination, or deliver a file in that character"
                            + " set.");
        }
        return marked;
    }

    private static void requireNoNul(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                throw isHalfZero(bytes, length) ? unmarkedUtf16(i) : notText(i, "a NUL byte");
            }
        }
    }

    private static void requireUtf8(byte[] bytes, int length, boolean whole) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(length + 1), whole);
        if (result.isMalformed()) {
            throw notText(in.position(), "a byte that is not UTF-8");
        }
    }

    /** Latin text in UTF-16 has a NUL in nearly every second byte. */
    private static boolean isHalfZero(byte[] bytes, int length) {
        int even = 0;
        int odd = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            even += bytes[i] == 0 ? 1 : 0;
            odd += bytes[i + 1] == 0 ? 1 : 0;
        }
        int pairs = length / 2;
        return Math.max(even, odd) * 4 > pairs * 3 && Math.min(even, odd) * 4 < pairs;
    }

    private static boolean starts(byte[] bytes, int length, int... prefix) {
        if (length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static SegmentFileRefused unmarkedUtf16(int firstNul) {
        CharacterSet likely = firstNul % 2 == 0 ? CharacterSet.UTF_16BE : CharacterSet.UTF_16LE;
        return new SegmentFileRefused(
                Reason.UNCLEAR_FORMAT,
                "The segment file looks like UTF-16 without a byte order mark: expected UTF-8, or UTF-16 with a"
                        + " byte order mark. Set format.characterSet in the destination to " + likely.label()
                        + ", or export the file in UTF-8.");
    }

    private static SegmentFileRefused notText(int offset, String found) {
        return new SegmentFileRefused(
                Reason.NOT_TEXT,
                "The segment file is not UTF-8 text: " + found + " is at byte offset " + offset
                        + ". Export it as CSV or JSON Lines in UTF-8, or set format.characterSet in the destination to"
                        + " the file's character set, such as windows-1252 or ISO-8859-1, and deliver it again.");
    }
}
