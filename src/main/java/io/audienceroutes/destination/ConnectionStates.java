package io.audienceroutes.destination;

import io.audienceroutes.destination.ConnectionState.Finding;
import io.audienceroutes.destination.ConnectionState.State;
import io.audienceroutes.state.StateDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * The connection states of destinations, and which are due for a check. Each is checked by one process at a time.
 * Called by the pick-ups, and by route {@code check-destinations}.
 */
public final class ConnectionStates {
    private final StateDatabase database;
    private final Clock clock;
    private volatile boolean checksHere;

    /** Stores the states in the database; times come from the clock. */
    public ConnectionStates(StateDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * This process starts to poll these destinations, and checks their connections first, because a state from an
     * earlier process may be outdated. A known problem stays until a check finds otherwise.
     */
    public void announce(Collection<Destination> destinations) {
        Set<String> names = destinations.stream().map(Destination::name).collect(Collectors.toSet());
        database.useTransaction(handle -> {
            destinations.forEach(destination -> announce(handle, destination));
            all(handle).stream()
                    .map(ConnectionState::destination)
                    .filter(known -> !names.contains(known))
                    .forEach(gone -> handle.createUpdate(
                                    "DELETE FROM destination_connection WHERE destination = :destination")
                            .bind("destination", gone)
                            .execute());
        });
        checksHere = true;
    }

    private void announce(Handle handle, Destination destination) {
        handle.createUpdate("""
                        INSERT INTO destination_connection (destination, credential, state, since)
                        VALUES (:destination, :credential, 'UNCHECKED', :now)
                        ON CONFLICT (destination) DO UPDATE
                        SET credential = :credential,
                            due = TRUE,
                            state = CASE WHEN state = 'NOT_VALID' THEN state ELSE 'UNCHECKED' END,
                            since = CASE WHEN state = 'NOT_VALID' THEN since ELSE :now END
                        """)
                .bind("destination", destination.name())
                .bind("credential", destination.credential())
                .bind("now", clock.instant())
                .execute();
    }

    /** A destination was added, or its advertiser or credential has changed: it is checked before it is polled. */
    public void add(Destination destination) {
        database.useTransaction(handle -> announce(handle, destination));
    }

    /** The destination was removed. */
    public void forget(String destination) {
        database.useTransaction(
                handle -> handle.createUpdate("DELETE FROM destination_connection WHERE destination = :destination")
                        .bind("destination", destination)
                        .execute());
    }

    /** Whether files may be picked up for this destination; true for one that is not checked. */
    public boolean admits(String destination) {
        return find(destination).map(ConnectionState::state).map(State::polls).orElse(true);
    }

    /**
     * Claims the connections that are due for a check; another process can claim them only after this time, and only if
     * only if this one did not come to an end. A grant that came after the last check began is looked at now, whoever
     * brought it. A process that polls nothing gets none.
     */
    public List<String> take(Instant until) {
        if (!checksHere) {
            return List.of();
        }
        return database.inTransaction(handle -> {
            Instant now = clock.instant();
            List<String> due =
                    handle.createQuery("""
                            SELECT c.destination
                            FROM destination_connection c
                            LEFT JOIN credential g ON g.name = c.credential
                            WHERE c.due
                              OR c.next_check <= :now
                              OR g.granted_at > c.checked_at
                            ORDER BY c.destination
                            """).bind("now", now).mapTo(String.class).list();
            due.forEach(destination -> handle.createUpdate("""
                            UPDATE destination_connection
                            SET due = FALSE, checked_at = :now, next_check = :until
                            WHERE destination = :destination
                            """)
                    .bind("now", now)
                    .bind("until", until)
                    .bind("destination", destination)
                    .execute());
            return due;
        });
    }

    /** Stores the result of a check. Returns the previous state if an alert is due for the change. */
    public Optional<ConnectionState> found(
            String destination, String credential, State state, Optional<Finding> finding, Instant nextCheck) {
        return database.inTransaction(handle -> {
            Optional<ConnectionState> before = find(handle, destination);
            handle.createUpdate("""
                            UPDATE destination_connection
                            SET credential = :credential,
                                since = CASE WHEN state = :state THEN since ELSE :now END,
                                state = :state,
                                question = :question,
                                message = :message,
                                remedy = :remedy,
                                action = :action,
                                next_check = :next
                            WHERE destination = :destination
                            """)
                    .bind("destination", destination)
                    .bind("credential", credential)
                    .bind("state", state)
                    .bind("now", clock.instant())
                    .bind("question", finding.map(Finding::question))
                    .bind("message", finding.map(Finding::message))
                    .bind("remedy", finding.flatMap(Finding::remedy))
                    .bind("action", finding.flatMap(Finding::action))
                    .bind("next", nextCheck)
                    .execute();
            return before.filter(known -> !known.sameFault(state, finding));
        });
    }

    /**
     * A command found this connection valid, which stands until a process that polls checks it.
     *
     * @param polled whether such a process runs: it checks at once, and raises the alert that a fault is gone
     */
    public void validated(Destination destination, boolean polled) {
        database.useTransaction(handle -> {
            Optional<State> before = find(handle, destination.name()).map(ConnectionState::state);
            handle.createUpdate("""
                            INSERT INTO destination_connection (destination, credential, state, since, checked_at)
                            VALUES (:destination, :credential, 'VALID', :now, :now)
                            ON CONFLICT (destination) DO UPDATE
                            SET due = TRUE
                            """)
                    .bind("destination", destination.name())
                    .bind("credential", destination.credential())
                    .bind("now", clock.instant())
                    .execute();
            boolean newsToOthers = polled && before.equals(Optional.of(State.NOT_VALID));
            if (before.isPresent() && !newsToOthers) {
                handle.createUpdate("""
                                UPDATE destination_connection
                                SET credential = :credential,
                                  since = CASE WHEN state = 'VALID' THEN since ELSE :now END,
                                  state = 'VALID',
                                  question = NULL,
                                  message = NULL,
                                  remedy = NULL,
                                  action = NULL
                                WHERE destination = :destination
                                """)
                        .bind("destination", destination.name())
                        .bind("credential", destination.credential())
                        .bind("now", clock.instant())
                        .execute();
            }
        });
    }

    /**
     * TikTok does not respond: destinations that were not checked yet would find the same, so they are polled without
     * waiting.
     */
    public void unanswered(Finding finding) {
        database.useTransaction(handle -> handle.createUpdate("""
                        UPDATE destination_connection
                        SET state = 'UNKNOWN', since = :now, question = :question, message = :message
                        WHERE state = 'UNCHECKED'
                        """)
                .bind("now", clock.instant())
                .bind("question", finding.question())
                .bind("message", finding.message())
                .execute());
    }

    /** An operator fixed a problem of this destination, or wants to know its state: it is checked immediately. */
    public void askAgain(String destination) {
        database.useTransaction(handle -> handle.createUpdate(
                        "UPDATE destination_connection SET due = TRUE WHERE destination = :destination")
                .bind("destination", destination)
                .execute());
    }

    /** The same for all destinations of a credential that are not known to be valid. */
    public void askAgainOf(String credential) {
        database.useTransaction(handle ->
                handle.createUpdate("""
                        UPDATE destination_connection
                        SET due = TRUE
                        WHERE credential = :credential
                          AND state <> 'VALID'
                        """).bind("credential", credential).execute());
    }

    /** The same for all destinations that are not known to be valid. */
    public void askAgainOfAll() {
        database.useTransaction(
                handle -> handle.execute("UPDATE destination_connection SET due = TRUE WHERE state <> 'VALID'"));
    }

    /** The connection state of this destination; empty if it is not checked. */
    public Optional<ConnectionState> find(String destination) {
        return database.read(handle -> find(handle, destination));
    }

    /** All connection states, by destination. */
    public List<ConnectionState> all() {
        return database.read(ConnectionStates::all);
    }

    private static List<ConnectionState> all(Handle handle) {
        return handle
                .createQuery("SELECT * FROM destination_connection ORDER BY destination")
                .mapTo(Row.class)
                .list()
                .stream()
                .map(Row::state)
                .toList();
    }

    private static Optional<ConnectionState> find(Handle handle, String destination) {
        return handle.createQuery("SELECT * FROM destination_connection WHERE destination = :destination")
                .bind("destination", destination)
                .mapTo(Row.class)
                .findOne()
                .map(Row::state);
    }

    /** A connection with its finding in columns of their own. */
    private record Row(
            String destination,
            String credential,
            @ColumnName("state") State current,
            Instant since,
            Optional<Instant> checkedAt,
            Optional<String> question,
            String message,
            Optional<String> remedy,
            Optional<String> action,
            Optional<Instant> nextCheck) {
        ConnectionState state() {
            Optional<Finding> finding = question.map(asked -> new Finding(asked, message, remedy, action));
            return new ConnectionState(destination, credential, current, since, checkedAt, finding, nextCheck);
        }
    }
}
