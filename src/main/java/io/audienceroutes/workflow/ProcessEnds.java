package io.audienceroutes.workflow;

import io.audienceroutes.workflow.ledger.LedgerReader;
import org.jdbi.v3.core.Handle;

/**
 * Counts consecutive processes that ended while they worked on one workflow without progress: neither another stage nor
 * an accepted batch. A file that exhausts the memory must not end one process after another.
 */
final class ProcessEnds {
    /** The number after which the workflow fails. */
    static final int MOST = 3;

    private ProcessEnds() {}

    /** Counts one more, whose lease was left behind; returns how many there were in a row. */
    static int count(Handle handle, Workflow workflow) {
        long accepted = LedgerReader.totals(handle, workflow.id()).acceptedBatches();
        return handle.createQuery("""
                        UPDATE workflow
                        SET process_ends = CASE WHEN process_ends_at = :at THEN process_ends + 1 ELSE 1 END,
                            process_ends_at = :at
                        WHERE id = :id
                        RETURNING process_ends
                        """)
                .bind("at", workflow.stage().name() + " " + accepted)
                .bind("id", workflow.id())
                .mapTo(Integer.class)
                .one();
    }

    /** The workflow is resumed by command: the count starts again. */
    static void forget(Handle handle, String workflowId) {
        handle.createUpdate("UPDATE workflow SET process_ends = 0 WHERE id = :id")
                .bind("id", workflowId)
                .execute();
    }
}
