package io.audienceroutes.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The current keys: the first one encrypts, all of them decrypt. AES-256-GCM of the Java platform, with the
 * credential's id and the field's name as associated data, so that a value moved to another row or column cannot be
 * decrypted.
 *
 * <p>A sealed value is a version byte, the key's id, a random nonce, and the ciphertext with its tag: the same format
 * as Tink's.
 */
final class KeyRing {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int HEAD_BYTES = Byte.BYTES + Integer.BYTES;

    private final List<MasterKey> keys;
    private final SecureRandom random = new SecureRandom();

    /** @param keys at least one; the first one encrypts */
    KeyRing(List<MasterKey> keys) {
        this.keys = List.copyOf(keys);
    }

    List<MasterKey> keys() {
        return keys;
    }

    MasterKey primary() {
        return keys.get(0);
    }

    String seal(String credentialId, String field, String plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, primary(), nonce, credentialId, field)
                    .doFinal(plain.getBytes(StandardCharsets.UTF_8));
            ByteBuffer whole = ByteBuffer.allocate(HEAD_BYTES + NONCE_BYTES + sealed.length)
                    .put(VERSION)
                    .putInt(primary().id())
                    .put(nonce)
                    .put(sealed);
            return Base64.getEncoder().encodeToString(whole.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A secret could not be encrypted", e);
        }
    }

    /** The plain text, or empty if none of the keys encrypted this value for this field of this credential. */
    Optional<String> open(String credentialId, String field, String sealed) {
        byte[] whole = decoded(sealed);
        if (whole.length < HEAD_BYTES + NONCE_BYTES + TAG_BYTES || whole[0] != VERSION) {
            return Optional.empty();
        }
        int id = ByteBuffer.wrap(whole).getInt(Byte.BYTES);
        return keys.stream()
                .filter(key -> key.id() == id)
                .findFirst()
                .flatMap(key -> open(key, credentialId, field, whole));
    }

    private static Optional<String> open(MasterKey key, String credentialId, String field, byte[] whole) {
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(whole, HEAD_BYTES, nonce, 0, NONCE_BYTES);
        int offset = HEAD_BYTES + NONCE_BYTES;
        try {
            byte[] plain = cipher(Cipher.DECRYPT_MODE, key, nonce, credentialId, field)
                    .doFinal(whole, offset, whole.length - offset);
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static byte[] decoded(String sealed) {
        try {
            return Base64.getDecoder().decode(sealed);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static Cipher cipher(int mode, MasterKey key, byte[] nonce, String credentialId, String field)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key.bytes(), "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD((credentialId + ":" + field).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
