package io.audienceroutes.audience;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.state.NumberSeries;
import io.audienceroutes.state.StateDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Which files of the member store tell what this product put into each audience. They change in the transaction in which
 * a workflow leaves the audience, and only there. File names are relative to the members folder.
 */
public final class MemberRecords {
    private final StateDatabase database;

    /** Reads the state database. */
    public MemberRecords(StateDatabase database) {
        this.database = database;
    }

    /** The current snapshot of one id schema, if there is one. */
    public Optional<Snapshot> snapshot(long audience, String idSchema) {
        return database.read(handle -> snapshot(handle, audience, idSchema));
    }

    /** The current snapshots of one audience. */
    public List<Snapshot> snapshots(long audience) {
        return database.read(handle -> snapshots(handle, audience));
    }

    /** The audience of TikTok behind this row, and what is in it. */
    public AudienceMembers of(long audience) {
        return database.read(handle -> of(handle, audience));
    }

    public static AudienceMembers of(Handle handle, long audience) {
        Optional<String> id = handle.createQuery("""
                        SELECT tiktok_audience_id
                        FROM audience
                        WHERE id = :row
                          AND tiktok_audience_id IS NOT NULL
                        """)
                .bind("row", audience)
                .mapTo(String.class)
                .findOne();
        return new AudienceMembers(id, snapshots(handle, audience));
    }

    private static List<Snapshot> snapshots(Handle handle, long audience) {
        return handle.createQuery("SELECT * FROM audience_snapshot WHERE audience_id = :row ORDER BY id_schema")
                .bind("row", audience)
                .map((columns, context) -> readSnapshot(columns))
                .list();
    }

    /** The last lists of all destinations that feed one audience. */
    public List<Feed> feeds(long audience) {
        return database.read(handle -> handle.createQuery(
                        "SELECT * FROM audience_feed WHERE audience_id = :row ORDER BY destination, id_schema")
                .bind("row", audience)
                .map((columns, context) -> new Feed(
                        columns.getLong("audience_id"),
                        columns.getString("destination"),
                        columns.getString("id_schema"),
                        columns.getString("file"),
                        columns.getLong("members"),
                        columns.getString("email_rule")))
                .list());
    }

    /** The workflow whose accepted batches are missing in the snapshots of this audience, if there is one. */
    public Optional<String> unfolded(long audience) {
        return database.read(handle -> unfolded(handle, audience));
    }

    public static Optional<String> unfolded(Handle handle, long audience) {
        return handle.createQuery("""
                        SELECT unfolded_workflow
                        FROM audience
                        WHERE id = :row
                          AND unfolded_workflow IS NOT NULL
                        """).bind("row", audience).mapTo(String.class).findOne();
    }

    /** Stores what a workflow left that could not be stored when it did. */
    public void foldLater(long audience, String workflowId, Change change) {
        database.useTransaction(handle -> change(handle, audience, workflowId, change));
    }

    /** Every file that a row names, with what it is for; of one audience's name, where one is given. */
    public List<MemberFile> named(Optional<String> audienceName) {
        return database.read(handle -> handle.createQuery("""
                        SELECT a.name, a.owner_advertiser_id, a.unfolded_workflow, f.id_schema, f.kind,
                               f.members, f.file
                        FROM audience a
                        JOIN (
                          SELECT audience_id, id_schema, 'members' AS kind, members, file
                          FROM audience_snapshot
                          UNION ALL
                          SELECT audience_id, id_schema, 'in doubt', uncertain_members, uncertain_file
                          FROM audience_snapshot
                          WHERE uncertain_file IS NOT NULL
                          UNION ALL
                          SELECT audience_id, id_schema, 'late additions', late_adds, late_adds_file
                          FROM audience_snapshot
                          WHERE late_adds_file IS NOT NULL
                          UNION ALL
                          SELECT audience_id, id_schema, 'late removals', late_removes, late_removes_file
                          FROM audience_snapshot
                          WHERE late_removes_file IS NOT NULL
                          UNION ALL
                          SELECT audience_id, id_schema, 'list of ' || destination, members, file
                          FROM audience_feed
                        ) f ON f.audience_id = a.id
                        WHERE :name IS NULL
                          OR a.name = :name
                        ORDER BY a.name, a.id, f.id_schema, f.kind DESC
                        """)
                .bind("name", audienceName.orElse(null))
                .map((columns, context) -> new MemberFile(
                        columns.getString("name"),
                        columns.getString("owner_advertiser_id"),
                        columns.getString("id_schema"),
                        columns.getString("kind"),
                        columns.getLong("members"),
                        columns.getString("file"),
                        Optional.ofNullable(columns.getString("unfolded_workflow"))))
                .list());
    }

    /** The snapshot whose members are in this file, if there is one. */
    public Optional<Snapshot> snapshotIn(String file) {
        return database.read(handle -> handle.createQuery("SELECT * FROM audience_snapshot WHERE file = :file")
                .bind("file", file)
                .map((columns, context) -> readSnapshot(columns))
                .findOne());
    }

    /** Every file that a row names; the others may be deleted. */
    public Set<String> files() {
        return database.read(
                handle -> Set.copyOf(handle.createQuery("""
                        SELECT file
                        FROM audience_snapshot
                        UNION
                        SELECT uncertain_file
                        FROM audience_snapshot
                        WHERE uncertain_file IS NOT NULL
                        UNION
                        SELECT late_adds_file
                        FROM audience_snapshot
                        WHERE late_adds_file IS NOT NULL
                        UNION
                        SELECT late_removes_file
                        FROM audience_snapshot
                        WHERE late_removes_file IS NOT NULL
                        UNION
                        SELECT file
                        FROM audience_feed
                        """).mapTo(String.class).list()));
    }

    static Optional<Snapshot> snapshot(Handle handle, long audience, String idSchema) {
        return handle.createQuery("SELECT * FROM audience_snapshot WHERE audience_id = :row AND id_schema = :schema")
                .bind("row", audience)
                .bind("schema", idSchema)
                .map((columns, context) -> readSnapshot(columns))
                .findOne();
    }

    /** Switches to what a workflow left; feeds of other destinations stay unless they are dropped. */
    public static void change(Handle handle, long audience, String workflowId, Change change) {
        if (!change.snapshots().isEmpty()) {
            long generation = NumberSeries.GENERATION.next(handle);
            change.snapshots().forEach(snapshot -> write(handle, snapshot, generation));
        }
        change.droppedFeeds().forEach(feed -> drop(handle, feed));
        change.feeds().forEach(feed -> write(handle, feed));
        handle.createUpdate("""
                        UPDATE audience
                        SET unfolded_workflow = CASE
                          WHEN :complete THEN CASE
                            WHEN :rebuilt OR unfolded_workflow = :workflow THEN NULL
                            ELSE unfolded_workflow
                          END
                          ELSE COALESCE(unfolded_workflow, :workflow)
                        END
                        WHERE id = :row
                        """)
                .bind("complete", change.complete())
                .bind("rebuilt", change.rebuilt())
                .bind("workflow", workflowId)
                .bind("row", audience)
                .execute();
    }

    /** Another audience of TikTok stands behind the row, or none any more: nothing is known of its members. */
    static void forget(Handle handle, long audience) {
        handle.createUpdate("DELETE FROM audience_snapshot WHERE audience_id = :row")
                .bind("row", audience)
                .execute();
        handle.createUpdate("DELETE FROM audience_feed WHERE audience_id = :row")
                .bind("row", audience)
                .execute();
        handle.createUpdate("UPDATE audience SET unfolded_workflow = NULL WHERE id = :row")
                .bind("row", audience)
                .execute();
    }

    private static Snapshot readSnapshot(ResultSet columns) throws SQLException {
        return new Snapshot(
                columns.getLong("audience_id"),
                columns.getString("id_schema"),
                columns.getLong("generation"),
                columns.getString("file"),
                columns.getLong("members"),
                Optional.ofNullable(columns.getString("uncertain_file")),
                columns.getLong("uncertain_members"),
                new LateCalls(
                        Optional.ofNullable(columns.getString("late_adds_file")),
                        columns.getLong("late_adds"),
                        Optional.ofNullable(columns.getString("late_removes_file")),
                        columns.getLong("late_removes")),
                columns.getString("workflow_id"),
                columns.getLong("run"),
                columns.getString("folded"));
    }

    /** A snapshot is made from the one before: where another took its place meanwhile, it must not be lost. */
    private static void write(Handle handle, Snapshot snapshot, long generation) {
        long before = snapshot(handle, snapshot.audience(), snapshot.idSchema())
                .map(Snapshot::generation)
                .orElse(0L);
        if (before != snapshot.generation()) {
            throw new WorkflowError(
                    "internal-error",
                    "The members under " + snapshot.idSchema() + " that workflow " + snapshot.workflowId()
                            + " left cannot be stored: they were made from generation " + snapshot.generation()
                            + ", but generation " + before + " is current. Nothing is lost: it is tried again.");
        }
        handle.createUpdate("""
                        INSERT INTO audience_snapshot (
                          audience_id, id_schema, generation, file, members, uncertain_file, uncertain_members,
                          late_adds_file, late_adds, late_removes_file, late_removes, workflow_id, run, folded)
                        VALUES (
                          :audience, :idSchema, :next, :file, :members, :uncertain, :uncertainMembers,
                          :lateAddsFile, :lateAdds, :lateRemovesFile, :lateRemoves, :workflowId, :run, :folded)
                        ON CONFLICT (audience_id, id_schema) DO UPDATE
                        SET generation = :next,
                            file = :file,
                            members = :members,
                            uncertain_file = :uncertain,
                            uncertain_members = :uncertainMembers,
                            late_adds_file = :lateAddsFile,
                            late_adds = :lateAdds,
                            late_removes_file = :lateRemovesFile,
                            late_removes = :lateRemoves,
                            workflow_id = :workflowId,
                            run = :run,
                            folded = :folded
                        """)
                .bindMethods(snapshot)
                .bind("next", generation)
                .bind("uncertain", snapshot.uncertainFile().orElse(null))
                .bind("lateAddsFile", snapshot.late().addsFile().orElse(null))
                .bind("lateAdds", snapshot.late().adds())
                .bind("lateRemovesFile", snapshot.late().removesFile().orElse(null))
                .bind("lateRemoves", snapshot.late().removes())
                .execute();
    }

    private static void write(Handle handle, Feed feed) {
        handle.createUpdate("""
                        INSERT INTO audience_feed (
                          audience_id, destination, id_schema, file, members, email_rule)
                        VALUES (:audience, :destination, :idSchema, :file, :members, :emailRule)
                        ON CONFLICT (audience_id, destination, id_schema) DO UPDATE
                        SET file = :file, members = :members, email_rule = :emailRule
                        """).bindMethods(feed).execute();
    }

    private static void drop(Handle handle, Feed feed) {
        handle.createUpdate("""
                        DELETE FROM audience_feed
                        WHERE audience_id = :audience
                          AND destination = :destination
                          AND id_schema = :idSchema
                        """).bindMethods(feed).execute();
    }

    /**
     * The current generation of what this product put into an audience under one id schema.
     *
     * @param generation a number that no other state of any audience has; of a new snapshot, that of the one before
     * @param file members that TikTok has accepted
     * @param uncertainFile members of batches whose answer was lost
     * @param late members of calls that may take effect after later ones
     * @param workflowId the workflow that left it
     * @param run the run of that workflow
     * @param folded which batches of that run it holds: equal texts stand for equal batches
     */
    public record Snapshot(
            long audience,
            String idSchema,
            long generation,
            String file,
            long members,
            Optional<String> uncertainFile,
            long uncertainMembers,
            LateCalls late,
            String workflowId,
            long run,
            String folded) {}

    /** What TikTok calls an audience, and the snapshots of what is in it. */
    public record AudienceMembers(Optional<String> audienceId, List<Snapshot> snapshots) {
        public AudienceMembers {
            snapshots = List.copyOf(snapshots);
        }

        /** The generations by id schema. */
        public Map<String, Long> generations() {
            return snapshots.stream().collect(Collectors.toMap(Snapshot::idSchema, Snapshot::generation));
        }
    }

    /**
     * Members of calls whose answer was lost at some time before the last list. Whether such a call takes effect, and
     * when, is not known: an addition may land after a removal that was accepted meanwhile, and the reverse.
     */
    public record LateCalls(Optional<String> addsFile, long adds, Optional<String> removesFile, long removes) {}

    /**
     * The last list of one destination under one id schema, as far as it was delivered.
     *
     * @param emailRule the rule that its addresses were hashed by
     */
    public record Feed(
            long audience, String destination, String idSchema, String file, long members, String emailRule) {}

    /**
     * One file that the records name.
     *
     * @param kind what it is for, in words
     * @param unfoldedWorkflow the workflow whose accepted batches are missing in the audience's snapshots
     */
    public record MemberFile(
            String audienceName,
            String owner,
            String idSchema,
            String kind,
            long members,
            String file,
            Optional<String> unfoldedWorkflow) {}

    /**
     * What a workflow changes in the records when it leaves its audience.
     *
     * @param complete false where accepted batches could not be folded
     * @param rebuilt whether the snapshots were made anew from a whole list
     */
    public record Change(
            List<Snapshot> snapshots, List<Feed> feeds, List<Feed> droppedFeeds, boolean complete, boolean rebuilt) {
        public Change {
            snapshots = List.copyOf(snapshots);
            feeds = List.copyOf(feeds);
            droppedFeeds = List.copyOf(droppedFeeds);
        }

        /** Nothing was delivered. */
        public static Change none() {
            return new Change(List.of(), List.of(), List.of(), true, false);
        }

        /** Something was, and it could not be folded. */
        public static Change incomplete() {
            return new Change(List.of(), List.of(), List.of(), false, false);
        }
    }
}
