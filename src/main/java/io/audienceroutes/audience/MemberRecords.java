package io.audienceroutes.audience;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.state.NumberSeries;
import io.audienceroutes.state.StateDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * Which files of the member store record what this product added to each audience. They change only in the transaction
 * in which a workflow releases the audience. File names are relative to the members folder.
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

    /** The TikTok audience of this row, and its snapshots. */
    public AudienceMembers of(long audience) {
        return database.read(handle -> of(handle, audience));
    }

    public static AudienceMembers of(Handle handle, long audience) {
        return new AudienceMembers(Audiences.require(handle, audience).tiktokId(), snapshots(handle, audience));
    }

    private static List<Snapshot> snapshots(Handle handle, long audience) {
        return handle.createQuery("SELECT * FROM audience_snapshot WHERE audience_id = :row ORDER BY id_schema")
                .bind("row", audience)
                .mapTo(Snapshot.class)
                .list();
    }

    /** The last lists of all destinations that deliver to one audience. */
    public List<Feed> feeds(long audience) {
        return database.read(handle -> handle.createQuery(
                        "SELECT * FROM audience_feed WHERE audience_id = :row ORDER BY destination, id_schema")
                .bind("row", audience)
                .mapTo(Feed.class)
                .list());
    }

    /** The workflow whose accepted batches are missing in the snapshots of this audience, if there is one. */
    public Optional<String> unfolded(long audience) {
        return database.read(handle -> unfolded(handle, audience));
    }

    public static Optional<String> unfolded(Handle handle, long audience) {
        return Audiences.unfolded(handle, audience);
    }

    /** The workflow that left the newest generation of an audience. */
    public static Optional<String> lastWorkflow(Handle handle, long audience) {
        return handle.createQuery("""
                        SELECT workflow_id
                        FROM audience_snapshot
                        WHERE audience_id = :row
                        ORDER BY generation DESC LIMIT 1
                        """).bind("row", audience).mapTo(String.class).findOne();
    }

    /** Whether the last list of any destination for this audience is known. */
    static boolean fed(Handle handle, long audience) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM audience_feed WHERE audience_id = :row)")
                .bind("row", audience)
                .mapTo(Boolean.class)
                .one();
    }

    /** Stores the result of a workflow that could not be stored when the workflow ended. */
    public void foldLater(long audience, String workflowId, Change change) {
        database.useTransaction(handle -> change(handle, audience, workflowId, change));
    }

    /** Every file that a row refers to, with its purpose; optionally only those of audiences with this name. */
    public List<MemberFile> named(Optional<String> audienceName) {
        return database.read(handle -> handle.createQuery("""
                        SELECT a.name AS audience_name, a.owner_advertiser_id AS owner, a.unfolded_workflow, f.id_schema, f.kind,
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
                .mapTo(MemberFile.class)
                .list());
    }

    /** The snapshot whose members are in this file, if any. */
    public Optional<Snapshot> snapshotIn(String file) {
        return database.read(handle -> handle.createQuery("SELECT * FROM audience_snapshot WHERE file = :file")
                .bind("file", file)
                .mapTo(Snapshot.class)
                .findOne());
    }

    /** Every file that a row refers to; the others may be deleted. */
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
                .mapTo(Snapshot.class)
                .findOne();
    }

    /** Switches to the result of a workflow; the lists of other destinations stay unless they are dropped. */
    public static void change(Handle handle, long audience, String workflowId, Change change) {
        if (!change.snapshots().isEmpty()) {
            long generation = NumberSeries.GENERATION.next(handle);
            change.snapshots().forEach(snapshot -> write(handle, snapshot, generation));
        }
        change.droppedFeeds().forEach(feed -> drop(handle, feed));
        change.feeds().forEach(feed -> write(handle, feed));
        Optional<String> unfolded = unfolded(handle, audience);
        if (!change.complete()) {
            Audiences.unfolded(handle, audience, unfolded.or(() -> Optional.of(workflowId)));
        } else if (change.rebuilt() || unfolded.equals(Optional.of(workflowId))) {
            Audiences.unfolded(handle, audience, Optional.empty());
        }
    }

    /** The row refers to another TikTok audience now, or to none: nothing is known about its members. */
    static void forget(Handle handle, long audience) {
        handle.createUpdate("DELETE FROM audience_snapshot WHERE audience_id = :row")
                .bind("row", audience)
                .execute();
        handle.createUpdate("DELETE FROM audience_feed WHERE audience_id = :row")
                .bind("row", audience)
                .execute();
        Audiences.unfolded(handle, audience, Optional.empty());
    }

    /**
     * A snapshot is derived from the previous one: if that was replaced in the meantime, the replacement must not be
     * lost.
     */
    private static void write(Handle handle, Snapshot snapshot, long generation) {
        long before = snapshot(handle, snapshot.audience(), snapshot.idSchema())
                .map(Snapshot::generation)
                .orElse(0L);
        if (before != snapshot.generation()) {
            throw new WorkflowError(
                    "internal-error",
                    "The members under " + snapshot.idSchema() + " that workflow " + snapshot.workflowId()
                            + " left cannot be stored: they were derived from generation " + snapshot.generation()
                            + ", but generation " + before + " is current. Nothing is lost; this is retried.");
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
                .bind("uncertain", snapshot.uncertainFile())
                .bind("lateAddsFile", snapshot.late().addsFile())
                .bind("lateAdds", snapshot.late().adds())
                .bind("lateRemovesFile", snapshot.late().removesFile())
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
     * The current generation of what this product added to an audience under one id schema.
     *
     * @param generation a number that is unique over all states of all audiences; for a new snapshot, that of the
     *     previous one
     * @param file members that TikTok has accepted
     * @param uncertainFile members of batches whose response was lost
     * @param late members of calls that may take effect after later ones
     * @param workflowId the workflow that produced it
     * @param run the run of that workflow
     * @param folded which batches of that run it contains: equal texts mean equal batches
     */
    public record Snapshot(
            @ColumnName("audience_id") long audience,
            String idSchema,
            long generation,
            String file,
            long members,
            Optional<String> uncertainFile,
            long uncertainMembers,
            @Nested("late") LateCalls late,
            String workflowId,
            long run,
            String folded) {}

    /** TikTok's id of an audience, and its snapshots. */
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
     * Members of calls whose response was lost before the last list. Whether and when such a call takes effect is
     * unknown: an addition may take effect after a removal that was accepted in the meantime, and the reverse.
     */
    public record LateCalls(Optional<String> addsFile, long adds, Optional<String> removesFile, long removes) {}

    /**
     * The last list of one destination under one id schema, as far as it was delivered.
     *
     * @param emailRule the rule by which its addresses were hashed
     */
    public record Feed(
            @ColumnName("audience_id") long audience,
            String destination,
            String idSchema,
            String file,
            long members,
            String emailRule) {}

    /**
     * One file that the records refer to.
     *
     * @param kind its purpose, as text
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
     * The changes of the records when a workflow releases its audience.
     *
     * @param complete false if accepted batches could not be merged
     * @param rebuilt whether the snapshots were rebuilt from a complete list
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

        /** Members were delivered, but could not be merged into the snapshots. */
        public static Change incomplete() {
            return new Change(List.of(), List.of(), List.of(), false, false);
        }
    }
}
