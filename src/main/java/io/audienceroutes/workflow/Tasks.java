package io.audienceroutes.workflow;

import io.audienceroutes.state.StoredJson;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The tasks under each stage of a workflow, with their inputs and outputs. */
public final class Tasks {
    private final Workflows workflows;

    /** Stores tasks with the workflows. */
    public Tasks(Workflows workflows) {
        this.workflows = workflows;
    }

    /** The task begins, or begins again. */
    public void begin(String workflowId, Stage stage, String name, Map<String, String> inputs) {
        write(
                workflowId,
                handle -> handle.createUpdate("""
                                INSERT INTO workflow_task (
                                  workflow_id, stage, name, position, state, inputs, started_at)
                                VALUES (
                                  :id, :stage, :name, (SELECT COUNT(*) FROM workflow_task WHERE workflow_id = :id),
                                  'RUNNING', :inputs, :now)
                                ON CONFLICT (workflow_id, stage, name) DO UPDATE
                                SET state = 'RUNNING', inputs = :inputs, outputs = '{}', ended_at = NULL
                                """)
                        .bind("id", workflowId)
                        .bind("stage", stage)
                        .bind("name", name)
                        .bind("inputs", StoredJson.write(inputs))
                        .bind("now", workflows.time())
                        .execute());
    }

    /** The task is done. */
    public void succeed(String workflowId, Stage stage, String name, Map<String, String> outputs) {
        end(workflowId, stage, name, TaskState.SUCCEEDED, outputs);
    }

    /** The stage failed or was interrupted: its running task did not finish. */
    public void failRunning(String workflowId) {
        leaveRunning(workflowId, TaskState.FAILED);
    }

    /** The stage waits, and runs again when the wait is over. */
    public void holdRunning(String workflowId) {
        leaveRunning(workflowId, TaskState.WAITING);
    }

    private void leaveRunning(String workflowId, TaskState state) {
        write(
                workflowId,
                handle -> handle.createUpdate("""
                                UPDATE workflow_task
                                SET state = :state, ended_at = :now
                                WHERE workflow_id = :id
                                  AND state = 'RUNNING'
                                """)
                        .bind("state", state)
                        .bind("id", workflowId)
                        .bind("now", workflows.time())
                        .execute());
    }

    /** The task was skipped. */
    public void skip(String workflowId, Stage stage, String name, Map<String, String> outputs) {
        end(workflowId, stage, name, TaskState.SKIPPED, outputs);
    }

    /** The tasks of a workflow in the order in which they first began. */
    public List<WorkflowTask> of(String workflowId) {
        return workflows
                .database()
                .read(handle -> handle.createQuery(
                                "SELECT * FROM workflow_task WHERE workflow_id = :id ORDER BY position")
                        .bind("id", workflowId)
                        .mapTo(WorkflowTask.class)
                        .list());
    }

    private void end(String workflowId, Stage stage, String name, TaskState state, Map<String, String> outputs) {
        write(
                workflowId,
                handle -> handle.createUpdate("""
                                UPDATE workflow_task
                                SET state = :state, outputs = :outputs, ended_at = :now
                                WHERE workflow_id = :id
                                  AND stage = :stage
                                  AND name = :name
                                """)
                        .bind("state", state)
                        .bind("outputs", StoredJson.write(outputs))
                        .bind("now", workflows.time())
                        .bind("id", workflowId)
                        .bind("stage", stage)
                        .bind("name", name)
                        .execute());
    }

    private void write(String workflowId, Consumer<Handle> work) {
        workflows.database().useTransaction(handle -> {
            workflows.fencing().refuseLost(handle, workflowId);
            work.accept(handle);
        });
    }
}
