package io.audienceroutes.audience;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.state.Json;
import io.audienceroutes.state.StateDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;

/** Which audiences are monitored, when their lists were read, and with what result. */
public final class AudienceWatches {
    /** TikTok shows a change within 48 hours at the latest (Help Center, customer files). */
    public static final Duration SETTLED_AFTER = Duration.ofDays(2);

    private final StateDatabase database;
    private final Clock clock;

    /** Stores the monitoring state in the database; times come from the clock. */
    public AudienceWatches(StateDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Every audience that a file was delivered to and that has a TikTok id, by name. */
    public List<WatchedAudience> audiences() {
        return database.read(handle -> handle.createQuery("""
                        SELECT a.*, c.first_change_at, c.restless_since, c.last_change_at, w.destination,
                               w.settings,
                               (
                                 SELECT COALESCE(SUM(s.members), 0)
                                 FROM audience_snapshot s
                                 WHERE s.audience_id = a.id
                               ) AS members,
                               (
                                 SELECT MAX(r.last_read_at)
                                 FROM audience_reading r
                                 WHERE r.audience_id = a.id
                                   AND r.tiktok_audience_id = a.tiktok_audience_id
                               ) AS read_at
                        FROM audience a
                        JOIN audience_change c ON c.audience_id = a.id
                          AND c.tiktok_audience_id = a.tiktok_audience_id
                        JOIN workflow w ON w.arrival = (
                          SELECT MAX(n.arrival)
                          FROM workflow n
                          WHERE n.audience_id = a.id
                            AND n.type IN ('segment-file', 'campaign'))
                        ORDER BY a.name, a.id
                        """).mapTo(Row.class).list().stream()
                .map(row -> row.watched(destinations(handle, row)))
                .toList());
    }

    /** The state of one list. */
    public Watch watch(AudienceList list) {
        return database.read(handle -> find(handle, list)).orElse(Watch.NEW);
    }

    /**
     * Claims a list for one read, unless it was read or is being read; the claim of a process that dies expires after
     * this time.
     */
    public boolean claim(AudienceList list, Duration atMost) {
        return database.inTransaction(handle -> {
            boolean free = find(handle, list)
                    .flatMap(Watch::nextTryAt)
                    .map(next -> !next.isAfter(clock.instant()))
                    .orElse(true);
            if (free) {
                nextTry(handle, list, clock.instant().plus(atMost));
            }
            return free;
        });
    }

    /**
     * Stores the reading of one audience, and the resulting warnings.
     *
     * @return what changed; each change is returned to one caller only
     */
    public AudienceWarnings.Changes keep(
            WatchedAudience watched, AudienceReading reading, List<AudienceWarning> warnings) {
        return database.inTransaction(handle -> {
            AudienceHistory.keep(handle, watched.audience(), reading);
            return AudienceWarnings.keep(handle, watched.audience().row(), warnings, clock.instant());
        });
    }

    /** The list was read. Returns what had prevented it before, if an alert was raised for that. */
    public Optional<String> succeeded(AudienceList list, Duration pause) {
        return database.inTransaction(handle -> {
            Optional<String> told = find(handle, list).filter(Watch::told).flatMap(Watch::problem);
            nextTry(handle, list, clock.instant().plus(pause));
            handle.createUpdate("""
                            UPDATE audience_watch
                            SET read_at = :now, failures = 0, problem = NULL, told = FALSE
                            WHERE owner_advertiser_id = :owner
                              AND credential = :credential
                            """)
                    .bindMethods(list)
                    .bind("now", clock.instant())
                    .execute();
            return told;
        });
    }

    /**
     * The list could not be read.
     *
     * @param tell whether an alert is due by now
     * @return whether an alert has to be raised, because none was
     */
    public boolean failed(AudienceList list, String problem, Duration pause, boolean tell) {
        return database.inTransaction(handle -> {
            boolean toldBefore = find(handle, list).filter(Watch::told).isPresent();
            nextTry(handle, list, clock.instant().plus(pause));
            handle.createUpdate("""
                            UPDATE audience_watch
                            SET failures = failures + 1, problem = :problem, told = :told
                            WHERE owner_advertiser_id = :owner
                              AND credential = :credential
                            """)
                    .bindMethods(list)
                    .bind("problem", problem)
                    .bind("told", toldBefore || tell)
                    .execute();
            return tell && !toldBefore;
        });
    }

    /** A workflow releases its audience, for which TikTok accepted batches, the last one at the given time. */
    public static void changed(Handle handle, long audience, Instant lastAccepted) {
        handle.createUpdate("""
                        INSERT INTO audience_change (
                          audience_id, tiktok_audience_id, first_change_at, restless_since, last_change_at)
                        SELECT id, tiktok_audience_id, :at, :at, :at
                        FROM audience
                        WHERE id = :row
                          AND tiktok_audience_id IS NOT NULL
                        ON CONFLICT (audience_id) DO UPDATE
                        SET first_change_at = CASE
                              WHEN audience_change.tiktok_audience_id = excluded.tiktok_audience_id THEN audience_change.first_change_at
                              ELSE excluded.first_change_at
                            END,
                            restless_since = CASE
                              WHEN audience_change.tiktok_audience_id = excluded.tiktok_audience_id AND audience_change.last_change_at > :settled THEN audience_change.restless_since
                              ELSE excluded.restless_since
                            END,
                            tiktok_audience_id = excluded.tiktok_audience_id,
                            last_change_at = CASE
                              WHEN audience_change.last_change_at > excluded.last_change_at AND audience_change.tiktok_audience_id = excluded.tiktok_audience_id THEN audience_change.last_change_at
                              ELSE excluded.last_change_at
                            END
                        """)
                .bind("row", audience)
                .bind("at", lastAccepted)
                .bind("settled", lastAccepted.minus(SETTLED_AFTER))
                .execute();
    }

    private static void nextTry(Handle handle, AudienceList list, Instant next) {
        handle.createUpdate("""
                        INSERT INTO audience_watch (owner_advertiser_id, credential, next_try_at)
                        VALUES (:owner, :credential, :next)
                        ON CONFLICT (owner_advertiser_id, credential) DO UPDATE
                        SET next_try_at = :next
                        """).bindMethods(list).bind("next", next).execute();
    }

    private static Optional<Watch> find(Handle handle, AudienceList list) {
        return handle.createQuery("""
                        SELECT *
                        FROM audience_watch
                        WHERE owner_advertiser_id = :owner
                          AND credential = :credential
                        """).bindMethods(list).mapTo(Watch.class).findOne();
    }

    private static List<String> destinations(Handle handle, Row watched) {
        return handle.createQuery("""
                        SELECT DISTINCT destination
                        FROM workflow
                        WHERE audience_id = :row
                          AND type IN ('segment-file', 'campaign')
                        ORDER BY destination <> :newest, destination
                        """)
                .bind("row", watched.audience().row())
                .bind("newest", watched.destination())
                .mapTo(String.class)
                .list();
    }

    /** A watched audience, with the destination and settings of its newest workflow. */
    private record Row(
            @Nested Audiences.Audience audience,
            String destination,
            @Json Destination settings,
            long members,
            Instant firstChangeAt,
            Instant restlessSince,
            Instant lastChangeAt,
            Optional<Instant> readAt) {
        WatchedAudience watched(List<String> destinations) {
            return new WatchedAudience(
                    audience,
                    destinations,
                    settings.credential(),
                    members,
                    firstChangeAt,
                    restlessSince,
                    lastChangeAt,
                    readAt);
        }
    }

    /**
     * The state of one list.
     *
     * @param nextTryAt not read before this time
     * @param failures in a row
     * @param problem why it could not be read the last time
     * @param told whether an alert was raised
     */
    public record Watch(
            Optional<Instant> readAt,
            Optional<Instant> nextTryAt,
            int failures,
            Optional<String> problem,
            boolean told) {
        static final Watch NEW = new Watch(Optional.empty(), Optional.empty(), 0, Optional.empty(), false);
    }
}
