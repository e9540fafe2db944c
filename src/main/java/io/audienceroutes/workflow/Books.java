package io.audienceroutes.workflow;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                .write(handle -> handle.createUpdate("INSERT INTO delivered_batch"
                                + " (workflow_id, change, id_schema, batch_index, part, state, members, sent_at)"
                                + " VALUES (:workflow, :change, :schema, :index, :part, 'SENT', :members, :now)"
                                + " ON CONFLICT (workflow_id, change, id_schema, batch_index, part)"
                                + " DO UPDATE SET attempts = delivered_batch.attempts + 1, sent_at = :now")
                        .bindMethods(key)
                        .bind("members", members)
                        .bind("now", workflows.now())
                        .execute());
    }

    /** TikTok accepted the batch. */
    public void accepted(BatchKey key, String requestId) {
        settle(key, "ACCEPTED", Optional.of(requestId));
    }

    /** TikTok refused the one member of this part, sent alone, with these words. */
    public void refused(BatchKey key, String why) {
        workflows
                .database()
                .write(handle -> handle.createUpdate(
                                "UPDATE delivered_batch SET state = 'REFUSED',"
                                        + " request_id = NULL, settled_at = :now, refusal = :why WHERE workflow_id = :workflow"
                                        + " AND change = :change AND id_schema = :schema AND batch_index = :index AND part = :part")
                        .bindMethods(key)
                        .bind("why", why)
                        .bind("now", workflows.now())
                        .execute());
    }

    /** The members that TikTok refused alone, at most so many, in the order of the batches. */
    public List<Refusal> refusals(String workflowId, int most) {
        return workflows
                .database()
                .read(handle -> handle.createQuery("SELECT * FROM delivered_batch WHERE workflow_id = :workflow"
                                + " AND state = 'REFUSED' ORDER BY change, id_schema, batch_index, part LIMIT :most")
                        .bind("workflow", workflowId)
                        .bind("most", most)
                        .map((row, context) -> new Refusal(
                                new BatchKey(
                                        workflowId,
                                        Change.valueOf(row.getString("change")),
                                        row.getString("id_schema"),
                                        row.getInt("batch_index"),
                                        row.getInt("part")),
                                Optional.ofNullable(row.getString("refusal")).orElse("TikTok refused it")))
                        .list());
    }

    private void settle(BatchKey key, String state, Optional<String> requestId) {
        workflows
                .database()
                .write(handle -> handle.createUpdate(
                                "UPDATE delivered_batch SET"
                                        + " state = :state, request_id = :request, settled_at = :now WHERE workflow_id = :workflow"
                                        + " AND change = :change AND id_schema = :schema AND batch_index = :index AND part = :part")
                        .bindMethods(key)
                        .bind("state", state)
                        .bind("request", requestId.orElse(null))
                        .bind("now", workflows.now())
                        .execute());
    }

    /** The part is not sent, or not again: its halves are. */
    public void divided(BatchKey key, int members) {
        workflows
                .database()
                .write(handle -> handle.createUpdate("INSERT INTO delivered_batch"
                                + " (workflow_id, change, id_schema, batch_index, part, state, members, attempts, sent_at)"
                                + " VALUES (:workflow, :change, :schema, :index, :part, 'DIVIDED', :members, 0, :now)"
                                + " ON CONFLICT (workflow_id, change, id_schema, batch_index, part)"
                                + " DO UPDATE SET state = 'DIVIDED'")
                        .bindMethods(key)
                        .bind("members", members)
                        .bind("now", workflows.now())
                        .execute());
    }

    /** Takes a division back: nothing of the batch was accepted, and it is sent as a whole again. */
    public void undivide(BatchKey key) {
        workflows.database().write(handle -> {
            String batch = " WHERE workflow_id = :workflow AND change = :change AND id_schema = :schema"
                    + " AND batch_index = :index AND part ";
            handle.createUpdate("DELETE FROM delivered_batch" + batch + "> 1")
                    .bindMethods(key)
                    .execute();
            handle.createUpdate("UPDATE delivered_batch SET state = 'SENT', settled_at = NULL" + batch + "= 1")
                    .bindMethods(key)
                    .execute();
        });
    }

    /** Indexes of the batches that are settled: accepted, refused member by member, or given up by a person. */
    public BitSet settled(String workflowId, Change change, String idSchema) {
        return indexes(workflowId, change, idSchema, List.of("ACCEPTED", "REFUSED", "SKIPPED"));
    }

    /** Indexes of the batches that TikTok accepted whole, be it in parts. */
    public BitSet accepted(String workflowId, Change change, String idSchema) {
        return indexes(workflowId, change, idSchema, List.of("ACCEPTED"));
    }

    /** The batches that were divided, each with what became of its parts; few, or none. */
    public Map<Integer, Map<Integer, PartState>> divided(String workflowId, Change change, String idSchema) {
        Map<Integer, Map<Integer, PartState>> divided = new HashMap<>();
        workflows
                .database()
                .read(handle -> handle.createQuery("SELECT batch_index, part, state FROM delivered_batch b"
                                + " WHERE workflow_id = :workflow AND change = :change AND id_schema = :schema"
                                + " AND EXISTS (SELECT 1 FROM delivered_batch r WHERE r.workflow_id = b.workflow_id"
                                + "   AND r.change = b.change AND r.id_schema = b.id_schema AND r.batch_index = b.batch_index"
                                + "   AND r.part = 1 AND r.state IN ('DIVIDED', 'REFUSED'))")
                        .bind("workflow", workflowId)
                        .bind("change", change.name())
                        .bind("schema", idSchema)
                        .map((row, context) -> divided.computeIfAbsent(row.getInt(1), index -> new HashMap<>())
                                .put(row.getInt(2), PartState.valueOf(row.getString(3))))
                        .list());
        return divided;
    }

    /** The members that TikTok accepted. */
    public BatchMembers acceptedMembers(String workflowId, Change change, String idSchema) {
        return members(workflowId, change, idSchema, "state = 'ACCEPTED'");
    }

    /** The members that were sent and not accepted: nobody knows whether that took effect. */
    public BatchMembers unknownMembers(String workflowId, Change change, String idSchema) {
        return members(workflowId, change, idSchema, "state IN ('SENT', 'SKIPPED') AND attempts > 0");
    }

    private BatchMembers members(String workflowId, Change change, String idSchema, String which) {
        BitSet whole = new BitSet();
        Map<Integer, BitSet> ofOthers = new HashMap<>();
        String sql = "SELECT batch_index, part, members, (SELECT r.members FROM delivered_batch r"
                + " WHERE r.workflow_id = b.workflow_id AND r.change = b.change AND r.id_schema = b.id_schema"
                + "   AND r.batch_index = b.batch_index AND r.part = 1) AS whole FROM delivered_batch b"
                + " WHERE workflow_id = :workflow AND change = :change AND id_schema = :schema AND ";
        workflows
                .database()
                .read(handle -> handle.createQuery(sql + which)
                        .bind("workflow", workflowId)
                        .bind("change", change.name())
                        .bind("schema", idSchema)
                        .map((row, context) -> {
                            int index = row.getInt("batch_index");
                            int part = row.getInt("part");
                            if (part == Halving.WHOLE) {
                                whole.set(index);
                            } else {
                                Halving.Range range = Halving.range(part, row.getInt("whole"));
                                ofOthers.computeIfAbsent(index, key -> new BitSet())
                                        .set(range.offset(), range.offset() + range.members());
                            }
                            return index;
                        })
                        .list());
        return new BatchMembers(whole, ofOthers);
    }

    /** A person gave the batch up; what TikTok accepted stays accepted. One that was never sent has no attempt. */
    static void giveUp(Handle handle, PlannedBatch batch, String now) {
        handle.createUpdate("INSERT INTO delivered_batch"
                        + " (workflow_id, change, id_schema, batch_index, part, state, members, attempts, sent_at, settled_at)"
                        + " VALUES (:workflow, :change, :schema, :index, :part, 'SKIPPED', :members, 0, :now, :now)"
                        + " ON CONFLICT (workflow_id, change, id_schema, batch_index, part)"
                        + " DO UPDATE SET state = 'SKIPPED', settled_at = :now"
                        + " WHERE delivered_batch.state NOT IN ('ACCEPTED', 'REFUSED', 'DIVIDED')")
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
                        + " COALESCE(SUM(CASE WHEN state = 'REFUSED' AND change = 'ADD' THEN members END), 0)"
                        + "   AS adds_refused,"
                        + " COALESCE(SUM(CASE WHEN state = 'REFUSED' AND change = 'REMOVE' THEN members END), 0)"
                        + "   AS removes_refused,"
                        + " COALESCE(SUM(CASE WHEN state = 'ACCEPTED' THEN 1 END), 0) AS accepted,"
                        + " MAX(CASE WHEN state = 'ACCEPTED' THEN settled_at END) AS last_accepted_at"
                        + " FROM delivered_batch WHERE workflow_id = :workflow")
                .bind("workflow", workflowId)
                .map((row, context) -> new Totals(
                        row.getLong("added"),
                        row.getLong("removed"),
                        row.getLong("adds_given_up"),
                        row.getLong("removes_given_up"),
                        row.getLong("adds_refused"),
                        row.getLong("removes_refused"),
                        row.getLong("accepted"),
                        StoredTime.read(row.getString("last_accepted_at"))))
                .one();
    }

    /** Notes an answer of TikTok that is not an accepted batch. */
    public void answered(String workflowId, String purpose, int httpStatus, int code, String requestId) {
        workflows
                .database()
                .write(handle -> handle.createUpdate("INSERT INTO tiktok_request"
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

    private BitSet indexes(String workflowId, Change change, String idSchema, List<String> states) {
        return workflows.database().read(handle -> {
            BitSet indexes = new BitSet();
            handle.createQuery("SELECT batch_index FROM delivered_batch WHERE workflow_id = :workflow"
                            + " AND change = :change AND id_schema = :schema GROUP BY batch_index"
                            + " HAVING SUM(CASE WHEN state IN (<states>) THEN members ELSE 0 END)"
                            + " = SUM(CASE WHEN part = 1 THEN members ELSE 0 END)")
                    .bind("workflow", workflowId)
                    .bind("change", change.name())
                    .bind("schema", idSchema)
                    .bindList("states", states)
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

    /** What became of a part of a batch. */
    public enum PartState {
        SENT,
        ACCEPTED,
        DIVIDED,
        REFUSED,
        SKIPPED
    }

    /**
     * Names one batch, a slice of a change file, or a part of it.
     *
     * @param part as {@link Halving} numbers them; 1 is the whole batch
     */
    public record BatchKey(String workflow, Change change, String schema, int index, int part) {
        /** The whole batch. */
        public BatchKey(String workflow, Change change, String schema, int index) {
            this(workflow, change, schema, index, Halving.WHOLE);
        }

        /** A part of the same batch. */
        public BatchKey withPart(int number) {
            return new BatchKey(workflow, change, schema, index, number);
        }
    }

    /** A part of one member that TikTok refused, and its words. */
    public record Refusal(BatchKey key, String why) {}

    /** A batch that the change files hold, and how many members it has. */
    public record PlannedBatch(BatchKey key, int members) {}

    /**
     * Sums over the books of one workflow: members, and the number of accepted batches. Given up by a person, or refused
     * by TikTok, each alone.
     */
    public record Totals(
            long added,
            long removed,
            long addsGivenUp,
            long removesGivenUp,
            long addsRefused,
            long removesRefused,
            long acceptedBatches,
            Optional<Instant> lastAcceptedAt) {}
}
