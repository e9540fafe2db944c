package io.audienceroutes.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Detects the type of a file from its first bytes, never from its name. From the formats' specifications: RFC 1952
 * (gzip), RFC 8878 (Zstandard), PKWARE APPNOTE 4.3 (zip), RFC 9580 sections 4.2 and 6.2 (OpenPGP).
 */
enum FileSignature {
    GZIP,
    ZSTD,
    ZIP,
    PGP,
    OTHER;

    /** The number of bytes that detection needs. */
    static final int HEAD_BYTES = 512;

    private static final String ARMOUR = "-----BEGIN PGP MESSAGE";

    /** Packet tags that an encrypted or signed message begins with: 1, 3 encrypted session key; 9, 18, 20 encrypted data; 10 marker. */
    private static final List<Integer> MESSAGE_TAGS = List.of(1, 3, 9, 10, 18, 20);

    /** Tags of a message that is not encrypted: 2 signature, 4 announced signature, 8 compressed data. */
    private static final List<Integer> CLEAR_TAGS = List.of(2, 4, 8);

    /** Detects the type from the first bytes. */
    static FileSignature of(byte[] head, int length) {
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

    private static boolean isSkippableFrame(byte[] head, int length) {
        return length >= 4
                && (head[0] & 0xf0) == 0x50
                && starts(Arrays.copyOfRange(head, 1, 4), 3, new byte[] {0x2a, 0x4d, 0x18});
    }

    /**
     * Armour, or the packet header of a message: its first bit is set, which never happens at the start of UTF-8 text.
     */
    private static boolean isPgp(byte[] head, int length) {
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1).stripLeading();
        if (text.startsWith(ARMOUR)) {
            return true;
        }
        return isPacket(head, length, MESSAGE_TAGS);
    }

    /** Whether these bytes start a binary message that is not encrypted. */
    static boolean isClearPgp(byte[] head, int length) {
        return isPacket(head, length, CLEAR_TAGS);
    }

    private static boolean isPacket(byte[] head, int length, List<Integer> tags) {
        if (length < 2 || (head[0] & 0x80) == 0) {
            return false;
        }
        boolean newFormat = (head[0] & 0x40) != 0;
        int tag = newFormat ? head[0] & 0x3f : (head[0] & 0x3c) >> 2;
        return tags.contains(tag) && plausibleBody(head, length, tag, newFormat);
    }

    /** The version or content after the header: it is unlikely after a Latin letter in another character set. */
    private static boolean plausibleBody(byte[] head, int length, int tag, boolean newFormat) {
        int body = newFormat ? bodyOfNew(head) : bodyOfOld(head);
        if (body >= length) {
            return false;
        }
        int version = head[body] & 0xff;
        return switch (tag) {
            case 2, 4 -> version >= 3 && version <= 6;
            case 8 -> version <= 3;
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
