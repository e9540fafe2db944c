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
import org.jdbi.v3.core.mapper.Nested;

/**
 * Who is logged in where. Sessions are kept in the database, so that they survive a restart, and end there: what the
 * browser holds is a random secret. Role and state of a person are read with each request.
 */
public final class Sessions {
    private static final int MOST_PER_PERSON = 20;
    /** A write for each request would cost more than the request. */
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
    /** By which a clock may be set back without ending sessions. */
    private static final Duration CLOCK_STEP = Duration.ofMinutes(5);

    private final StateDatabase database;
    private final EventLog events;
    private final SecureRandom random;
    private final Duration idleLimit;
    private final Duration limit;
    private final Clock clock;

    /**
     * @param idleLimit after which an unused session ends
     * @param limit after which each session ends
     */
    public Sessions(StateDatabase database, SecureRandom random, Duration idleLimit, Duration limit, Clock clock) {
        this.database = database;
        this.events = new EventLog(clock);
        this.random = random;
        this.idleLimit = idleLimit;
        this.limit = limit;
        this.clock = clock;
    }

    /** The session whose secret a request carries, if it is open; the request counts as its use. */
    public Optional<Session> find(String secret) {
        String id = Secret.digest(secret);
        Instant now = clock.instant();
        Optional<Session> session = database.read(handle ->
                        handle.createQuery("""
                            SELECT p.*, s.id AS session_id, s.opened_at, s.last_used_at, s.address
                            FROM session s
                            JOIN person p ON p.name = s.person
                            WHERE s.id = :id
                            """).bind("id", id).mapTo(Row.class).findOne())
                .map(row -> row.session(csrfToken(secret), limit))
                .filter(found -> isOpen(found, now));
        session.filter(found -> Duration.between(found.lastUsedAt(), now).abs().compareTo(NOTED_EVERY) >= 0)
                .ifPresent(found -> noteUse(id, now));
        return session;
    }

    /** The open sessions of a person, the newest first; their CSRF tokens are known to the browsers only. */
    public List<Session> of(String person) {
        Instant now = clock.instant();
        return database
                .read(handle -> handle.createQuery("""
                            SELECT p.*, s.id AS session_id, s.opened_at, s.last_used_at, s.address
                            FROM session s
                            JOIN person p ON p.name = s.person
                            WHERE s.person = :person
                            ORDER BY s.opened_at DESC
                            """)
                        .bind("person", person)
                        .mapTo(Row.class)
                        .list())
                .stream()
                .map(row -> row.session("", limit))
                .filter(session -> isOpen(session, now))
                .toList();
    }

    /** Logs out: the session ends. */
    public void close(Session session) {
        database.useTransaction(handle -> {
            int closed = handle.createUpdate("""
                            DELETE FROM session
                            WHERE id = :id
                            """).bind("id", session.id()).execute();
            if (closed > 0) {
                events.append(
                        handle,
                        People.subject(session.person().name()),
                        "logged-out",
                        session.person().name(),
                        Map.of("from", session.address()));
            }
        });
    }

    /** Logs a person out everywhere; returns how many sessions ended. */
    public int closeAll(String person, Author author) {
        return database.inTransaction(handle -> {
            int closed = closeAll(handle, person);
            events.append(
                    handle,
                    People.subject(person),
                    "logged-out-everywhere",
                    author.actor(),
                    author.details(Map.of("sessions", Integer.toString(closed))));
            return closed;
        });
    }

    /** Opens a session, and deletes what is over. */
    NewSession open(Handle handle, Person person, String address) {
        sweep(handle);
        Instant now = clock.instant();
        String secret = Secret.make(random);
        Session session =
                new Session(Secret.digest(secret), csrfToken(secret), person, now, now, now.plus(limit), address);
        handle.createUpdate("""
                            INSERT INTO session (id, person, opened_at, last_used_at, address)
                            VALUES (:id, :person, :now, :now, :address)
                            """)
                .bind("id", session.id())
                .bind("person", person.name())
                .bind("now", now)
                .bind("address", address)
                .execute();
        handle.createUpdate("""
                            DELETE FROM session
                            WHERE person = :person
                              AND id <> :newest
                              AND id NOT IN (
                                SELECT id
                                FROM session
                                WHERE person = :person
                                  AND id <> :newest
                                ORDER BY opened_at DESC, id
                                LIMIT :others)
                            """)
                .bind("person", person.name())
                .bind("newest", session.id())
                .bind("others", MOST_PER_PERSON - 1)
                .execute();
        return new NewSession(secret, session);
    }

    int closeAll(Handle handle, String person) {
        return handle.createUpdate("""
                            DELETE FROM session
                            WHERE person = :person
                            """).bind("person", person).execute();
    }

    int closeOthers(Handle handle, String person, String id) {
        return handle.createUpdate("""
                            DELETE FROM session
                            WHERE person = :person
                              AND id <> :id
                            """).bind("person", person).bind("id", id).execute();
    }

    private void sweep(Handle handle) {
        Instant now = clock.instant();
        handle.createUpdate("""
                            DELETE FROM session
                            WHERE last_used_at <= :idle
                              OR opened_at <= :old
                            """)
                .bind("idle", now.minus(idleLimit))
                .bind("old", now.minus(limit))
                .execute();
    }

    private boolean isOpen(Session session, Instant now) {
        return session.person().enabled()
                && now.isBefore(session.endsAt())
                && now.isBefore(session.lastUsedAt().plus(idleLimit))
                // A clock that was set back must not lengthen sessions
                && now.plus(CLOCK_STEP).isAfter(session.lastUsedAt());
    }

    private void noteUse(String id, Instant now) {
        try {
            database.write(handle ->
                    handle.createUpdate("""
                            UPDATE session
                            SET last_used_at = :now
                            WHERE id = :id
                            """).bind("id", id).bind("now", now).execute());
        } catch (RuntimeException e) {
            // On a full disk the pages that say so must still be shown; the session ends by its idle limit
            if (StateFaults.meaning(e).isEmpty()) {
                throw e;
            }
        }
    }

    /** Nothing is kept of it: who has the secret can compute it, and nobody else. */
    private static String csrfToken(String secret) {
        return Secret.digest("csrf:" + secret);
    }

    /** A session with its person; its token is computed from the secret. */
    private record Row(@Nested Person person, String sessionId, Instant openedAt, Instant lastUsedAt, String address) {
        Session session(String csrfToken, Duration limit) {
            return new Session(sessionId, csrfToken, person, openedAt, lastUsedAt, openedAt.plus(limit), address);
        }
    }
}
