package io.audienceroutes.people;

import io.audienceroutes.state.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets that are handed out once, and the digests by which they are known afterwards. */
final class Secret {
    private static final int BYTES = 32;
    /** A longer text is none of ours, and is not worth a digest. */
    private static final int MOST_CHARS = 100;

    private Secret() {}

    /** A new one: 256 random bits in base64url. */
    static String make(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is kept of a secret. No salt and no slow hash: 256 random bits cannot be guessed. */
    static String digest(String secret) {
        return secret.length() > MOST_CHARS ? "" : Sha256.hex(secret);
    }
}
