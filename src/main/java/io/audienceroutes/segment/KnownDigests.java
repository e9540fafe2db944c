package io.audienceroutes.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Recognises {@link KnownDigest}s by their first eight bytes: a false alarm by chance is expected once in 2^56 digests.
 */
final class KnownDigests {
    private static final List<String> TEST_ADDRESSES = List.of(
            "test@example.com",
            "user@example.com",
            "info@example.com",
            "john@example.com",
            "john.doe@example.com",
            "jane@example.com",
            "jane.doe@example.com");
    private static final List<String> WHITE_SPACE = List.of(" ", "  ", "\t", "\n", "\r\n", "\u00a0");
    private static final List<String> NULL_WORDS = List.of(
            "null",
            "NULL",
            "Null",
            "(null)",
            "none",
            "None",
            "NONE",
            "nil",
            "nan",
            "NaN",
            "n/a",
            "N/A",
            "NA",
            "undefined",
            "unknown",
            "\\N",
            "-",
            "0",
            "\"\"",
            "''");
    private static final List<String> ZERO_DEVICE_IDS =
            List.of("00000000-0000-0000-0000-000000000000", "00000000000000000000000000000000");

    private static final KnownDigests ALL = new KnownDigests(table());

    private final long[] starts;
    private final KnownDigest[] kinds;

    private KnownDigests(Map<Long, KnownDigest> table) {
        starts = table.keySet().stream().mapToLong(Long::longValue).toArray();
        kinds = table.values().toArray(KnownDigest[]::new);
    }

    static KnownDigests all() {
        return ALL;
    }

    /** The input of the digest with these first eight bytes, if known. */
    Optional<KnownDigest> find(long start) {
        int index = Arrays.binarySearch(starts, start);
        return index < 0 ? Optional.empty() : Optional.of(kinds[index]);
    }

    private static Map<Long, KnownDigest> table() {
        Map<Long, KnownDigest> table = new TreeMap<>();
        add(table, KnownDigest.EMPTY_TEXT, "");
        WHITE_SPACE.forEach(text -> add(table, KnownDigest.WHITE_SPACE, text));
        NULL_WORDS.forEach(text -> add(table, KnownDigest.NULL_WORD, text));
        ZERO_DEVICE_IDS.forEach(text -> add(table, KnownDigest.ZERO_DEVICE_ID, text));
        TEST_ADDRESSES.forEach(address -> addForms(table, address));
        return table;
    }

    private static void addForms(Map<Long, KnownDigest> table, String address) {
        capitals(address).forEach(text -> add(table, KnownDigest.CAPITALS, text));
        for (String blank : List.of(" ", "\t", "\u00a0")) {
            add(table, KnownDigest.BLANKS, blank + address);
            add(table, KnownDigest.BLANKS, address + blank);
            add(table, KnownDigest.BLANKS, blank + address + blank);
        }
        List.of("\n", "\r\n", "\r").forEach(end -> add(table, KnownDigest.LINE_END, address + end));
        add(table, KnownDigest.QUOTES, '"' + address + '"');
        add(table, KnownDigest.QUOTES, "'" + address + "'");
        add(table, KnownDigest.QUOTES, "<" + address + ">");
        add(table, KnownDigest.BYTE_ORDER_MARK, '\ufeff' + address);
        add(table, KnownDigest.UTF_16, address.getBytes(StandardCharsets.UTF_16LE));
        add(table, KnownDigest.UTF_16, address.getBytes(StandardCharsets.UTF_16BE));
        add(table, KnownDigest.UTF_16, address.getBytes(StandardCharsets.UTF_16));
        for (String algorithm : List.of("SHA-256", "MD5", "SHA-1")) {
            byte[] once = digest(algorithm, address.getBytes(StandardCharsets.UTF_8));
            add(table, KnownDigest.HASHED_TWICE, HexFormat.of().formatHex(once));
            add(table, KnownDigest.HASHED_TWICE, HexFormat.of().withUpperCase().formatHex(once));
            add(table, KnownDigest.HASHED_TWICE, once);
        }
    }

    private static List<String> capitals(String address) {
        int at = address.indexOf('@');
        String local = address.substring(0, at);
        String domain = address.substring(at + 1);
        List<String> forms = new ArrayList<>();
        forms.add(address.toUpperCase(Locale.ROOT));
        forms.add(local.toUpperCase(Locale.ROOT) + "@" + domain);
        forms.add(capitalised(local, '.') + "@" + domain);
        forms.add(capitalised(local, '.') + "@" + capitalised(domain, '\0'));
        forms.add(local + "@" + capitalised(domain, '\0'));
        return forms;
    }

    /** With a capital at the start and after each separator. */
    private static String capitalised(String text, char mark) {
        StringBuilder capitalised = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (i == 0 || text.charAt(i - 1) == mark) {
                capitalised.setCharAt(i, Character.toUpperCase(text.charAt(i)));
            }
        }
        return capitalised.toString();
    }

    private static void add(Map<Long, KnownDigest> table, KnownDigest kind, String text) {
        add(table, kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(Map<Long, KnownDigest> table, KnownDigest kind, byte[] text) {
        for (String algorithm : List.of("SHA-256", "MD5")) {
            table.putIfAbsent(ByteBuffer.wrap(digest(algorithm, text)).getLong(), kind);
        }
    }

    private static byte[] digest(String algorithm, byte[] text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no " + algorithm + ", which every Java must have.", e);
        }
    }
}
