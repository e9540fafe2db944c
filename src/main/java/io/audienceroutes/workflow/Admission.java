package io.audienceroutes.workflow;

import io.audienceroutes.destination.Destination;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/** How a workflow begins: a file arrives, is staged, and waits for its turn, unless it was delivered before. */
public final class Admission {
    private final Workflows workflows;

    /** Opens workflows in the database of the others. */
    public Admission(Workflows workflows) {
        this.workflows = workflows;
    }

    /**
     * Opens a workflow in stage Receive, running. If a file with the same name failed or was interrupted while being
     * received for the same destination, its workflow is resumed, so that a source that is down for an hour leaves one
     * workflow instead of a hundred.
     *
     * @param alongside done in the same transaction with the workflow's id
     */
    public String open(
            Destination settings,
            long audience,
            String audienceName,
            Arrival arrival,
            BiConsumer<Handle, String> alongside) {
        return workflows.database().inTransaction(handle -> {
            Optional<String> interrupted =
                    WorkflowSearch.interruptedReceive(handle, settings.name(), arrival.fileName());
            String id = interrupted.orElseGet(workflows::newId);
            if (interrupted.isPresent()) {
                WorkflowRepository.reopen(handle, id, settings, audience, audienceName, workflows.time());
            } else {
                WorkflowRepository.insert(handle, id, settings, audience, audienceName, arrival, workflows.time());
            }
            alongside.accept(handle, id);
            workflows.events().append(handle, id, "opened", arrival.startedBy(), Map.of("file", arrival.fileName()));
            return id;
        });
    }

    /** Opens a workflow that needs no file of its own, beside one that has it; it waits for its turn in stage Prepare. */
    String openBeside(
            Handle handle,
            Workflow other,
            WorkflowType type,
            Destination settings,
            long audience,
            String audienceName) {
        String id = workflows.newId();
        Arrival arrival = new Arrival(other.fileName(), true, "workflow " + other.id(), type);
        WorkflowRepository.insert(handle, id, settings, audience, audienceName, arrival, workflows.time());
        workflows
                .events()
                .append(
                        handle,
                        id,
                        "opened",
                        Workflows.PRODUCT,
                        Map.of("file", other.fileName(), "beside", other.id()));
        workflows.move(
                handle,
                WorkflowRepository.require(handle, id),
                WorkflowState.WAITING,
                "ready",
                Workflows.PRODUCT,
                Map.of());
        WorkflowRepository.shareFile(handle, id, other.fileSha256());
        WorkflowRepository.waitForTurn(handle, id);
        return id;
    }

    /**
     * Ends stage Receive: the file is staged. Claims its ledger row and lets the workflow wait for its turn; whether it is
     * a duplicate shows when its turn comes.
     */
    public WorkflowState admit(String id, String sha256, long bytes) {
        return workflows
                .database()
                .inTransaction(handle -> admit(handle, WorkflowRepository.require(handle, id), sha256, bytes));
    }

    public WorkflowState admit(Handle handle, Workflow workflow, String sha256, long bytes) {
        workflows.fencing().refuseLost(handle, workflow.id());
        if (workflow.type().deliversList()) {
            FileLedger.claim(handle, workflow, sha256, workflows.time());
        }
        WorkflowRepository.noteFile(handle, workflow.id(), sha256, bytes);
        workflows.move(
                handle, workflow, WorkflowState.WAITING, "received", Workflows.PRODUCT, Map.of("sha256", sha256));
        WorkflowRepository.waitForTurn(handle, workflow.id());
        return WorkflowState.WAITING;
    }

    /**
     * Records the opt-out list of the workflow, and throws if its file is a duplicate; an explicit delivery never is.
     *
     * @param optOutSha256 of the list as it is now; empty where the destination has none
     * @param audienceIsThere whether TikTok still has the audience: if not, nothing is a duplicate
     */
    public void prepare(String id, String optOutSha256, boolean audienceIsThere) {
        workflows.database().useTransaction(handle -> {
            Workflow workflow = WorkflowRepository.require(handle, id);
            if (!workflow.type().deliversList()) {
                return;
            }
            FileLedger.prepared(handle, workflow, optOutSha256);
            if (!workflow.explicit() && audienceIsThere) {
                FileLedger.sameAsDelivered(handle, workflow, Optional.of(optOutSha256))
                        .ifPresent(earlier -> {
                            throw new DuplicateFile(workflow, earlier);
                        });
            }
        });
    }

    /** Whether the audience is the result of the same file, regardless of the opt-out list. */
    public boolean sameFileAsDelivered(String id) {
        return workflows.database().inTransaction(handle -> {
            Workflow workflow = WorkflowRepository.require(handle, id);
            return workflow.type().deliversList()
                    && !workflow.explicit()
                    && FileLedger.sameAsDelivered(handle, workflow, Optional.empty())
                            .isPresent();
        });
    }

    /** Ends a workflow whose file is a duplicate. */
    public void skip(String id, DuplicateFile duplicate) {
        workflows.database().useTransaction(handle -> {
            FileLedger.release(handle, id, workflows.time());
            workflows.skip(handle, WorkflowRepository.require(handle, id), "duplicate", duplicate.getMessage());
        });
    }
}
