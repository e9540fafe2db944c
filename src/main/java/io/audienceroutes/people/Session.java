package io.audienceroutes.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * A person who is logged in on one browser.
 *
 * @param id by which the session is known here: a digest of its secret, and no use to whoever reads it
 * @param csrfToken what each form and each request that changes something carries
 * @param address from which the person logged in
 * @param endsAt when it ends at the latest
 */
public record Session(
        String id,
        String csrfToken,
        Person person,
        Instant openedAt,
        Instant lastUsedAt,
        Instant endsAt,
        String address) {
    /** The person as the sender of a request. */
    public Principal principal() {
        return person.principal();
    }

    /** Whether a request carries this session's token; takes as long for a wrong one. */
    public boolean acceptsCsrfToken(String token) {
        return MessageDigest.isEqual(
                csrfToken.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "session of " + person.name();
    }
}
