package io.audienceroutes.workflow;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.state.NumberSeries;
import io.audienceroutes.workflow.ledger.BatchLedger;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What the stages of a workflow found, kept in the same transaction that lets the workflow enter the next stage. */
public final class StageResults {
    private static final String COMPARED_AGAIN = "compared-again";

    private final Workflows workflows;

    /** Stores results with the workflows. */
    public StageResults(Workflows workflows) {
        this.workflows = workflows;
    }

    /** Stores the results of the Prepare stage and continues with Compare. */
    public void prepared(String id, RowTally tally) {
        workflows.database().useTransaction(handle -> {
            enter(handle, id, Stage.PREPARE, Stage.COMPARE);
            WorkflowRepository.preparation(handle, id, tally);
        });
    }

    /**
     * Keeps what the Prepare stage counted, also in a file that is refused for it.
     *
     * @param optOutSha256 of the opt-out list that it went by; empty where there is none
     */
    public void counted(String id, RowTally tally, String optOutSha256) {
        workflows.database().useTransaction(handle -> {
            workflows.fencing().refuseLost(handle, id);
            WorkflowRepository.optOutSha256(handle, id, optOutSha256);
            WorkflowRepository.preparation(handle, id, tally);
        });
    }

    /** Throws if the ledger contains batches: another comparison would assign their indexes to other members. */
    public void requireEmptyBooks(String id) {
        if (workflows.database().read(handle -> BatchLedger.holdAny(handle, id))) {
            throw new WorkflowError(
                    "internal-error",
                    "Workflow " + id
                            + " cannot compare again: its ledger contains batches of the previous comparison. Nothing"
                            + " is lost. Please report this with this text.");
        }
    }

    /** Stores the results of the Compare stage and continues with Deliver. */
    public void compared(String id, Comparison comparison) {
        workflows.database().useTransaction(handle -> {
            Comparison numbered = comparison.numbered(NumberSeries.COMPARISON.next(handle));
            enter(handle, id, Stage.COMPARE, Stage.DELIVER);
            WorkflowRepository.comparison(handle, id, numbered);
        });
    }

    /** Whether the workflow has not gone back to Compare by itself yet. */
    public boolean mayCompareAgain(String id) {
        return workflows.eventsOf(id).stream().noneMatch(event -> event.kind().equals(COMPARED_AGAIN));
    }

    /** Goes back from Deliver, where nothing was sent, to Compare. */
    public void compareAgain(String id) {
        workflows.database().useTransaction(handle -> {
            workflows.fencing().refuseLost(handle, id);
            Stage next = ComparisonReset.compareAgain(handle, WorkflowRepository.require(handle, id), Stage.COMPARE);
            workflows.events().append(handle, id, COMPARED_AGAIN, Workflows.PRODUCT, Map.of("stage", next.label()));
        });
    }

    /** Everything planned is in the ledger: continues with Confirm. */
    public void delivered(String id) {
        workflows.database().useTransaction(handle -> enter(handle, id, Stage.DELIVER, Stage.CONFIRM));
    }

    /** Keeps what the Prepare stage found out about the files, instead of what an earlier try found. */
    public void found(String id, List<Finding> findings) {
        workflows.database().useTransaction(handle -> {
            workflows.fencing().refuseLost(handle, id);
            WorkflowRepository.findings(handle, id, findings);
        });
    }

    private void enter(Handle handle, String id, Stage from, Stage to) {
        workflows.fencing().refuseLost(handle, id);
        if (!WorkflowRepository.enter(handle, id, from, to)) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + id + " is no longer in stage " + from.label()
                            + "; another process took it over. Nothing is lost. To see it, run: audience-routes workflows show "
                            + id);
        }
        workflows.events().append(handle, id, "stage-done", Workflows.PRODUCT, Map.of("stage", from.label()));
    }
}
