package io.audienceroutes.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the first bytes of a file say that it is; names are never asked. From the formats' own texts: RFC 1952 (gzip),
 * RFC 8878 (Zstandard), PKWARE APPNOTE 4.3 (zip), RFC 9580 sections 4.2 and 6.2 (OpenPGP).
 */
enum Magic {
    GZIP,
    ZSTD,
    ZIP,
    PGP,
    OTHER;

    /** As many bytes as any answer needs. */
    static final int HEAD_BYTES = 512;

    private static final String ARMOUR = "-----BEGIN PGP MESSAGE";
    private static final int TAR_MARK = 257;

    /** Packet tags that an encrypted or signed message begins with: 1, 3 encrypted session key; 9, 18, 20 encrypted data; 10 marker. */
    private static final List<Integer> MESSAGE_TAGS = List.of(1, 3, 9, 10, 18, 20);

    /** What is told apart only to be refused by its name. */
    private static final List<Known> REFUSED = List.of(
            new Known("a PDF document", "%PDF-"),
            new Known("an old Excel or Word file", "\u00d0\u00cf\u0011\u00e0"),
            new Known("a 7z archive", "7z\u00bc\u00af'\u001c"),
            new Known("a RAR archive", "Rar!"),
            new Known("an xz file", "\u00fd7zXZ\0"),
            new Known("a bzip2 file", "BZh"),
            new Known("a Parquet file", "PAR1"),
            new Known("an Avro file", "Obj\u0001"),
            new Known("an ORC file", "ORC\n"),
            new Known("a SQLite database", "SQLite format 3"));

    private static final List<String> PAGES = List.of("<!doctype html", "<html", "<?xml", "<head");

    /** A format and the first bytes of its files, each as the character of its number. */
    private record Known(String name, String prefix) {}

    /** What a head of this many bytes begins. */
    static Magic of(byte[] head, int length) {
        if (starts(head, length, new byte[] {0x1f, (byte) 0x8b})) {
            return GZIP;
        }
        if (starts(head, length, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd}) || isSkippableFrame(head, length)) {
            return ZSTD;
        }
        if (starts(head, length, bytes("PK\003\004"))
                || starts(head, length, bytes("PK\005\006"))
                || starts(head, length, bytes("PK\007\010"))) {
            return ZIP;
        }
        return isPgp(head, length) ? PGP : OTHER;
    }

    /** The name of a format that cannot be a segment file, if these bytes begin one. */
    static Optional<String> refused(byte[] head, int length) {
        Optional<String> known = REFUSED.stream()
                .filter(format -> starts(head, length, bytes(format.prefix())))
                .map(Known::name)
                .findFirst();
        if (known.isPresent()) {
            return known;
        }
        if (length >= TAR_MARK + 5 && Arrays.equals(head, TAR_MARK, TAR_MARK + 5, bytes("ustar"), 0, 5)) {
            return Optional.of("a tar archive");
        }
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1)
                .replaceFirst("^\u00ef\u00bb\u00bf", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return PAGES.stream().anyMatch(text::startsWith) ? Optional.of("a web page or XML") : Optional.empty();
    }

    private static boolean isSkippableFrame(byte[] head, int length) {
        return length >= 4
                && (head[0] & 0xf0) == 0x50
                && starts(Arrays.copyOfRange(head, 1, 4), 3, new byte[] {0x2a, 0x4d, 0x18});
    }

    /** Armour, or a packet header that begins a message: its first bit is set, as in no text in UTF-8 at its start. */
    private static boolean isPgp(byte[] head, int length) {
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1).stripLeading();
        if (text.startsWith(ARMOUR)) {
            return true;
        }
        if (length < 2 || (head[0] & 0x80) == 0) {
            return false;
        }
        boolean newFormat = (head[0] & 0x40) != 0;
        int tag = newFormat ? head[0] & 0x3f : (head[0] & 0x3c) >> 2;
        return MESSAGE_TAGS.contains(tag) && plausibleBody(head, length, tag, newFormat);
    }

    /** The version or content behind the header: a Latin letter in another character set would hardly be followed by it. */
    private static boolean plausibleBody(byte[] head, int length, int tag, boolean newFormat) {
        int body = newFormat ? bodyOfNew(head) : bodyOfOld(head);
        if (body >= length) {
            return false;
        }
        int version = head[body] & 0xff;
        return switch (tag) {
            case 1 -> version == 2 || version == 3 || version == 6;
            case 3 -> version == 4 || version == 5 || version == 6;
            case 18 -> version == 1 || version == 2;
            case 20 -> version == 1;
            case 10 -> version == 'P';
            default -> !newFormat;
        };
    }

    private static int bodyOfNew(byte[] head) {
        int first = head[1] & 0xff;
        if (first < 192 || (first >= 224 && first < 255)) {
            return 2;
        }
        return first == 255 ? 6 : 3;
    }

    private static int bodyOfOld(byte[] head) {
        return switch (head[0] & 3) {
            case 0 -> 2;
            case 1 -> 3;
            case 2 -> 5;
            default -> 1;
        };
    }

    private static boolean starts(byte[] bytes, int length, byte[] prefix) {
        return length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
