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
        return WorkflowRepository.countProcessEnd(
                handle, workflow.id(), workflow.stage().name() + " " + accepted);
    }
}
