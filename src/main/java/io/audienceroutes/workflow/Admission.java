package io.audienceroutes.workflow;

import io.audienceroutes.destination.Destination;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/** How a workflow begins: a file arrives, is staged, and waits for its turn, unless it was delivered before. */
public final class Admission {
    private final Workflows workflows;

    /** Opens workflows beside those that there are. */
    public Admission(Workflows workflows) {
        this.workflows = workflows;
    }

    /**
     * Opens a workflow in stage Receive, running. A file of the same name that failed, or was cut off, while it was
     * received for the same destination takes its workflow up again, so that a source that stays away for an hour
     * leaves one workflow and not a hundred.
     *
     * @param alongside done in the same transaction with the workflow's id
     */
    String open(
            Destination settings,
            long audience,
            String audienceName,
            Arrival arrival,
            BiConsumer<Handle, String> alongside) {
        return workflows.database().inTransaction(handle -> {
            Optional<String> interrupted = WorkflowRows.interruptedReceive(handle, settings.name(), arrival.fileName());
            String id = interrupted.orElseGet(workflows::newId);
            if (interrupted.isPresent()) {
                WorkflowRows.reopen(handle, id, settings, audience, audienceName);
            } else {
                WorkflowRows.insert(handle, id, settings, audience, audienceName, arrival, workflows.now());
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
        WorkflowRows.insert(handle, id, settings, audience, audienceName, arrival, workflows.now());
        workflows
                .events()
                .append(
                        handle,
                        id,
                        "opened",
                        Workflows.PRODUCT,
                        Map.of("file", other.fileName(), "beside", other.id()));
        workflows.move(
                handle, WorkflowRows.require(handle, id), WorkflowState.WAITING, "ready", Workflows.PRODUCT, Map.of());
        handle.createUpdate(
                        "UPDATE workflow SET waiting_for = 'TURN', stage = 'PREPARE', file_sha256 = :sha WHERE id = :id")
                .bind("sha", other.fileSha256().orElse(null))
                .bind("id", id)
                .execute();
        return id;
    }

    /**
     * Ends stage Receive: the file is staged. Claims its ledger row and lets the workflow wait for its turn, or skips
     * it as a duplicate; an explicit delivery is never a duplicate.
     */
    public WorkflowState admit(String id, String sha256, long bytes) {
        return workflows
                .database()
                .inTransaction(handle -> admit(handle, WorkflowRows.require(handle, id), sha256, bytes));
    }

    WorkflowState admit(Handle handle, Workflow workflow, String sha256, long bytes) {
        String settingsSha256 = workflow.settings().sha256();
        Optional<String> same = workflow.explicit()
                ? Optional.empty()
                : FileLedger.deliveredOrOpen(handle, workflow, sha256, settingsSha256);
        if (workflow.type().deliversList()) {
            FileLedger.claim(handle, workflow, sha256, settingsSha256, workflows.now());
        }
        WorkflowRows.noteFile(handle, workflow.id(), sha256, bytes);
        if (same.isPresent()) {
            return skipDuplicate(handle, workflow, same.get());
        }
        workflows.move(
                handle, workflow, WorkflowState.WAITING, "received", Workflows.PRODUCT, Map.of("sha256", sha256));
        handle.createUpdate("UPDATE workflow SET waiting_for = 'TURN', stage = 'PREPARE' WHERE id = :id")
                .bind("id", workflow.id())
                .execute();
        return WorkflowState.WAITING;
    }

    private WorkflowState skipDuplicate(Handle handle, Workflow workflow, String earlier) {
        FileLedger.release(handle, workflow.id(), workflows.now());
        workflows.skip(
                handle,
                workflow,
                "duplicate",
                "The same file with the same settings is delivered by workflow " + earlier
                        + "; to deliver it once more, use: deliver FILE --destination " + workflow.destination());
        return WorkflowState.SKIPPED;
    }
}
