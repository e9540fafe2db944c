package io.audienceroutes.tiktok;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * External text prepared for messages and logs: shortened, on one line, with invisible characters escaped, and without
 * possible personal data or secrets (hashes, tokens, e-mail addresses).
 */
final class QuotedText {
    private static final int MAX_CHARS = 300;
    private static final int MAX_ID_CHARS = 80;
    private static final int MAX_EXCERPT_CHARS = 80;
    private static final int MAX_READ_CHARS = 4_000;

    /** A SHA-256 has 64 digits, an access token of TikTok 40; ids of TikTok are shorter. */
    private static final Pattern LONG_HEX = Pattern.compile("[0-9a-fA-F]{32,}+");

    private static final Pattern EMAIL = Pattern.compile("[^\\s@\"'<>,;:]{1,64}@[^\\s@\"'<>,;:]{1,255}");

    private QuotedText() {}

    /** In quotes. */
    static String quoted(String text) {
        return '"' + bounded(text) + '"';
    }

    /** A user-defined name, in quotes; never masked, so that it can be recognised. */
    static String name(String text) {
        return '"' + escaped(text, MAX_CHARS) + '"';
    }

    /** A person's name, without quotes; never masked. */
    static String shown(String text) {
        return escaped(text, MAX_ID_CHARS);
    }

    /** Without quotes. */
    static String bounded(String text) {
        String read = text.length() <= MAX_READ_CHARS ? text : text.substring(0, MAX_READ_CHARS);
        return escaped(masked(read), MAX_CHARS);
    }

    /** The start of an unexpected body, in quotes. */
    static String excerpt(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, MAX_READ_CHARS), StandardCharsets.UTF_8);
        return '"' + escaped(masked(start), MAX_EXCERPT_CHARS) + '"';
    }

    /** An id of TikTok's: shorter, and never masked. */
    static String id(String text) {
        return escaped(text, MAX_ID_CHARS);
    }

    private static String masked(String text) {
        return EMAIL.matcher(LONG_HEX.matcher(text).replaceAll("[hex digits]")).replaceAll("[address]");
    }

    private static String escaped(String text, int maxChars) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length() && i < maxChars; i++) {
            char c = text.charAt(i);
            if (isShown(c)) {
                escaped.append(c);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return text.length() > maxChars ? escaped.append('…').toString() : escaped.toString();
    }

    private static boolean isShown(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
