package io.audienceroutes.workflow;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Approvals by workflow. An approval covers exactly the figures that were shown. */
public final class Approvals {
    private final Workflows workflows;

    /** Stores approvals with the workflows. */
    public Approvals(Workflows workflows) {
        this.workflows = workflows;
    }

    /** Throws {@code held} unless exactly its figures were approved. */
    public void require(String workflowId, WorkflowHeld held) {
        boolean approved = of(workflowId).stream()
                .anyMatch(approval -> approval.condition().equals(held.condition())
                        && approval.figures().equals(held.figures()));
        if (!approved) {
            throw held;
        }
    }

    /** What was approved in this workflow, oldest first. */
    public List<Approval> of(String workflowId) {
        return workflows
                .database()
                .read(handle -> handle.createQuery("SELECT * FROM approval WHERE workflow_id = :id ORDER BY at")
                        .bind("id", workflowId)
                        .mapTo(Approval.class)
                        .list());
    }

    static void grant(Handle handle, Workflow workflow, Failure held, String actor, String reason, Instant now) {
        handle.createUpdate("""
                        INSERT INTO approval (workflow_id, condition, figures, text, actor, reason, at)
                        VALUES (:workflow, :condition, :figures, :text, :actor, :reason, :now)
                        ON CONFLICT (workflow_id, condition, figures) DO NOTHING
                        """)
                .bind("workflow", workflow.id())
                .bind("condition", held.condition())
                .bind("figures", held.figures())
                .bind("text", held.message())
                .bind("actor", actor)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
    }
}
