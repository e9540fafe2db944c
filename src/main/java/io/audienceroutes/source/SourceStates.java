package io.audienceroutes.source;

import io.audienceroutes.state.Leases;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StoredJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * The states of the sources, and which process may poll them: one at a time, so that several processes on one database
 * never pick up the same file. Called by the pick-ups, before and after each poll.
 */
public final class SourceStates {
    private final StateDatabase database;
    private final Clock clock;
    private final Leases leases;

    /** The leases are renewed with the other leases of this owner. */
    public SourceStates(StateDatabase database, Clock clock, Duration leaseLength, ProcessOwner owner) {
        this.database = database;
        this.clock = clock;
        this.leases = new Leases(clock, leaseLength, owner);
    }

    /** Registers the source as due: this process was started, perhaps because a fault was fixed. */
    public void announce(String destination, String place) {
        database.useTransaction(handle -> handle.createUpdate("""
                        INSERT INTO source_state (destination, place, state, since)
                        VALUES (:destination, :place, 'NEW', :now)
                        ON CONFLICT (destination) DO UPDATE
                        SET place = :place, next_try = NULL
                        """)
                .bind("destination", destination)
                .bind("place", place)
                .bind("now", clock.instant())
                .execute());
    }

    /** Deletes the sources of destinations that no longer have one. */
    public void keepOnly(List<String> destinations) {
        all().stream()
                .map(SourceState::destination)
                .filter(known -> !destinations.contains(known))
                .forEach(this::forget);
    }

    /** Claims the source for one poll, if it is due and no other process polls it. */
    public boolean begin(String destination) {
        return database.inTransaction(handle -> {
            Instant now = clock.instant();
            boolean due = find(handle, destination)
                    .flatMap(SourceState::nextTry)
                    .map(next -> !next.isAfter(now))
                    .orElse(true);
            return due && leases.acquire(handle, leaseOf(destination));
        });
    }

    /** The poll succeeded. Returns the previous state if the source was down, so that its recovery is reported. */
    public Optional<SourceState> up(String destination, int waiting, Map<String, String> leftAlone) {
        return database.inTransaction(handle -> {
            Optional<SourceState> before = find(handle, destination);
            handle.createUpdate("""
                            UPDATE source_state
                            SET since = CASE WHEN state = 'UP' THEN since ELSE :now END,
                                state = 'UP',
                                looked_at = :now,
                                waiting = :waiting,
                                left_alone = :leftAlone,
                                failures = 0,
                                condition = NULL,
                                message = NULL,
                                next_try = NULL
                            WHERE destination = :destination
                            """)
                    .bind("now", clock.instant())
                    .bind("waiting", waiting)
                    .bind("leftAlone", StoredJson.write(new TreeMap<>(leftAlone)))
                    .bind("destination", destination)
                    .execute();
            leases.release(handle, leaseOf(destination));
            return before.filter(state -> state.state() == SourceState.State.DOWN);
        });
    }

    /** The poll failed. Returns whether an alert is due: the source was not down before, or for another reason. */
    public boolean down(String destination, String condition, String message, Instant nextTry) {
        return database.inTransaction(handle -> {
            Optional<SourceState> before = find(handle, destination);
            handle.createUpdate("""
                            UPDATE source_state
                            SET since = CASE WHEN state = 'DOWN' THEN since ELSE :now END,
                                state = 'DOWN',
                                looked_at = :now,
                                failures = failures + 1,
                                condition = :condition,
                                message = :message,
                                next_try = :next
                            WHERE destination = :destination
                            """)
                    .bind("now", clock.instant())
                    .bind("condition", condition)
                    .bind("message", message)
                    .bind("next", nextTry)
                    .bind("destination", destination)
                    .execute();
            leases.release(handle, leaseOf(destination));
            return before.filter(state -> state.state() == SourceState.State.DOWN)
                    .flatMap(SourceState::condition)
                    .filter(condition::equals)
                    .isEmpty();
        });
    }

    /** A poll hangs: the source is down, and stays claimed by the polling process. Returns whether an alert is due. */
    public boolean stuck(String destination, String condition, String message) {
        return database.inTransaction(handle -> {
            boolean known = find(handle, destination)
                    .filter(state -> state.state() == SourceState.State.DOWN)
                    .flatMap(SourceState::condition)
                    .filter(condition::equals)
                    .isPresent();
            handle.createUpdate("""
                            UPDATE source_state
                            SET since = CASE WHEN state = 'DOWN' THEN since ELSE :now END,
                                state = 'DOWN',
                                condition = :condition,
                                message = :message
                            WHERE destination = :destination
                            """)
                    .bind("now", clock.instant())
                    .bind("condition", condition)
                    .bind("message", message)
                    .bind("destination", destination)
                    .execute();
            return !known;
        });
    }

    /** An operator requests a poll at the next interval. Returns whether the source is known. */
    public boolean tryNow(String destination) {
        return database.inTransaction(handle -> handle.createUpdate(
                                "UPDATE source_state SET next_try = NULL WHERE destination = :destination")
                        .bind("destination", destination)
                        .execute())
                > 0;
    }

    /** The source of this destination. */
    public Optional<SourceState> find(String destination) {
        return database.read(handle -> find(handle, destination));
    }

    /** All sources, by destination. */
    public List<SourceState> all() {
        return database.read(handle -> handle.createQuery("SELECT * FROM source_state ORDER BY destination")
                .mapTo(SourceState.class)
                .list());
    }

    /** Deletes the source of a destination that no longer has one. */
    public void forget(String destination) {
        database.useTransaction(
                handle -> handle.createUpdate("DELETE FROM source_state WHERE destination = :destination")
                        .bind("destination", destination)
                        .execute());
    }

    private static Optional<SourceState> find(Handle handle, String destination) {
        return handle.createQuery("SELECT * FROM source_state WHERE destination = :destination")
                .bind("destination", destination)
                .mapTo(SourceState.class)
                .findOne();
    }

    private static String leaseOf(String destination) {
        return "source:" + destination;
    }
}
