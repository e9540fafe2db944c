package io.audienceroutes.workflow;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.workflow.ledger.BatchLedger;
import io.audienceroutes.workflow.ledger.LedgerReader;
import org.jdbi.v3.core.Handle;

/** Checks whether a comparison is still valid, and undoes it. */
final class ComparisonReset {
    private ComparisonReset() {}

    /** Whether the audience was changed or recreated after this workflow compared. */
    static boolean overtaken(Handle handle, Workflow workflow) {
        return workflow.comparison()
                .filter(comparison -> comparison.overtaken(MemberRecords.of(handle, workflow.audience())))
                .isPresent();
    }

    /**
     * Returns to Compare, or further, for the same list and audience. What was delivered is already in the snapshot,
     * because the workflow released its audience in between; it stays counted.
     */
    static Stage compareAgain(Handle handle, Workflow workflow, Stage stage) {
        goBack(handle, workflow, stage, Comparison.taken(addedSoFar(handle, workflow), removedSoFar(handle, workflow)));
        return stage;
    }

    /** Returns to an earlier stage for another list or audience, and deletes the batches of the later ones. */
    static void startOver(Handle handle, Workflow workflow, Stage stage) {
        goBack(handle, workflow, stage, Comparison.taken(0, 0));
    }

    static long addedSoFar(Handle handle, Workflow workflow) {
        return LedgerReader.totals(handle, workflow.id()).added()
                + workflow.comparison().map(Comparison::addedEarlier).orElse(0L);
    }

    static long removedSoFar(Handle handle, Workflow workflow) {
        return LedgerReader.totals(handle, workflow.id()).removed()
                + workflow.comparison().map(Comparison::removedEarlier).orElse(0L);
    }

    private static void goBack(Handle handle, Workflow workflow, Stage stage, Comparison comparison) {
        BatchLedger.forget(handle, workflow.id());
        WorkflowRepository.stage(handle, workflow.id(), stage);
        WorkflowRepository.comparison(handle, workflow.id(), comparison);
    }
}
