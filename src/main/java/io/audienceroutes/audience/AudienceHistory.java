package io.audienceroutes.audience;

import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StoredJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * What TikTok reported about each audience over time. Consecutive equal readings are stored as one row, so an unchanged
 * audience needs no additional space.
 */
public final class AudienceHistory {
    private final StateDatabase database;

    /** Reads the state database. */
    public AudienceHistory(StateDatabase database) {
        this.database = database;
    }

    /** The newest periods first, for the audience that the row currently refers to. */
    public List<Period> of(Audiences.Audience audience, int limit) {
        return database.read(handle -> newest(handle, audience, limit));
    }

    /** Deletes readings that ended before this time, except the newest of each audience. Returns how many. */
    public int forgetBefore(Instant time) {
        return database.inTransaction(
                handle -> handle.createUpdate("""
                                DELETE FROM audience_reading
                                WHERE last_read_at < :time
                                  AND id NOT IN (SELECT MAX(id) FROM audience_reading GROUP BY audience_id)
                                """).bind("time", time).execute());
    }

    static void keep(Handle handle, Audiences.Audience audience, AudienceReading reading) {
        Optional<Period> newest = newest(handle, audience, 1).stream().findFirst();
        if (newest.filter(period -> period.reading().tellsTheSame(reading)).isPresent()) {
            handle.createUpdate("UPDATE audience_reading SET last_read_at = :at WHERE id = :id")
                    .bind("at", reading.at())
                    .bind("id", newest.get().id())
                    .execute();
        } else {
            insert(handle, audience, reading);
        }
    }

    private static void insert(Handle handle, Audiences.Audience audience, AudienceReading reading) {
        handle.createUpdate("""
                        INSERT INTO audience_reading (
                          audience_id, tiktok_audience_id, first_read_at, last_read_at, listed, type, matched,
                          valid, expiring, expires_at, status, problem, twins)
                        VALUES (
                          :row, :id, :at, :at, :listed, :type, :matched, :valid, :expiring, :expires, :status,
                          :problem, :twins)
                        """)
                .bind("row", audience.row())
                .bind("id", audience.tiktokId().orElseThrow())
                .bind("at", reading.at())
                .bind("listed", reading.listed())
                .bind("type", reading.type())
                .bind("matched", reading.matched())
                .bind("valid", reading.valid())
                .bind("expiring", reading.expiring())
                .bind("expires", reading.expiresAt())
                .bind("status", reading.status())
                .bind("problem", reading.problem())
                .bind("twins", StoredJson.write(reading.twins()))
                .execute();
    }

    private static List<Period> newest(Handle handle, Audiences.Audience audience, int limit) {
        return handle.createQuery("""
                        SELECT *
                        FROM audience_reading
                        WHERE audience_id = :row
                          AND tiktok_audience_id = :id
                        ORDER BY id DESC LIMIT :limit
                        """)
                .bind("row", audience.row())
                .bind("id", audience.tiktokId().orElse(""))
                .bind("limit", limit)
                .mapTo(Period.class)
                .list();
    }

    /**
     * A period in which all readings were equal.
     *
     * @param from the first of these readings
     * @param reading the last of them
     */
    public record Period(
            long id,
            @ColumnName("first_read_at") Instant from,
            @Nested AudienceReading reading) {}
}
