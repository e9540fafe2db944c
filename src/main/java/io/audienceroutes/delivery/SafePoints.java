package io.audienceroutes.delivery;

import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageInterrupted;
import io.audienceroutes.workflow.WorkGate;
import io.audienceroutes.workflow.Workflows;

/** Where a stage may leave its work: between chunks and between batches. */
public final class SafePoints {
    private final Workflows workflows;
    private final WorkGate gate;

    /** Leaves when the gate closes, or when a stop of the workflow was asked for. */
    public SafePoints(Workflows workflows, WorkGate gate) {
        this.workflows = workflows;
        this.gate = gate;
    }

    /** Whether the stage has to leave here; raises where another process has taken the workflow over. */
    boolean leave(String workflowId) {
        workflows.fencing().refuseLost(workflowId);
        return !gate.open() || workflows.stopRequested(workflowId);
    }

    /** Raises {@link StageInterrupted} when the stage has to leave here. */
    void check(String workflowId, Stage stage) {
        if (leave(workflowId)) {
            throw new StageInterrupted(stage);
        }
    }
}
