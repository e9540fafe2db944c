package io.audienceroutes.audience;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.state.Environment;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What this product knows of each audience. An audience's identity is its owner and its name. */
public final class Audiences {
    private final StateDatabase database;
    private final Clock clock;

    /** Keeps audiences in the database; times come from the clock. */
    public Audiences(StateDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Our row for this owner and name in the destination's environment; made where there is none. */
    public long rowFor(Destination destination, String name) {
        return database.inTransaction(handle -> rowFor(handle, destination, name));
    }

    public static long rowFor(Handle handle, Destination destination, String name) {
        handle.createUpdate("""
                        INSERT INTO audience (environment, owner_advertiser_id, name)
                        VALUES (:environment, :owner, :name)
                        ON CONFLICT (environment, owner_advertiser_id, name) DO NOTHING
                        """)
                .bind("environment", destination.environment().name())
                .bind("owner", destination.owner())
                .bind("name", name)
                .execute();
        return handle.createQuery("""
                        SELECT id
                        FROM audience
                        WHERE environment = :environment
                          AND owner_advertiser_id = :owner
                          AND name = :name
                        """)
                .bind("environment", destination.environment().name())
                .bind("owner", destination.owner())
                .bind("name", name)
                .mapTo(Long.class)
                .one();
    }

    /** The audience in this row. */
    public Audience require(long row) {
        return database.read(handle -> handle.createQuery("SELECT * FROM audience WHERE id = :row")
                .bind("row", row)
                .map((columns, context) -> read(columns))
                .one());
    }

    static Audience read(ResultSet columns) throws SQLException {
        return new Audience(
                columns.getLong("id"),
                columns.getString("owner_advertiser_id"),
                columns.getString("name"),
                Optional.ofNullable(columns.getString("tiktok_audience_id")),
                columns.getBoolean("made_here"),
                StoredTime.read(columns.getString("create_requested_at")),
                StoredTime.read(columns.getString("created_at")),
                StoredTime.read(columns.getString("refreshed_at")));
    }

    /** Notes that a create is about to be sent, so that an audience whose answer was lost is known as ours. */
    public void createRequested(long row) {
        database.useTransaction(
                handle -> handle.createUpdate("UPDATE audience SET create_requested_at = :now WHERE id = :row")
                        .bind("now", StoredTime.write(clock.instant()))
                        .bind("row", row)
                        .execute());
    }

    /** TikTok refused the create: nothing was made, and an audience of that name is somebody else's. */
    public void createRefused(long row) {
        database.useTransaction(
                handle -> handle.createUpdate("UPDATE audience SET create_requested_at = NULL WHERE id = :row")
                        .bind("row", row)
                        .execute());
    }

    /** TikTok says that the audience is gone: its next look-up believes TikTok's list, however new the audience is. */
    public static void doubt(Handle handle, long row) {
        handle.createUpdate("UPDATE audience SET created_at = NULL WHERE id = :row")
                .bind("row", row)
                .execute();
    }

    /** As above. */
    public void doubt(long row) {
        database.useTransaction(handle -> doubt(handle, row));
    }

    /** Keeps the id that TikTok gave to an audience that we made. */
    public void made(long row, String tiktokAudienceId) {
        record(row, tiktokAudienceId, true);
    }

    /** Keeps the id of an audience that was there; what was made here stays made here. */
    public void reused(long row, String tiktokAudienceId) {
        record(row, tiktokAudienceId, false);
    }

    /** The audience is gone from TikTok: the next delivery of this name makes a new one, which begins empty. */
    public static void forget(Handle handle, long row) {
        MemberRecords.forget(handle, row);
        handle.createUpdate("""
                        UPDATE audience
                        SET tiktok_audience_id = NULL,
                            created_at = NULL,
                            made_here = 0,
                            create_requested_at = NULL
                        WHERE id = :row
                        """).bind("row", row).execute();
    }

    /** All audiences of rehearsals are gone, with the simulator that held them. */
    public void forgetRehearsals() {
        database.useTransaction(handle -> handle.createQuery("SELECT id FROM audience WHERE environment = :environment")
                .bind("environment", Environment.SANDBOX.name())
                .mapTo(Long.class)
                .list()
                .forEach(row -> forget(handle, row)));
    }

    public static void refreshed(Handle handle, long row, String now) {
        handle.createUpdate("UPDATE audience SET refreshed_at = :now WHERE id = :row")
                .bind("now", now)
                .bind("row", row)
                .execute();
    }

    private void record(long row, String tiktokAudienceId, boolean madeHere) {
        database.useTransaction(handle -> {
            if (madeHere) {
                freeFromOtherRows(handle, row, tiktokAudienceId);
            } else {
                requireFree(handle, row, tiktokAudienceId);
            }
            forgetMembersOfAnother(handle, row, tiktokAudienceId);
            update(handle, row, tiktokAudienceId, madeHere);
        });
    }

    /** TikTok has just given this id to a new audience: whatever another row says of it is about one that is gone. */
    private static void freeFromOtherRows(Handle handle, long row, String tiktokAudienceId) {
        handle.createQuery("SELECT id FROM audience WHERE id <> :row AND tiktok_audience_id = :id")
                .bind("row", row)
                .bind("id", tiktokAudienceId)
                .mapTo(Long.class)
                .list()
                .forEach(other -> MemberRecords.forget(handle, other));
        handle.createUpdate("""
                        UPDATE audience
                        SET tiktok_audience_id = NULL, created_at = NULL, made_here = 0
                        WHERE id <> :row
                          AND tiktok_audience_id = :id
                        """).bind("row", row).bind("id", tiktokAudienceId).execute();
    }

    /** Two names that lead to one audience would each take the other's members for their own. */
    private static void requireFree(Handle handle, long row, String tiktokAudienceId) {
        handle.createQuery("""
                        SELECT owner_advertiser_id, name
                        FROM audience
                        WHERE id <> :row
                          AND tiktok_audience_id = :id
                        """)
                .bind("row", row)
                .bind("id", tiktokAudienceId)
                .map((columns, context) -> columns.getString(1) + " '" + columns.getString(2) + "'")
                .findOne()
                .ifPresent(other -> {
                    throw new WorkflowError(
                            "audience-name-ambiguous",
                            "Could not use audience " + tiktokAudienceId + ": expected one that no other name leads"
                                    + " to; found that advertiser " + other + " is delivered to it already. Nothing was"
                                    + " sent. An audience was probably renamed in TikTok Ads Manager: give it its name"
                                    + " back, or let only one destination feed it.");
                });
    }

    /** A snapshot tells what is in one audience of TikTok: another id behind the same name begins empty. */
    private static void forgetMembersOfAnother(Handle handle, long row, String tiktokAudienceId) {
        boolean another = handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM audience WHERE id = :row AND tiktok_audience_id <> :id)")
                .bind("row", row)
                .bind("id", tiktokAudienceId)
                .mapTo(Boolean.class)
                .one();
        if (another) {
            MemberRecords.forget(handle, row);
        }
    }

    private void update(Handle handle, long row, String tiktokAudienceId, boolean madeHere) {
        handle.createUpdate("""
                        UPDATE audience
                        SET tiktok_audience_id = :id,
                            made_here = CASE
                              WHEN :made OR tiktok_audience_id = :id THEN MAX(made_here, :made)
                              ELSE 0
                            END,
                            created_at = CASE
                              WHEN tiktok_audience_id = :id AND (
                                created_at IS NOT NULL
                                  OR NOT :made
                              ) THEN created_at
                              WHEN :made THEN :now
                            END,
                            create_requested_at = NULL
                        WHERE id = :row
                        """)
                .bind("id", tiktokAudienceId)
                .bind("made", madeHere ? 1 : 0)
                .bind("now", StoredTime.write(clock.instant()))
                .bind("row", row)
                .execute();
    }

    /**
     * One audience.
     *
     * @param row our key
     * @param owner the advertiser that owns it and under whose limit it counts
     * @param tiktokId TikTok's id, once known
     * @param madeHere whether this product made it
     * @param createRequestedAt when a create was sent whose answer is not known yet
     */
    public record Audience(
            long row,
            String owner,
            String name,
            Optional<String> tiktokId,
            boolean madeHere,
            Optional<Instant> createRequestedAt,
            Optional<Instant> createdAt,
            Optional<Instant> refreshedAt) {
        /** The same audience, behind this id of TikTok. */
        public Audience withTiktokId(String id) {
            return new Audience(row, owner, name, Optional.of(id), madeHere, createRequestedAt, createdAt, refreshedAt);
        }
    }
}
