package io.audienceroutes.audience;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.state.Environment;
import io.audienceroutes.state.StateDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

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
                .bind("environment", destination.environment())
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
                .bind("environment", destination.environment())
                .bind("owner", destination.owner())
                .bind("name", name)
                .mapTo(Long.class)
                .one();
    }

    /** The audience in this row. */
    public Audience require(long row) {
        return database.read(handle -> require(handle, row));
    }

    public static Audience require(Handle handle, long row) {
        return handle.createQuery("SELECT * FROM audience WHERE id = :row")
                .bind("row", row)
                .mapTo(Audience.class)
                .one();
    }

    /** The audiences of this name or TikTok id. */
    static List<Audience> called(Handle handle, String nameOrId) {
        return handle.createQuery("SELECT * FROM audience WHERE name = :name OR tiktok_audience_id = :name ORDER BY id")
                .bind("name", nameOrId)
                .mapTo(Audience.class)
                .list();
    }

    /** The workflow whose accepted batches are missing in the snapshots of this audience, if there is one. */
    static Optional<String> unfolded(Handle handle, long row) {
        return handle.createQuery("""
                        SELECT unfolded_workflow
                        FROM audience
                        WHERE id = :row
                          AND unfolded_workflow IS NOT NULL
                        """).bind("row", row).mapTo(String.class).findOne();
    }

    static void unfolded(Handle handle, long row, Optional<String> workflowId) {
        handle.createUpdate("UPDATE audience SET unfolded_workflow = :workflow WHERE id = :row")
                .bind("workflow", workflowId)
                .bind("row", row)
                .execute();
    }

    /**
     * Records that a create call is about to be sent, so that the audience is recognised as ours if the response is
     * lost.
     */
    public void createRequested(long row) {
        database.useTransaction(
                handle -> handle.createUpdate("UPDATE audience SET create_requested_at = :now WHERE id = :row")
                        .bind("now", clock.instant())
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
                            made_here = FALSE,
                            create_requested_at = NULL
                        WHERE id = :row
                        """).bind("row", row).execute();
    }

    /** All audiences of rehearsals are lost with the simulator that had them. */
    public void forgetRehearsals() {
        database.useTransaction(handle -> handle.createQuery("SELECT id FROM audience WHERE environment = :environment")
                .bind("environment", Environment.SANDBOX)
                .mapTo(Long.class)
                .list()
                .forEach(row -> forget(handle, row)));
    }

    public static void refreshed(Handle handle, long row, Instant now) {
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
                        SET tiktok_audience_id = NULL, created_at = NULL, made_here = FALSE
                        WHERE id <> :row
                          AND tiktok_audience_id = :id
                        """).bind("row", row).bind("id", tiktokAudienceId).execute();
    }

    /** If two names shared one audience, each would treat the other's members as its own. */
    private static void requireFree(Handle handle, long row, String tiktokAudienceId) {
        handle.createQuery("""
                        SELECT *
                        FROM audience
                        WHERE id <> :row
                          AND tiktok_audience_id = :id
                        """)
                .bind("row", row)
                .bind("id", tiktokAudienceId)
                .mapTo(Audience.class)
                .findOne()
                .map(other -> other.owner() + " '" + other.name() + "'")
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
        boolean another = require(handle, row)
                .tiktokId()
                .filter(id -> !id.equals(tiktokAudienceId))
                .isPresent();
        if (another) {
            MemberRecords.forget(handle, row);
        }
    }

    private void update(Handle handle, long row, String tiktokAudienceId, boolean madeHere) {
        handle.createUpdate("""
                        UPDATE audience
                        SET tiktok_audience_id = :id,
                            made_here = :made OR made_here AND COALESCE(tiktok_audience_id = :id, FALSE),
                            created_at = CASE
                              WHEN tiktok_audience_id = :id AND (created_at IS NOT NULL OR NOT :made) THEN created_at
                              WHEN :made THEN :now
                            END,
                            create_requested_at = NULL
                        WHERE id = :row
                        """)
                .bind("id", tiktokAudienceId)
                .bind("made", madeHere)
                .bind("now", clock.instant())
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
            @ColumnName("id") long row,
            @ColumnName("owner_advertiser_id") String owner,
            String name,
            @ColumnName("tiktok_audience_id") Optional<String> tiktokId,
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
