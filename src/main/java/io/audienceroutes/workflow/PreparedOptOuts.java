package io.audienceroutes.workflow;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.state.EventLog;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The opt-out list that each workflow was prepared with, and its return to the stage Prepare if the list has changed. A
 * workflow that runs without an interruption returns at most once, so that a constantly changing list blocks no
 * delivery; after a wait, a failure, a stop or the end of its process it may return again.
 */
public final class PreparedOptOuts {
    private static final String CHANGED = "opt-outs-changed";

    private final Workflows workflows;
    /** By workflow, the audit entry of its return. In memory: a new process looks anew. */
    private final Map<String, Long> returned = new ConcurrentHashMap<>();

    /** Keeps this beside the workflows. */
    public PreparedOptOuts(Workflows workflows) {
        this.workflows = workflows;
    }

    /** Whether the workflow has to be prepared with the list of this checksum. */
    public boolean outdated(String workflowId, String sha256) {
        return workflows
                        .database()
                        .read(handle -> !WorkflowRepository.optOutSha256(handle, workflowId)
                                .equals(sha256))
                && !returnedJustNow(workflowId);
    }

    /**
     * Returns to Prepare. What was delivered goes into the ledger of the audience in the same transaction, and is
     * compared again after that.
     */
    public void prepareAgain(Workflow workflow, MemberRecords.Change delivered) {
        long entry = workflows.database().inTransaction(handle -> {
            workflows.fencing().refuseLost(handle, workflow.id());
            MemberRecords.change(handle, workflow.audience(), workflow.id(), delivered);
            Stage unused = ComparisonReset.compareAgain(
                    handle, WorkflowRepository.require(handle, workflow.id()), Stage.PREPARE);
            workflows
                    .events()
                    .append(
                            handle,
                            workflow.id(),
                            CHANGED,
                            Workflows.PRODUCT,
                            Map.of("stage", workflow.stage().label()));
            return EventLog.head(handle).sequence();
        });
        returned.put(workflow.id(), entry);
    }

    /** The workflow is past the stages that send. */
    public void forget(String workflowId) {
        returned.remove(workflowId);
    }

    private boolean returnedJustNow(String workflowId) {
        Long entry = returned.get(workflowId);
        return entry != null
                && workflows
                        .database()
                        .read(handle ->
                                Set.of("stage-done").containsAll(EventLog.kindsAfter(handle, workflowId, entry)));
    }
}
