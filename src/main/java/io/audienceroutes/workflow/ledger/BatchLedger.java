package io.audienceroutes.workflow.ledger;

import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.workflow.claim.Fencing;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * The ledger: which batch of a workflow was sent, accepted or skipped, and every request id of TikTok. A batch is SENT
 * before the call is made, so that a lost response or a kill leaves a trace, and ACCEPTED only when TikTok returned
 * code 0. An attempt is in flight until its response arrives; a lost response stays recorded.
 */
public final class BatchLedger {
    /** The only stage that writes batches. */
    private static final String DELIVER = "DELIVER";

    private final StateDatabase database;
    private final Fencing fencing;
    private final Clock clock;

    /** Stores the ledger in the database, for the holder of the workflow; times come from the clock. */
    public BatchLedger(StateDatabase database, Fencing fencing, Clock clock) {
        this.database = database;
        this.fencing = fencing;
        this.clock = clock;
    }

    /** The batch is about to be sent. */
    public void sent(BatchKey key, int members) {
        write(
                key.workflow(),
                handle -> handle.createUpdate("""
                                INSERT INTO delivered_batch (
                                  workflow_id, change, id_schema, batch_index, part, state, members, sent_at, in_flight)
                                VALUES (:workflow, :change, :schema, :index, :part, 'SENT', :members, :now, TRUE)
                                ON CONFLICT (workflow_id, change, id_schema, batch_index, part) DO UPDATE
                                SET attempts = delivered_batch.attempts + 1,
                                    sent_at = :now,
                                    lost = delivered_batch.lost OR delivered_batch.in_flight,
                                    in_flight = TRUE
                                """)
                        .bindMethods(key)
                        .bind("members", members)
                        .bind("now", clock.instant())
                        .execute());
    }

    /** TikTok accepted the batch. {@code lost}: a response was lost before. */
    public void accepted(BatchKey key, String requestId, boolean lost) {
        write(
                key.workflow(),
                handle -> handle.createUpdate("""
                                UPDATE delivered_batch
                                SET state = 'ACCEPTED',
                                    request_id = :request,
                                    settled_at = :now,
                                    in_flight = FALSE,
                                    lost = lost OR :lost
                                WHERE workflow_id = :workflow
                                  AND change = :change
                                  AND id_schema = :schema
                                  AND batch_index = :index
                                  AND part = :part
                                """)
                        .bindMethods(key)
                        .bind("lost", lost)
                        .bind("request", requestId)
                        .bind("now", clock.instant())
                        .execute());
    }

    /** TikTok refused the batch, or it was not sent: it had no effect, unless a response was lost before. */
    public void declined(BatchKey key, boolean lost) {
        write(
                key.workflow(),
                handle -> handle.createUpdate("""
                                UPDATE delivered_batch
                                SET request_id = NULL, in_flight = FALSE, lost = lost OR :lost
                                WHERE workflow_id = :workflow
                                  AND change = :change
                                  AND id_schema = :schema
                                  AND batch_index = :index
                                  AND part = :part
                                """)
                        .bindMethods(key)
                        .bind("lost", lost)
                        .execute());
    }

    /** TikTok refused the single member of this part, with this message. */
    public void refused(BatchKey key, String why) {
        write(
                key.workflow(),
                handle -> handle.createUpdate("""
                                UPDATE delivered_batch
                                SET state = 'REFUSED',
                                    request_id = NULL,
                                    refusal = :why,
                                    settled_at = :now,
                                    in_flight = FALSE
                                WHERE workflow_id = :workflow
                                  AND change = :change
                                  AND id_schema = :schema
                                  AND batch_index = :index
                                  AND part = :part
                                """)
                        .bindMethods(key)
                        .bind("why", why)
                        .bind("now", clock.instant())
                        .execute());
    }

    /** The part is replaced by its halves. */
    public void divided(BatchKey key, int members) {
        write(
                key.workflow(),
                handle -> handle.createUpdate("""
                                INSERT INTO delivered_batch (
                                  workflow_id, change, id_schema, batch_index, part, state, members, attempts, sent_at)
                                VALUES (:workflow, :change, :schema, :index, :part, 'DIVIDED', :members, 0, :now)
                                ON CONFLICT (workflow_id, change, id_schema, batch_index, part) DO UPDATE
                                SET state = 'DIVIDED',
                                    lost = delivered_batch.lost OR delivered_batch.in_flight,
                                    in_flight = FALSE
                                """)
                        .bindMethods(key)
                        .bind("members", members)
                        .bind("now", clock.instant())
                        .execute());
    }

    /** Undoes a division: nothing of the batch was accepted, and it is sent as a whole again. */
    public void undivide(BatchKey key) {
        write(key.workflow(), handle -> {
            boolean lost = handle.createQuery("""
                            SELECT EXISTS (
                              SELECT 1
                              FROM delivered_batch
                              WHERE workflow_id = :workflow
                                AND change = :change
                                AND id_schema = :schema
                                AND batch_index = :index
                                AND part > 1
                                AND lost)
                            """)
                    .bindMethods(key)
                    .mapTo(Boolean.class)
                    .one();
            handle.createUpdate("""
                            DELETE FROM delivered_batch
                            WHERE workflow_id = :workflow
                              AND change = :change
                              AND id_schema = :schema
                              AND batch_index = :index
                              AND part > 1
                            """).bindMethods(key).execute();
            handle.createUpdate("""
                            UPDATE delivered_batch
                            SET state = 'SENT', settled_at = NULL, lost = lost OR :lost
                            WHERE workflow_id = :workflow
                              AND change = :change
                              AND id_schema = :schema
                              AND batch_index = :index
                              AND part = 1
                            """).bindMethods(key).bind("lost", lost).execute();
        });
    }

    /** The batch was skipped; accepted members stay accepted. One that was never sent has no attempt. */
    public static void giveUp(Handle handle, PlannedBatch batch, Instant now) {
        handle.createUpdate("""
                        INSERT INTO delivered_batch (
                          workflow_id, change, id_schema, batch_index, part, state, members, attempts, sent_at,
                          settled_at)
                        VALUES (:workflow, :change, :schema, :index, :part, 'SKIPPED', :members, 0, :now, :now)
                        ON CONFLICT (workflow_id, change, id_schema, batch_index, part) DO UPDATE
                        SET state = 'SKIPPED', settled_at = :now
                        WHERE delivered_batch.state NOT IN ('ACCEPTED', 'REFUSED', 'DIVIDED')
                        """)
                .bindMethods(batch.key())
                .bind("members", batch.members())
                .bind("now", now)
                .execute();
    }

    /** Refused and skipped members are to be sent again; lost calls stay recorded. */
    public static void unsettleFailed(Handle handle, String workflowId) {
        handle.createUpdate("""
                        UPDATE delivered_batch
                        SET state = 'SENT', settled_at = NULL, refusal = NULL, request_id = NULL
                        WHERE workflow_id = :workflow
                          AND state IN ('SKIPPED', 'REFUSED')
                        """).bind("workflow", workflowId).execute();
    }

    /** Whether the ledger contains any batch of this workflow. */
    public static boolean holdAny(Handle handle, String workflowId) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM delivered_batch WHERE workflow_id = :workflow)")
                .bind("workflow", workflowId)
                .mapTo(Boolean.class)
                .one();
    }

    /** Records a response of TikTok that is not an accepted batch. */
    public void answered(String workflowId, String purpose, int httpStatus, int code, String requestId) {
        database.write(handle -> {
            fencing.refuseLost(handle, workflowId);
            handle.createUpdate("""
                            INSERT INTO tiktok_request (workflow_id, at, purpose, http_status, code, request_id)
                            VALUES (:workflow, :now, :purpose, :status, :code, :request)
                            """)
                    .bind("workflow", workflowId)
                    .bind("now", clock.instant())
                    .bind("purpose", purpose)
                    .bind("status", httpStatus)
                    .bind("code", code)
                    .bind("request", requestId)
                    .execute();
        });
    }

    /** Only the holder of the workflow writes to its ledger, and only during the Deliver stage. */
    private void write(String workflowId, Consumer<Handle> work) {
        database.write(handle -> {
            fencing.refuseLost(handle, workflowId, DELIVER);
            work.accept(handle);
        });
    }

    /** Deletes the batches of a workflow that compares again; accepted members are already in the snapshot. */
    public static void forget(Handle handle, String workflowId) {
        handle.createUpdate("DELETE FROM delivered_batch WHERE workflow_id = :workflow")
                .bind("workflow", workflowId)
                .execute();
    }

    /** What a batch does to its audience. */
    public enum Change {
        ADD,
        REMOVE
    }

    /** The state of a part of a batch. */
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
     * @param part as {@link BatchBisection} numbers them; 1 is the whole batch
     */
    public record BatchKey(String workflow, Change change, String schema, int index, int part) {
        /** The whole batch. */
        public BatchKey(String workflow, Change change, String schema, int index) {
            this(workflow, change, schema, index, BatchBisection.WHOLE);
        }

        /** A part of the same batch. */
        public BatchKey withPart(int number) {
            return new BatchKey(workflow, change, schema, index, number);
        }
    }

    /** A batch in the change files, with its number of members. */
    public record PlannedBatch(BatchKey key, int members) {}
}
