package io.audienceroutes.segment;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Digests of one width back to back in one growing array. One instance for one digest type of one chunk. */
final class Digests {
    static final int SHA256_WIDTH = 32;
    static final int MD5_WIDTH = 16;

    private final MessageDigest sha256 = digest("SHA-256");
    private final int width;
    private byte[] bytes;
    private int length;

    Digests(int width, int expected) {
        this.width = width;
        bytes = new byte[Math.max(1, expected) * width];
    }

    /** Adds a SHA-256 digest: values hashed here always use SHA-256. */
    void addHashOf(byte[] text, int from, int to) {
        reserve();
        sha256.update(text, from, to - from);
        try {
            length += sha256.digest(bytes, length, SHA256_WIDTH);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 did not fit into its " + SHA256_WIDTH + " bytes.", e);
        }
    }

    /** Adds an MD5 digest, for values that may have been sent with it. */
    void addMd5Of(byte[] text, int from, int to) {
        reserve();
        MessageDigest md5 = digest("MD5");
        md5.update(text, from, to - from);
        System.arraycopy(md5.digest(), 0, bytes, length, MD5_WIDTH);
        length += MD5_WIDTH;
    }

    /** Adds the digest whose hexadecimal digits, of either case, begin at {@code from}. */
    void addHex(String hex, int from) {
        reserve();
        for (int i = 0; i < width; i++) {
            int high = HexFormat.fromHexDigit(hex.charAt(from + 2 * i));
            int low = HexFormat.fromHexDigit(hex.charAt(from + 2 * i + 1));
            bytes[length++] = (byte) ((high << 4) | low);
        }
    }

    /** Adds the digests of another set from a count on. */
    void addFrom(Digests other, int from) {
        int added = other.length - from * width;
        while (bytes.length < length + added) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        System.arraycopy(other.bytes, from * width, bytes, length, added);
        length += added;
    }

    /** Whether one of the digests from a count on is on the list. */
    boolean isAnyOn(OptedOut list, DigestType type, int from) {
        for (int at = from * width; at < length; at += width) {
            if (list.holds(type, bytes, at)) {
                return true;
            }
        }
        return false;
    }

    int count() {
        return length / width;
    }

    byte[] toArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void reserve() {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no " + algorithm + ", which every Java must have.", e);
        }
    }
}
