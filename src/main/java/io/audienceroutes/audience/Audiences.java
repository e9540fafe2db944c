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

/** What this product knows about each audience. An audience's identity is its owner and its name. */
public final class Audiences {
    private final StateDatabase database;
    private final Clock clock;

    /** Keeps audiences in the database; times come from the clock. */
    public Audiences(StateDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Our row for this owner and name in the destination's environment; created if there is none. */
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

    /**
     * Records that a create call is about to be sent, so that the audience is recognised as ours if the response is
     * lost.
     */
    public void createRequested(long row) {
        database.useTransaction(
                handle -> handle.createUpdate("UPDATE audience SET create_requested_at = :now WHERE id = :row")
                        .bind("now", StoredTime.write(clock.instant()))
                        .bind("row", row)
                        .execute());
    }

    /**
     * TikTok refused the create call: no audience was created, and an audience of that name belongs to someone else.
     */
    public void createRefused(long row) {
        database.useTransaction(
                handle -> handle.createUpdate("UPDATE audience SET create_requested_at = NULL WHERE id = :row")
                        .bind("row", row)
                        .execute());
    }

    /**
     * TikTok reports that the audience does not exist: the next look-up trusts TikTok's list, however new the audience
     * is.
     */
    public static void doubt(Handle handle, long row) {
        handle.createUpdate("UPDATE audience SET created_at = NULL WHERE id = :row")
                .bind("row", row)
                .execute();
    }

    /** As above. */
    public void doubt(long row) {
        database.useTransaction(handle -> doubt(handle, row));
    }

    /** Stores the TikTok id of an audience that we created. */
    public void made(long row, String tiktokAudienceId) {
        record(row, tiktokAudienceId, true);
    }

    /** Stores the id of an existing audience; whether it was created here does not change. */
    public void reused(long row, String tiktokAudienceId) {
        record(row, tiktokAudienceId, false);
    }

    /** The audience no longer exists in TikTok: the next delivery to this name creates a new, empty one. */
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

    /** All audiences of rehearsals are lost with the simulator that had them. */
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

    /** TikTok has just assigned this id to a new audience: any other row with this id refers to a deleted one. */
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

    /** If two names shared one audience, each would treat the other's members as its own. */
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
                            "Audience " + tiktokAudienceId + " cannot be used under"
                                    + " another name: advertiser " + other
                                    + " already has it as the audience of a destination. Nothing"
                                    + " was sent. An audience was probably renamed in TikTok Ads Manager: restore its name,"
                                    + " or let only one destination deliver to it.");
                });
    }

    /** A snapshot describes one audience in TikTok: another id with the same name starts empty. */
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
     * @param owner the advertiser that owns it and whose limit it counts towards
     * @param tiktokId TikTok's id, once known
     * @param madeHere whether this product made it
     * @param createRequestedAt when a create call was sent whose response is not known yet
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
        /** The same audience with this TikTok id. */
        public Audience withTiktokId(String id) {
            return new Audience(row, owner, name, Optional.of(id), madeHere, createRequestedAt, createdAt, refreshedAt);
        }
    }
}
