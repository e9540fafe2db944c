package io.audienceroutes.workflow;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.RejectLimit;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How many rejected rows a workflow may have: the destination's limit, unless more were allowed for this workflow. */
public final class RejectAllowances {
    static final String CONDITION = "rejected-rows-above-threshold";

    private final Workflows workflows;

    /** Reads what was allowed from the workflows' database. */
    public RejectAllowances(Workflows workflows) {
        this.workflows = workflows;
    }

    /** The limit that holds for this workflow. */
    public RejectLimit limitOf(Workflow workflow) {
        Optional<RejectLimit> allowed = workflows
                .database()
                .read(handle -> handle.createQuery("""
                                SELECT most_percent AS percent, most_rows AS rows
                                FROM reject_allowance
                                WHERE workflow_id = :id
                                ORDER BY id DESC LIMIT 1
                                """)
                        .bind("id", workflow.id())
                        .mapTo(RejectLimit.class)
                        .findOne());
        return allowed.orElseGet(() -> workflow.settings().rejectLimit());
    }

    /**
     * Allows more for one workflow that failed for its rejected rows. What it prepared is complete: it goes on with the
     * next stage, unless it was cut off before it had counted its rows.
     */
    static Stage grant(Handle handle, Workflow workflow, RejectLimit limit, String actor, String reason, Instant now) {
        requireRejects(workflow);
        requireEnough(workflow, limit);
        handle.createUpdate("""
                        INSERT INTO reject_allowance (workflow_id, most_percent, most_rows, actor, reason, at)
                        VALUES (:workflow, :percent, :rows, :actor, :reason, :now)
                        """)
                .bind("workflow", workflow.id())
                .bind("percent", limit.percent())
                .bind("rows", limit.rows())
                .bind("actor", actor)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
        Stage next = workflow.preparation().isPresent() ? Stage.COMPARE : Stage.PREPARE;
        WorkflowRepository.stage(handle, workflow.id(), next);
        return next;
    }

    static Map<String, String> details(RejectLimit limit, String reason) {
        return Map.of("limit", limit.code(), "reason", reason);
    }

    private static void requireRejects(Workflow workflow) {
        boolean asks = workflow.stage() == Stage.PREPARE
                && workflow.failure()
                        .filter(failure -> failure.condition().equals(CONDITION))
                        .isPresent();
        if (!asks) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + workflow.id() + " is " + workflow.state().label()
                            + " and did not fail because of rejected rows, so its error threshold does not matter.");
        }
    }

    private static void requireEnough(Workflow workflow, RejectLimit limit) {
        workflow.preparation().ifPresent(tally -> {
            if (tally.rowsAccepted() == 0 || limit.isExceededBy(tally.rowsRejected(), tally.rowsRead())) {
                throw new WorkflowError(
                        "transition-refused",
                        "Workflow " + workflow.id() + " has " + tally.rowsRejected() + " rejected of "
                                + tally.rowsRead() + " rows, which " + limit.text() + " do not allow"
                                + (tally.rowsAccepted() == 0 ? ", and no threshold can: no row is left." : "."));
            }
        });
    }
}
