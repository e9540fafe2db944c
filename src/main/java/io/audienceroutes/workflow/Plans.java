package io.audienceroutes.workflow;

import io.audienceroutes.state.StoredJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The plans: intermediate findings, final contents, and the workflows that run them. */
public final class Plans {
    private final Workflows workflows;

    /** Stores plans with the workflows. */
    public Plans(Workflows workflows) {
        this.workflows = workflows;
    }

    /** What was found so far; nothing where the plan has only begun. */
    public Found found(String planId) {
        return workflows.database().read(handle -> found(handle, planId));
    }

    /** Keeps what TikTok told of the audience. */
    public void look(String planId, Plan.PlannedAudience audience, int pages, List<Plan.Finding> findings) {
        workflows.database().useTransaction(handle -> {
            List<Plan.Finding> all = new ArrayList<>(found(handle, planId).findings());
            all.addAll(findings);
            boolean givenUp = found(handle, planId).givenUp();
            store(handle, planId, new Found(true, givenUp, Optional.of(audience), pages, all));
        });
    }

    /**
     * A stage of the plan would stop or hold the delivery, or TikTok could not be queried: this becomes a finding, and
     * the plan continues without it.
     */
    public void meet(String planId, Plan.Finding finding) {
        workflows.database().useTransaction(handle -> {
            Found before = found(handle, planId);
            List<Plan.Finding> all = new ArrayList<>(before.findings());
            all.add(finding);
            boolean ofTheList = before.looked()
                    || WorkflowRepository.require(handle, planId).stage() == Stage.PREPARE;
            store(
                    handle,
                    planId,
                    new Found(
                            before.looked() || !ofTheList,
                            before.givenUp() || ofTheList,
                            before.audience(),
                            before.pages(),
                            all));
            if (WorkflowRepository.require(handle, planId).stage() == Stage.PREPARE) {
                WorkflowRepository.stage(handle, planId, Stage.COMPARE);
            }
        });
    }

    /** The plan is made: its workflow has succeeded, whatever the plan says. */
    public void made(Plan plan) {
        workflows.database().useTransaction(handle -> {
            Workflow workflow = WorkflowRepository.require(handle, plan.planId());
            handle.createUpdate("""
                            INSERT INTO plan (workflow_id, report)
                            VALUES (:id, :report)
                            ON CONFLICT (workflow_id) DO UPDATE
                            SET report = :report
                            """)
                    .bind("report", StoredJson.write(plan))
                    .bind("id", plan.planId())
                    .execute();
            workflows.move(handle, workflow, WorkflowState.SUCCEEDED, "planned", "product", Map.of());
        });
    }

    /** What the plan says, once it is made. */
    public Optional<Plan> of(String planId) {
        return workflows
                .database()
                .read(handle -> handle.createQuery(
                                "SELECT report FROM plan WHERE workflow_id = :id AND report IS NOT NULL")
                        .bind("id", planId)
                        .mapTo(String.class)
                        .findOne()
                        .map(json -> StoredJson.read(json, Plan.class)));
    }

    /** This workflow runs the plan. */
    public void run(String workflowId, String planId) {
        workflows
                .database()
                .useTransaction(handle -> handle.createUpdate(
                                "INSERT INTO planned_run (workflow_id, plan_id) VALUES (:id, :plan)")
                        .bind("id", workflowId)
                        .bind("plan", planId)
                        .execute());
    }

    /** The plan that this workflow has to match; empty once it was checked. */
    public Optional<Plan> toKeepTo(String workflowId) {
        return workflows
                .database()
                .read(handle -> handle.createQuery(
                                "SELECT plan_id FROM planned_run WHERE workflow_id = :id AND NOT checked")
                        .bind("id", workflowId)
                        .mapTo(String.class)
                        .findOne())
                .flatMap(this::of);
    }

    /** The create call that the plan foresees is about to be sent. */
    public void createRequested(String workflowId) {
        workflows
                .database()
                .useTransaction(handle -> handle.createUpdate(
                                "UPDATE planned_run SET create_requested = TRUE WHERE workflow_id = :id")
                        .bind("id", workflowId)
                        .execute());
    }

    /** Whether the create call that the plan foresees was sent, whatever became of its answer. */
    public boolean wasCreateRequested(String workflowId) {
        return workflows
                .database()
                .read(handle -> handle.createQuery("""
                                SELECT EXISTS (
                                  SELECT 1
                                  FROM planned_run
                                  WHERE workflow_id = :id
                                    AND create_requested)
                                """)
                        .bind("id", workflowId)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** The workflow matches its plan; later comparisons, after a failure, are not checked. */
    public void kept(String workflowId) {
        workflows
                .database()
                .useTransaction(
                        handle -> handle.createUpdate("UPDATE planned_run SET checked = TRUE WHERE workflow_id = :id")
                                .bind("id", workflowId)
                                .execute());
    }

    private static Found found(Handle handle, String planId) {
        return handle.createQuery("SELECT found FROM plan WHERE workflow_id = :id")
                .bind("id", planId)
                .mapTo(String.class)
                .findOne()
                .map(json -> StoredJson.read(json, Found.class))
                .orElseGet(() -> new Found(false, false, Optional.empty(), 0, List.of()));
    }

    private static void store(Handle handle, String planId, Found found) {
        handle.createUpdate("""
                        INSERT INTO plan (workflow_id, found)
                        VALUES (:id, :found)
                        ON CONFLICT (workflow_id) DO UPDATE
                        SET found = :found
                        """)
                .bind("id", planId)
                .bind("found", StoredJson.write(found))
                .execute();
    }

    /**
     * What was found so far.
     *
     * @param looked whether TikTok was asked, or the attempt to was given up
     * @param givenUp whether the list itself would be refused or held, so that it is not compared
     * @param audience what TikTok told, where it could be asked
     * @param pages pages of audiences that were read
     */
    public record Found(
            boolean looked,
            boolean givenUp,
            Optional<Plan.PlannedAudience> audience,
            int pages,
            List<Plan.Finding> findings) {
        public Found {
            findings = List.copyOf(findings);
        }
    }
}
