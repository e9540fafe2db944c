package io.audienceroutes.credential;

import io.audienceroutes.state.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** A 256-bit key that encrypts the credential store. Its text form never shows it. */
final class MasterKey {
    static final int BYTES = 32;

    private final byte[] bytes;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    static MasterKey random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new MasterKey(bytes);
    }

    /**
     * Reads 32 bytes in Base64, as {@code openssl rand -base64 32} prints them.
     *
     * @param where the key is stored, for the message
     */
    static MasterKey parse(String text, String where) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == BYTES) {
                return new MasterKey(bytes);
            }
        } catch (IllegalArgumentException e) {
            throw refused(where, e);
        }
        throw refused(where, null);
    }

    private static SecretRefused refused(String where, Throwable cause) {
        return new SecretRefused(
                "Cannot use the master key in " + where + ": expected 32 bytes in Base64, as 'openssl rand -base64 32'"
                        + " prints them, but found something else",
                cause);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Precedes each ciphertext and identifies its key; reveals nothing about the key. */
    int id() {
        return ByteBuffer.wrap(Sha256.of(bytes)).getInt();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "MasterKey[hidden]";
    }
}
