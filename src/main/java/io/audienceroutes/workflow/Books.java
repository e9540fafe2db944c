package io.audienceroutes.workflow;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The books: which batch of a workflow was sent, accepted or given up, and every request id of TikTok. A batch is SENT
 * before it goes on the wire, so that a lost answer or a kill leaves a trace, and ACCEPTED only when TikTok said code 0.
 */
public final class Books {
    private final Workflows workflows;

    /** Keeps the books beside the workflows. */
    public Books(Workflows workflows) {
        this.workflows = workflows;
    }

    /** The batch is about to go on the wire. */
    public void sent(BatchKey key, int members) {
        workflows
                .database()
                .useTransaction(handle -> handle.createUpdate("INSERT INTO delivered_batch"
                                + " (workflow_id, change, id_schema, batch_index, state, members, sent_at)"
                                + " VALUES (:workflow, :change, :schema, :index, 'SENT', :members, :now)"
                                + " ON CONFLICT (workflow_id, change, id_schema, batch_index)"
                                + " DO UPDATE SET attempts = delivered_batch.attempts + 1, sent_at = :now")
                        .bindMethods(key)
                        .bind("members", members)
                        .bind("now", workflows.now())
                        .execute());
    }

    /** TikTok accepted the batch. */
    public void accepted(BatchKey key, String requestId) {
        workflows
                .database()
                .useTransaction(handle -> handle.createUpdate("UPDATE delivered_batch SET"
                                + " state = 'ACCEPTED', request_id = :request, settled_at = :now WHERE workflow_id = :workflow"
                                + " AND change = :change AND id_schema = :schema AND batch_index = :index")
                        .bindMethods(key)
                        .bind("request", requestId)
                        .bind("now", workflows.now())
                        .execute());
    }

    /** Indexes of the batches that are settled: accepted, or given up by a person. */
    public BitSet settled(String workflowId, Change change, String idSchema) {
        return indexes(workflowId, change, idSchema, "state IN ('ACCEPTED', 'SKIPPED')");
    }

    /** Indexes of the batches that TikTok accepted. */
    public BitSet accepted(String workflowId, Change change, String idSchema) {
        return indexes(workflowId, change, idSchema, "state = 'ACCEPTED'");
    }

    /** Indexes of the batches that were sent and not accepted: nobody knows whether they took effect. */
    public BitSet unknown(String workflowId, Change change, String idSchema) {
        return indexes(workflowId, change, idSchema, "state <> 'ACCEPTED' AND attempts > 0");
    }

    /** A person gave the batch up; what TikTok accepted stays accepted. One that was never sent has no attempt. */
    static void giveUp(Handle handle, PlannedBatch batch, String now) {
        handle.createUpdate("INSERT INTO delivered_batch"
                        + " (workflow_id, change, id_schema, batch_index, state, members, attempts, sent_at, settled_at)"
                        + " VALUES (:workflow, :change, :schema, :index, 'SKIPPED', :members, 0, :now, :now)"
                        + " ON CONFLICT (workflow_id, change, id_schema, batch_index)"
                        + " DO UPDATE SET state = 'SKIPPED', settled_at = :now"
                        + " WHERE delivered_batch.state <> 'ACCEPTED'")
                .bindMethods(batch.key())
                .bind("members", batch.members())
                .bind("now", now)
                .execute();
    }

    /** Whether the books hold any batch of this workflow. */
    static boolean holdAny(Handle handle, String workflowId) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM delivered_batch WHERE workflow_id = :workflow)")
                .bind("workflow", workflowId)
                .mapTo(Boolean.class)
                .one();
    }

    /** The totals of a workflow. */
    public Totals totals(String workflowId) {
        return workflows.database().read(handle -> totals(handle, workflowId));
    }

    static Totals totals(Handle handle, String workflowId) {
        return handle.createQuery("SELECT"
                        + " COALESCE(SUM(CASE WHEN state = 'ACCEPTED' AND change = 'ADD' THEN members END), 0) AS added,"
                        + " COALESCE(SUM(CASE WHEN state = 'ACCEPTED' AND change = 'REMOVE' THEN members END), 0)"
                        + "   AS removed,"
                        + " COALESCE(SUM(CASE WHEN state = 'SKIPPED' AND change = 'ADD' THEN members END), 0)"
                        + "   AS adds_given_up,"
                        + " COALESCE(SUM(CASE WHEN state = 'SKIPPED' AND change = 'REMOVE' THEN members END), 0)"
                        + "   AS removes_given_up,"
                        + " COALESCE(SUM(CASE WHEN state = 'ACCEPTED' THEN 1 END), 0) AS accepted,"
                        + " MAX(CASE WHEN state = 'ACCEPTED' THEN settled_at END) AS last_accepted_at"
                        + " FROM delivered_batch WHERE workflow_id = :workflow")
                .bind("workflow", workflowId)
                .map((row, context) -> new Totals(
                        row.getLong("added"),
                        row.getLong("removed"),
                        row.getLong("adds_given_up"),
                        row.getLong("removes_given_up"),
                        row.getLong("accepted"),
                        StoredTime.read(row.getString("last_accepted_at"))))
                .one();
    }

    /** Notes an answer of TikTok that is not an accepted batch. */
    public void answered(String workflowId, String purpose, int httpStatus, int code, String requestId) {
        workflows
                .database()
                .useTransaction(handle -> handle.createUpdate("INSERT INTO tiktok_request"
                                + " (workflow_id, at, purpose, http_status, code, request_id)"
                                + " VALUES (:workflow, :now, :purpose, :status, :code, :request)")
                        .bind("workflow", workflowId)
                        .bind("now", workflows.now())
                        .bind("purpose", purpose)
                        .bind("status", httpStatus)
                        .bind("code", code)
                        .bind("request", requestId)
                        .execute());
    }

    /** Every request id of the workflow, in the order of the answers. */
    public List<String> requestIds(String workflowId) {
        return workflows
                .database()
                .read(handle -> handle.createQuery("SELECT request_id FROM ("
                                + " SELECT request_id, at, id AS position FROM tiktok_request WHERE workflow_id = :workflow"
                                + " UNION ALL SELECT request_id, settled_at, batch_index FROM delivered_batch"
                                + " WHERE workflow_id = :workflow AND request_id IS NOT NULL)"
                                + " WHERE request_id <> '' ORDER BY at, position")
                        .bind("workflow", workflowId)
                        .mapTo(String.class)
                        .list());
    }

    /** Forgets the batches of a workflow that compares again; what TikTok accepted is in the snapshot by then. */
    static void forget(Handle handle, String workflowId) {
        handle.createUpdate("DELETE FROM delivered_batch WHERE workflow_id = :workflow")
                .bind("workflow", workflowId)
                .execute();
    }

    private BitSet indexes(String workflowId, Change change, String idSchema, String which) {
        return workflows.database().read(handle -> {
            BitSet indexes = new BitSet();
            handle.createQuery("SELECT batch_index FROM delivered_batch WHERE workflow_id = :workflow"
                            + " AND change = :change AND id_schema = :schema AND " + which)
                    .bind("workflow", workflowId)
                    .bind("change", change.name())
                    .bind("schema", idSchema)
                    .mapTo(Integer.class)
                    .forEach(indexes::set);
            return indexes;
        });
    }

    /** What a batch does to its audience. */
    public enum Change {
        ADD,
        REMOVE
    }

    /** Names one batch: a slice of a change file. */
    public record BatchKey(String workflow, Change change, String schema, int index) {}

    /** A batch that the change files hold, and how many members it has. */
    public record PlannedBatch(BatchKey key, int members) {}

    /** Sums over the books of one workflow: members, and the number of accepted batches. */
    public record Totals(
            long added,
            long removed,
            long addsGivenUp,
            long removesGivenUp,
            long acceptedBatches,
            Optional<Instant> lastAcceptedAt) {}
}
