package io.audienceroutes.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of identifier that segment/mapping/ takes; the complete list of tiktok-api.md section 1.3. */
enum IdSchema {
    IDFA_MD5(Digest.MD5_WORDS),
    AAID_MD5(Digest.MD5_WORDS),
    IDFA_SHA256(Digest.SHA256_WORDS),
    AAID_SHA256(Digest.SHA256_WORDS),
    EMAIL_SHA256(Digest.SHA256_WORDS),
    PHONE_SHA256(Digest.SHA256_WORDS);

    private final int words;

    IdSchema(int words) {
        this.words = words;
    }

    /** TikTok accepts lower case too. */
    static Optional<IdSchema> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(schema -> schema.name().equals(upper))
                .findFirst();
    }

    /** The size of a digest in 64-bit words. */
    int words() {
        return words;
    }
}
