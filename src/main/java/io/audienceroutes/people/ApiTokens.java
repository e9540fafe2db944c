package io.audienceroutes.people;

import io.audienceroutes.state.EventLog;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StateFaults;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The tokens by which programs call the API: each has a name, a role and an end. The secret is answered once, and kept as
 * a digest; it starts with {@code tar_}, so that scanners of source code and logs recognise it.
 */
public final class ApiTokens {
    /** Days for which a token is valid unless another number is asked for. */
    public static final int USUAL_DAYS = 90;

    public static final int MOST_DAYS = 366;

    private static final String PREFIX = "tar_";
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private final StateDatabase database;
    private final EventLog events;
    private final SecureRandom random;
    private final Clock clock;

    public ApiTokens(StateDatabase database, SecureRandom random, Clock clock) {
        this.database = database;
        this.events = new EventLog(clock);
        this.random = random;
        this.clock = clock;
    }

    /** Makes a token; its secret is answered here and never again. */
    public NewApiToken create(String name, Role role, boolean restrictPii, int days, Author author) {
        String stored = Names.require(name, "an API token");
        if (days < 1 || days > MOST_DAYS) {
            throw new PeopleRefused(
                    PeopleRefused.Kind.INVALID,
                    "An API token is valid for 1 to " + MOST_DAYS + " days; found " + days + ". Nothing was made.");
        }
        Instant now = clock.instant();
        String secret = PREFIX + Secret.make(random);
        ApiToken token = new ApiToken(
                stored,
                role,
                restrictPii,
                author.actor(),
                now,
                now.plus(Duration.ofDays(days)),
                Optional.empty(),
                Optional.empty());
        database.useTransaction(handle -> {
            requireFree(handle, stored, now);
            insert(handle, Secret.digest(secret), token);
            note(
                    handle,
                    stored,
                    "token-added",
                    author,
                    Map.of(
                            "role",
                            role.id(),
                            "restrict-pii",
                            Boolean.toString(restrictPii),
                            "expires",
                            token.expiresAt().toString()));
        });
        return new NewApiToken(secret, token);
    }

    /** Whose token a request carries; empty where it is unknown, expired or revoked. */
    public Optional<Principal> authenticate(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String digest = Secret.digest(secret);
        Instant now = clock.instant();
        Optional<ApiToken> token = database.read(handle -> handle.createQuery("""
                            SELECT *
                            FROM api_token
                            WHERE secret_digest = :digest
                            """)
                        .bind("digest", digest)
                        .mapTo(ApiToken.class)
                        .findOne())
                .filter(found -> found.usableAt(now));
        token.filter(found -> found.lastUsedAt()
                        .map(last -> Duration.between(last, now).abs().compareTo(NOTED_EVERY) >= 0)
                        .orElse(true))
                .ifPresent(found -> noteUse(digest, now));
        return token.map(found -> new Principal(found.name(), found.role(), found.restrictPii(), Principal.Kind.TOKEN));
    }

    /** All tokens that were not revoked, by name; also those that have expired. */
    public List<ApiToken> all() {
        return database.read(
                handle -> handle.createQuery("""
                            SELECT *
                            FROM api_token
                            WHERE revoked_at IS NULL
                            ORDER BY name
                            """).mapTo(ApiToken.class).list());
    }

    /** Ends a token at once. */
    public void revoke(String name, Author author) {
        database.useTransaction(handle -> {
            Optional<String> stored = Names.find(name);
            if (stored.isEmpty() || !end(handle, stored.get(), clock.instant())) {
                throw new PeopleRefused(
                        PeopleRefused.Kind.UNKNOWN,
                        "There is no API token of this name. List them with: audience-routes tokens list");
            }
            note(handle, stored.get(), "token-revoked", author, Map.of());
        });
    }

    private static void requireFree(Handle handle, String name, Instant now) {
        Optional<ApiToken> same =
                handle.createQuery("""
                            SELECT *
                            FROM api_token
                            WHERE name = :name
                              AND revoked_at IS NULL
                            """).bind("name", name).mapTo(ApiToken.class).findOne();
        if (same.filter(token -> token.usableAt(now)).isPresent()) {
            throw new PeopleRefused(
                    PeopleRefused.Kind.CONFLICT,
                    "There is an API token of the name " + name + " already. Choose another name, or end it first:"
                            + " audience-routes tokens revoke " + name);
        }
        if (same.isPresent()) {
            end(handle, name, now);
        }
    }

    private static boolean end(Handle handle, String name, Instant now) {
        return handle.createUpdate("""
                            UPDATE api_token
                            SET revoked_at = :now
                            WHERE name = :name
                              AND revoked_at IS NULL
                            """).bind("now", now).bind("name", name).execute() == 1;
    }

    private static void insert(Handle handle, String digest, ApiToken token) {
        handle.createUpdate("""
                            INSERT INTO api_token (
                              secret_digest, name, role, restrict_pii, created_by, created_at, expires_at)
                            VALUES (:digest, :name, :role, :restrictPii, :createdBy, :createdAt, :expiresAt)
                            """)
                .bind("digest", digest)
                .bind("name", token.name())
                .bind("role", token.role())
                .bind("restrictPii", token.restrictPii())
                .bind("createdBy", token.createdBy())
                .bind("createdAt", token.createdAt())
                .bind("expiresAt", token.expiresAt())
                .execute();
    }

    private void noteUse(String digest, Instant now) {
        try {
            database.write(handle -> handle.createUpdate("""
                            UPDATE api_token
                            SET last_used_at = :now
                            WHERE secret_digest = :digest
                            """)
                    .bind("now", now)
                    .bind("digest", digest)
                    .execute());
        } catch (RuntimeException e) {
            // On a full disk, programs that watch the bundle must still be answered
            if (StateFaults.meaning(e).isEmpty()) {
                throw e;
            }
        }
    }

    private void note(Handle handle, String name, String kind, Author author, Map<String, String> what) {
        events.append(handle, "token:" + name, kind, author.actor(), author.details(what));
    }
}
