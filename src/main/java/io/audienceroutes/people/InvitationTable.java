package io.audienceroutes.people;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of one-time links; each method works in its caller's transaction. */
final class InvitationTable {
    private static final Duration KEPT = Duration.ofDays(30);

    private final Clock clock;

    InvitationTable(Clock clock) {
        this.clock = clock;
    }

    /** A link as it is stored; without a person, it makes the first admin. */
    record Open(String digest, Optional<String> person, Instant expiresAt) {}

    /** Stores a link; earlier ones for the same person end. */
    void insert(Handle handle, String digest, Optional<String> person, String madeBy, Instant expiresAt) {
        Instant now = clock.instant();
        end(handle, person);
        handle.createUpdate("""
                            DELETE FROM invitation
                            WHERE expires_at <= :old
                            """).bind("old", now.minus(KEPT)).execute();
        handle.createUpdate("""
                            INSERT INTO invitation (secret_digest, person, made_by, made_at, expires_at)
                            VALUES (:digest, :person, :madeBy, :now, :expires)
                            """)
                .bind("digest", digest)
                .bind("person", person.orElse(null))
                .bind("madeBy", madeBy)
                .bind("now", now)
                .bind("expires", expiresAt)
                .execute();
    }

    /** Ends the links of a person, or those for the first admin. */
    void end(Handle handle, Optional<String> person) {
        Instant now = clock.instant();
        handle.createUpdate("""
                            UPDATE invitation
                            SET expires_at = :now
                            WHERE person IS :person
                              AND used_at IS NULL
                              AND expires_at > :now
                            """)
                .bind("person", person.orElse(null))
                .bind("now", now)
                .execute();
    }

    /** A link that can still be used. */
    Optional<Open> find(Handle handle, String digest) {
        return handle.createQuery("""
                            SELECT secret_digest AS digest, person, expires_at
                            FROM invitation
                            WHERE secret_digest = :digest
                              AND used_at IS NULL
                              AND expires_at > :now
                            """)
                .bind("digest", digest)
                .bind("now", clock.instant())
                .mapTo(Open.class)
                .findOne();
    }

    /** Uses a link up; returns whether it could still be used. */
    boolean use(Handle handle, String digest) {
        return handle.createUpdate("""
                            UPDATE invitation
                            SET used_at = :now
                            WHERE secret_digest = :digest
                              AND used_at IS NULL
                              AND expires_at > :now
                            """)
                        .bind("digest", digest)
                        .bind("now", clock.instant())
                        .execute()
                == 1;
    }
}
