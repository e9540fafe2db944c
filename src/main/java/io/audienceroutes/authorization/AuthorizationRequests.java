package io.audienceroutes.authorization;

import io.audienceroutes.state.Sha256;
import io.audienceroutes.state.StateDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The authorisation links: each is valid once, for a limited time, and for one credential. The state that TikTok
 * returns is stored as a hash, so that a reader of the database cannot use a link.
 */
public final class AuthorizationRequests {
    private final StateDatabase database;
    private final Clock clock;

    /** Keeps requests in the database; times come from the clock. */
    public AuthorizationRequests(StateDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Stores a request with this state, and returns its id. Earlier links of the credential become invalid: only the
     * newest can be used.
     */
    public Request open(String state, String credential, String redirectUrl, String actor, Duration life) {
        String digest = Sha256.hex(state);
        Instant now = clock.instant();
        database.useTransaction(handle -> {
            handle.createUpdate("""
                            UPDATE authorization_request
                            SET expires_at = :now
                            WHERE credential = :credential
                              AND used_at IS NULL
                              AND expires_at > :now
                            """)
                    .bind("credential", credential)
                    .bind("now", now)
                    .execute();
            handle.createUpdate("""
                            INSERT INTO authorization_request (
                              state_digest, credential, redirect_url, actor, made_at, expires_at)
                            VALUES (:digest, :credential, :redirect, :actor, :now, :expires)
                            """)
                    .bind("digest", digest)
                    .bind("credential", credential)
                    .bind("redirect", redirectUrl)
                    .bind("actor", actor)
                    .bind("now", now)
                    .bind("expires", now.plus(life))
                    .execute();
        });
        return find(digest).orElseThrow();
    }

    /** The request with this state, whatever its result. */
    public Optional<Request> ofState(String state) {
        return find(Sha256.hex(state));
    }

    /** The newest request of a credential. */
    public Optional<Request> newestOf(String credential) {
        return database.read(handle -> handle.createQuery("""
                        SELECT *
                        FROM authorization_request
                        WHERE credential = :credential
                        ORDER BY made_at DESC LIMIT 1
                        """)
                .bind("credential", credential)
                .mapTo(Row.class)
                .findOne()
                .map(Row::request));
    }

    /** A request as it is now. */
    public Optional<Request> find(String digest) {
        return database.read(
                handle -> handle.createQuery("SELECT * FROM authorization_request WHERE state_digest = :digest")
                        .bind("digest", digest)
                        .mapTo(Row.class)
                        .findOne()
                        .map(Row::request));
    }

    /** Marks a request as used; returns whether it was open until now. */
    public boolean use(Request request) {
        Instant now = clock.instant();
        return database.inTransaction(handle -> handle.createUpdate("""
                        UPDATE authorization_request
                        SET used_at = :now
                        WHERE state_digest = :digest
                          AND used_at IS NULL
                          AND expires_at > :now
                        """)
                        .bind("now", now)
                        .bind("digest", request.digest())
                        .execute())
                == 1;
    }

    /** Stores the result of a request for the command that waits for it. */
    public void settle(Request request, boolean succeeded, String outcome) {
        database.useTransaction(handle -> handle.createUpdate("""
                        UPDATE authorization_request
                        SET succeeded = :succeeded, outcome = :outcome
                        WHERE state_digest = :digest
                        """)
                .bind("succeeded", succeeded)
                .bind("outcome", outcome)
                .bind("digest", request.digest())
                .execute());
    }

    /** A request with its outcome in columns of their own. */
    private record Row(
            String stateDigest,
            String credential,
            String redirectUrl,
            String actor,
            Instant expiresAt,
            Optional<Instant> usedAt,
            boolean succeeded,
            Optional<String> outcome) {
        Request request() {
            return new Request(
                    stateDigest,
                    credential,
                    redirectUrl,
                    actor,
                    expiresAt,
                    usedAt,
                    outcome.map(text -> new Outcome(succeeded, text)));
        }
    }

    /**
     * One link.
     *
     * @param digest its id
     * @param actor who requested it
     * @param usedAt when it was used
     * @param outcome its result
     */
    public record Request(
            String digest,
            String credential,
            String redirectUrl,
            String actor,
            Instant expiresAt,
            Optional<Instant> usedAt,
            Optional<Outcome> outcome) {}

    /** The result of a link, as a sentence. */
    public record Outcome(boolean succeeded, String text) {}
}
