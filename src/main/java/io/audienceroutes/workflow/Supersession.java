package io.audienceroutes.workflow;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.SyncMode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Whether a newer file of the same destination replaces an older one. In mirror mode an older list must not be
 * delivered after a newer one: it would remove the members just added. Plans and samples send nothing to the audience,
 * and are neither newer nor older than a list.
 */
final class Supersession {
    private static final Set<WorkflowState> CONFIRMED = EnumSet.of(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
    private static final Set<WorkflowState> CONFIRMED_OR_ON_ITS_WAY =
            EnumSet.of(WorkflowState.SUCCEEDED, WorkflowState.ISSUE, WorkflowState.RUNNING, WorkflowState.WAITING);

    private Supersession() {}

    /** The newest workflow after this one that was confirmed, where this one mirrors its list. */
    static Optional<String> overtaking(Handle handle, Workflow workflow) {
        return workflow.type().deliversList() && workflow.settings().syncMode() == SyncMode.MIRROR
                ? WorkflowSearch.newerList(handle, workflow, CONFIRMED)
                : Optional.empty();
    }

    /** The newest workflow after this one that was confirmed or may still be. */
    static Optional<String> newer(Handle handle, Workflow workflow) {
        return WorkflowSearch.newerList(handle, workflow, CONFIRMED_OR_ON_ITS_WAY);
    }

    /** The newest list after this one that was confirmed, whatever the mode. */
    static Optional<String> confirmedAfter(Handle handle, Workflow workflow) {
        return WorkflowSearch.newerList(handle, workflow, CONFIRMED);
    }

    static void note(Workflows workflows, Handle handle, Workflow workflow, String newer) {
        WorkflowRepository.supersededBy(handle, workflow.id(), newer);
        workflows.warn(
                handle,
                workflow,
                "Superseded by the newer file of workflow " + newer + ": members that were not delivered yet are not"
                        + " delivered.");
    }

    /** Refuses to resume a workflow that a newer file has replaced. */
    static void requireNewest(Handle handle, Workflow workflow) {
        overtaking(handle, workflow).ifPresent(newer -> {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + workflow.id() + " cannot continue: the newer file of workflow " + newer
                            + " was delivered to the same audience, and this older list would remove the members that the newer"
                            + " file added. End it with: audience-routes workflows supersede " + workflow.id()
                            + ". To deliver the older list anyway, use: audience-routes deliver FILE --destination "
                            + workflow.destination());
        });
    }
}
