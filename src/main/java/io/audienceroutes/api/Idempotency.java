package io.audienceroutes.api;

import io.audienceroutes.people.Principal;
import io.audienceroutes.state.Sha256;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StoredJson;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An action that a client repeats with the same {@code Idempotency-Key} is done once: the second call gets the first
 * one's answer. Keys are remembered for a day, for each caller apart.
 */
public final class Idempotency {
    /** The header with the key. */
    public static final String HEADER = "Idempotency-Key";

    private static final int LONGEST_KEY = 128;
    private static final Duration KEPT = Duration.ofDays(1);

    private final StateDatabase database;
    private final Clock clock;

    /** Keeps answers in this database. */
    public Idempotency(StateDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Does an action, unless this caller did it with this key before.
     *
     * @param key as the client sent it; null where it sent none, and then the action is done each time
     * @param call what is done to what: the same key for another call is refused
     */
    ApiAnswer once(Principal caller, String key, String call, String body, Supplier<ApiAnswer> action) {
        if (key == null) {
            return action.get();
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new ApiInvalid("The Idempotency-Key is not valid: expected 1 to " + LONGEST_KEY + " characters."
                    + " Nothing was done.");
        }
        String digest = Sha256.hex(call + "\n" + body);
        Optional<Stored> before = reserve(caller.actor(), key, digest);
        if (before.isPresent()) {
            return repeated(before.get(), digest);
        }
        try {
            ApiAnswer answer = action.get();
            keep(caller.actor(), key, answer);
            return answer;
        } catch (RuntimeException e) {
            // A refusal did nothing: the client may mend the cause and use the key again
            forget(caller.actor(), key);
            throw e;
        }
    }

    private static ApiAnswer repeated(Stored before, String digest) {
        if (!before.digest().equals(digest)) {
            throw new ApiConflict("The Idempotency-Key was used for another call. Nothing was done. Use a new key for"
                    + " each action.");
        }
        return before.answer()
                .map(answer -> StoredJson.read(answer, ApiAnswer.class))
                .orElseThrow(
                        () -> new ApiConflict("The call with this Idempotency-Key is still at work. Nothing was done"
                                + " a second time. Ask again in a moment."));
    }

    private Optional<Stored> reserve(String actor, String key, String digest) {
        return database.inTransaction(handle -> {
            handle.createUpdate("""
                            DELETE FROM api_call
                            WHERE at < :before
                            """).bind("before", clock.instant().minus(KEPT)).execute();
            int added = handle.createUpdate("""
                            INSERT INTO api_call (actor, idempotency_key, digest, at)
                            VALUES (:actor, :key, :digest, :now)
                            ON CONFLICT (actor, idempotency_key) DO NOTHING
                            """)
                    .bind("actor", actor)
                    .bind("key", key)
                    .bind("digest", digest)
                    .bind("now", clock.instant())
                    .execute();
            return added > 0
                    ? Optional.empty()
                    : handle.createQuery("""
                            SELECT digest, answer
                            FROM api_call
                            WHERE actor = :actor AND idempotency_key = :key
                            """)
                            .bind("actor", actor)
                            .bind("key", key)
                            .mapTo(Stored.class)
                            .findOne();
        });
    }

    private void keep(String actor, String key, ApiAnswer answer) {
        database.useTransaction(handle -> handle.createUpdate("""
                        UPDATE api_call
                        SET answer = :answer
                        WHERE actor = :actor AND idempotency_key = :key
                        """)
                .bind("answer", StoredJson.write(answer))
                .bind("actor", actor)
                .bind("key", key)
                .execute());
    }

    private void forget(String actor, String key) {
        database.useTransaction(handle ->
                handle.createUpdate("""
                        DELETE FROM api_call
                        WHERE actor = :actor AND idempotency_key = :key AND answer IS NULL
                        """).bind("actor", actor).bind("key", key).execute());
    }

    /** A call that was made before; no answer as long as it is at work. */
    public record Stored(String digest, Optional<String> answer) {}
}
