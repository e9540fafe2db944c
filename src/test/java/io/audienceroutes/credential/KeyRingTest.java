package io.audienceroutes.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Encryption at rest. */
final class KeyRingTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /** Written by Tink 1.24 (AES-256-GCM, variant TINK) under that key. */
    private static final String BY_TINK =
            "AWMNzSlSUZTZKdvR+rDWZz/7XPyeAeL+nW5pHEngmHjEHyWMNu0VF9z+5ZeSV/ciYTVObZ6157NW8w==";

    private final KeyRing ring = new KeyRing(List.of(MasterKey.parse(KEY, "the test")));

    @Test
    void valueThatTinkWroteIsRead() {
        assertThat(ring.open("acme", "access-token", BY_TINK)).contains("act.example-token-of-tink");
    }

    @Test
    void valueOpensForItsCredentialAndFieldAlone() {
        String sealed = ring.seal("acme", "access-token", "a token with \u00e9 and \u4e2d");

        assertThat(ring.open("acme", "access-token", sealed)).contains("a token with \u00e9 and \u4e2d");
        assertThat(ring.open("other", "access-token", sealed)).isEmpty();
        assertThat(ring.open("acme", "refresh-token", sealed)).isEmpty();
    }

    @Test
    void everyChangedByteIsNoticed() {
        byte[] sealed = Base64.getDecoder().decode(ring.seal("acme", "access-token", "token"));

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(ring.open("acme", "access-token", Base64.getEncoder().encodeToString(changed)))
                    .as("byte " + i)
                    .isEmpty();
        }
    }

    @Test
    void whatIsNoSealedValueIsNotOpened() {
        for (String text : List.of("", "AQ==", "not Base64!", BY_TINK.substring(0, 32))) {
            assertThat(ring.open("acme", "access-token", text)).as(text).isEmpty();
        }
    }

    @Test
    void newKeySealsAndTheOldOneStillOpens() {
        String before = ring.seal("acme", "access-token", "token");
        MasterKey fresh = MasterKey.random(new SecureRandom());
        KeyRing rotated = new KeyRing(List.of(fresh, ring.primary()));

        assertThat(rotated.open("acme", "access-token", before)).contains("token");
        String after = rotated.seal("acme", "access-token", "token");
        assertThat(ring.open("acme", "access-token", after)).isEmpty();
        assertThat(new KeyRing(List.of(fresh)).open("acme", "access-token", after))
                .contains("token");
    }

    @Test
    void equalValuesLookDifferent() {
        Set<String> sealed = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            sealed.add(ring.seal("acme", "access-token", "token"));
        }

        assertThat(sealed).hasSize(100);
    }
}
