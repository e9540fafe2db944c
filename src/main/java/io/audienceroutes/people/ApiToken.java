package io.audienceroutes.people;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an API token; its secret is not.
 *
 * @param createdBy the actor who made it
 * @param lastUsedAt to the minute
 */
public record ApiToken(
        String name,
        Role role,
        boolean restrictPii,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {
    /** Whether requests with it are accepted. */
    public boolean usableAt(Instant now) {
        return revokedAt.isEmpty() && now.isBefore(expiresAt);
    }
}
