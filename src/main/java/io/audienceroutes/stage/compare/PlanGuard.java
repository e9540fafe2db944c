package io.audienceroutes.stage.compare;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.Plan.AudienceAction;
import io.audienceroutes.workflow.Plan.PlannedChange;
import io.audienceroutes.workflow.Plans;
import io.audienceroutes.workflow.Workflow;
import java.util.List;
import java.util.Optional;

/**
 * A delivery with a plan does exactly what the plan says, or nothing: audience and changes are checked before the first
 * call that changes data.
 */
public final class PlanGuard {
    private final Plans plans;

    /** Uses these plans. */
    public PlanGuard(Plans plans) {
        this.plans = plans;
    }

    /** The create call is about to be sent: the resulting audience is the one of the plan. */
    void creating(Workflow workflow) {
        plans.createRequested(workflow.id());
    }

    /**
     * @param audienceId the audience of the delivery; empty if one is about to be created
     * @param madeHere whether this product made it
     */
    void requireAudience(Workflow workflow, Optional<String> audienceId, boolean madeHere) {
        plans.toKeepTo(workflow.id())
                .filter(plan -> !workflow.fileSha256().equals(plan.fileSha256()))
                .ifPresent(plan -> {
                    throw outdated(
                            plan,
                            "the file with SHA-256 " + plan.fileSha256().orElse("unknown"),
                            "one with " + workflow.fileSha256().orElse("unknown"));
                });
        plans.toKeepTo(workflow.id())
                .filter(plan -> plan.audience().action() != AudienceAction.CREATE
                        || !madeHere
                        || !plans.wasCreateRequested(workflow.id()))
                .filter(plan -> !audienceId.equals(plan.audience().id())
                        || audienceId.isPresent() != (plan.audience().action() == AudienceAction.REUSE))
                .ifPresent(plan -> {
                    throw outdated(
                            plan,
                            "audience " + plan.audience().id().orElse("(to be created)"),
                            audienceId.map(id -> "audience " + id).orElse("that it has to be created"));
                });
    }

    /** Checks the changes once; later comparisons, after a failure, are not checked against the plan. */
    void requireChanges(Workflow workflow, Comparison comparison) {
        plans.toKeepTo(workflow.id()).ifPresent(plan -> {
            List<String> found =
                    comparison.schemas().stream().map(PlanGuard::figures).toList();
            List<String> planned =
                    plan.schemas().stream().map(PlanGuard::figures).toList();
            if (!found.equals(planned) || !workflow.settings().sha256().equals(plan.settingsSha256())) {
                throw outdated(plan, "changes " + planned, "changes " + found);
            }
            plans.kept(workflow.id());
        });
    }

    static WorkflowError outdated(Plan plan, String expected, String found) {
        return new WorkflowError(
                "plan-outdated",
                "Plan " + plan.planId() + " cannot be run: expected " + expected
                        + ", as when the plan was made," + " but found "
                        + found + ". Nothing was sent. Make a new plan with: audience-routes plan FILE --destination "
                        + plan.destination());
    }

    private static String figures(SchemaComparison schema) {
        return text(
                schema.idSchema(),
                schema.adds(),
                schema.removes(),
                schema.unchanged(),
                schema.duplicates(),
                schema.generation());
    }

    private static String figures(PlannedChange change) {
        return text(
                change.idSchema(),
                change.adds(),
                change.removes(),
                change.unchanged(),
                change.duplicates(),
                change.generation());
    }

    private static String text(
            String schema, long adds, long removes, long unchanged, long duplicates, long generation) {
        return schema + " +" + adds + " -" + removes + " =" + unchanged + " (" + duplicates + " duplicates, generation "
                + generation + ")";
    }
}
