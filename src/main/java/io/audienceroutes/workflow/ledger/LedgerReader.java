package io.audienceroutes.workflow.ledger;

import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.workflow.ledger.BatchLedger.BatchKey;
import io.audienceroutes.workflow.ledger.BatchLedger.Change;
import io.audienceroutes.workflow.ledger.BatchLedger.PartState;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads the ledger: the outcomes of a workflow's batches, their members and totals. */
public final class LedgerReader {
    private final StateDatabase database;

    /** Reads the ledger in the database. */
    public LedgerReader(StateDatabase database) {
        this.database = database;
    }

    /** Indexes of the settled batches: accepted, refused member by member, or skipped. */
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
        database.read(handle -> handle.createQuery("""
                        SELECT batch_index, part, state
                        FROM delivered_batch b
                        WHERE workflow_id = :workflow
                          AND change = :change
                          AND id_schema = :schema
                          AND EXISTS (
                            SELECT 1
                            FROM delivered_batch r
                            WHERE r.workflow_id = b.workflow_id
                              AND r.change = b.change
                              AND r.id_schema = b.id_schema
                              AND r.batch_index = b.batch_index
                              AND r.part = 1
                              AND r.state IN ('DIVIDED', 'REFUSED'))
                        """)
                        .bind("workflow", workflowId)
                        .bind("change", change)
                        .bind("schema", idSchema)
                        .mapTo(Part.class)
                        .list())
                .forEach(part -> divided.computeIfAbsent(part.batchIndex(), index -> new HashMap<>())
                        .put(part.part(), part.state()));
        return divided;
    }

    /** The members that TikTok accepted. */
    public BatchMembers acceptedMembers(String workflowId, Change change, String idSchema) {
        return members(database.read(handle -> handle.createQuery("""
                        SELECT b.batch_index, b.part, w.members AS whole
                        FROM delivered_batch b
                        JOIN delivered_batch w ON w.workflow_id = b.workflow_id
                          AND w.change = b.change
                          AND w.id_schema = b.id_schema
                          AND w.batch_index = b.batch_index
                          AND w.part = 1
                        WHERE b.workflow_id = :workflow
                          AND b.change = :change
                          AND b.id_schema = :schema
                          AND b.state = 'ACCEPTED'
                        """)
                .bind("workflow", workflowId)
                .bind("change", change)
                .bind("schema", idSchema)
                .mapTo(Slice.class)
                .list()));
    }

    /**
     * The members with a call that never got a response, regardless of later calls: whether and when it took effect is
     * unknown.
     */
    public BatchMembers lostMembers(String workflowId, Change change, String idSchema) {
        return members(database.read(handle -> handle.createQuery("""
                        SELECT b.batch_index, b.part, w.members AS whole
                        FROM delivered_batch b
                        JOIN delivered_batch w ON w.workflow_id = b.workflow_id
                          AND w.change = b.change
                          AND w.id_schema = b.id_schema
                          AND w.batch_index = b.batch_index
                          AND w.part = 1
                        WHERE b.workflow_id = :workflow
                          AND b.change = :change
                          AND b.id_schema = :schema
                          AND (b.lost OR b.in_flight)
                        """)
                .bind("workflow", workflowId)
                .bind("change", change)
                .bind("schema", idSchema)
                .mapTo(Slice.class)
                .list()));
    }

    private static BatchMembers members(List<Slice> slices) {
        BitSet whole = new BitSet();
        Map<Integer, BitSet> ofOthers = new HashMap<>();
        for (Slice slice : slices) {
            if (slice.part() == BatchBisection.WHOLE) {
                whole.set(slice.batchIndex());
            } else {
                BatchBisection.Range range = BatchBisection.range(slice.part(), slice.whole());
                ofOthers.computeIfAbsent(slice.batchIndex(), key -> new BitSet())
                        .set(range.offset(), range.offset() + range.members());
            }
        }
        return new BatchMembers(whole, ofOthers);
    }

    /** The members that TikTok refused individually, up to a limit, in batch order. */
    public List<Refusal> refusals(String workflowId, int most) {
        return database.read(
                handle -> handle
                        .createQuery("""
                        SELECT *
                        FROM delivered_batch
                        WHERE workflow_id = :workflow
                          AND state = 'REFUSED'
                        ORDER BY change, id_schema, batch_index, part LIMIT :most
                        """)
                        .bind("workflow", workflowId)
                        .bind("most", most)
                        .mapTo(RefusedPart.class)
                        .list()
                        .stream()
                        .map(part -> part.refusal(workflowId))
                        .toList());
    }

    /** The totals of a workflow. */
    public Totals totals(String workflowId) {
        return database.read(handle -> totals(handle, workflowId));
    }

    public static Totals totals(Handle handle, String workflowId) {
        return handle.createQuery("""
                        SELECT COALESCE(
                                 SUM(CASE WHEN state = 'ACCEPTED' AND change = 'ADD' THEN members END), 0
                               ) AS added,
                               COALESCE(
                                 SUM(CASE WHEN state = 'ACCEPTED' AND change = 'REMOVE' THEN members END), 0
                               ) AS removed,
                               COALESCE(
                                 SUM(CASE WHEN state = 'SKIPPED' AND change = 'ADD' THEN members END), 0
                               ) AS adds_given_up,
                               COALESCE(
                                 SUM(CASE WHEN state = 'SKIPPED' AND change = 'REMOVE' THEN members END), 0
                               ) AS removes_given_up,
                               COALESCE(
                                 SUM(CASE WHEN state = 'REFUSED' AND change = 'ADD' THEN members END), 0
                               ) AS adds_refused,
                               COALESCE(
                                 SUM(CASE WHEN state = 'REFUSED' AND change = 'REMOVE' THEN members END), 0
                               ) AS removes_refused,
                               COALESCE(SUM(CASE WHEN state = 'ACCEPTED' THEN 1 END), 0) AS accepted_batches,
                               MAX(CASE WHEN state = 'ACCEPTED' THEN settled_at END) AS last_accepted_at
                        FROM delivered_batch
                        WHERE workflow_id = :workflow
                        """)
                .bind("workflow", workflowId)
                .mapTo(Totals.class)
                .one();
    }

    /** Every request id of the workflow, in the order of the results. */
    public List<String> requestIds(String workflowId) {
        return database.read(handle -> handle.createQuery("""
                        SELECT request_id
                        FROM (
                          SELECT request_id, at, id AS position
                          FROM tiktok_request
                          WHERE workflow_id = :workflow
                          UNION ALL
                          SELECT request_id, settled_at, batch_index
                          FROM delivered_batch
                          WHERE workflow_id = :workflow
                            AND request_id IS NOT NULL)
                        WHERE request_id <> ''
                        ORDER BY at, position
                        """)
                .bind("workflow", workflowId)
                .mapTo(String.class)
                .list());
    }

    private BitSet indexes(String workflowId, Change change, String idSchema, List<String> states) {
        return database.read(handle -> {
            BitSet indexes = new BitSet();
            handle.createQuery("""
                            SELECT batch_index
                            FROM delivered_batch
                            WHERE workflow_id = :workflow
                              AND change = :change
                              AND id_schema = :schema
                            GROUP BY batch_index
                            HAVING SUM(
                              CASE WHEN state IN (<states>) THEN members ELSE 0 END
                            ) = SUM(CASE WHEN part = 1 THEN members ELSE 0 END)
                            """)
                    .bind("workflow", workflowId)
                    .bind("change", change)
                    .bind("schema", idSchema)
                    .bindList("states", states)
                    .mapTo(Integer.class)
                    .forEach(indexes::set);
            return indexes;
        });
    }

    /** What became of one part of a batch. */
    private record Part(int batchIndex, int part, PartState state) {}

    /**
     * One part of a batch.
     *
     * @param whole how many members the whole batch has
     */
    private record Slice(int batchIndex, int part, int whole) {}

    private record RefusedPart(Change change, String idSchema, int batchIndex, int part, Optional<String> refusal) {
        Refusal refusal(String workflowId) {
            return new Refusal(
                    new BatchKey(workflowId, change, idSchema, batchIndex, part), refusal.orElse("TikTok refused it"));
        }
    }

    /** A part of one member that TikTok refused, and its words. */
    public record Refusal(BatchKey key, String why) {}

    /**
     * Sums over the ledger of one workflow: members, and the number of accepted batches. Given up by a person, or
     * refused by TikTok, each alone.
     */
    public record Totals(
            long added,
            long removed,
            long addsGivenUp,
            long removesGivenUp,
            long addsRefused,
            long removesRefused,
            long acceptedBatches,
            Optional<Instant> lastAcceptedAt) {
        /** Members that TikTok accepted, be it to add or to remove them. */
        public long changed() {
            return added + removed;
        }

        /** Members that TikTok refused alone. */
        public long refused() {
            return addsRefused + removesRefused;
        }
    }
}
