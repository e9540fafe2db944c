package io.audienceroutes.stage.compare;

import io.audienceroutes.destination.ShrinkGuard;
import io.audienceroutes.segment.DigestType;
import io.audienceroutes.segment.EmailRule;
import io.audienceroutes.workflow.HeldFigures;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowHeld;
import io.audienceroutes.workflow.WorkflowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The removals of a delivery, compared with what its destination allows without approval.
 *
 * @param changes one an id schema
 * @param ruleBefore the e-mail rule of the destination's last confirmed list, if it differs from the current one
 */
record Shrinkage(Workflow workflow, List<SchemaChange> changes, Optional<String> ruleBefore) {
    static final String CONDITION = "audience-would-shrink";

    private static final String EMAIL = DigestType.EMAIL_SHA256.name();

    Shrinkage {
        changes = List.copyOf(changes);
    }

    /** Why it needs approval, or empty. A sample never does: each sample replaces the previous one. */
    Optional<WorkflowHeld> hold() {
        if (workflow.type() == WorkflowType.SAMPLE) {
            return Optional.empty();
        }
        List<String> causes = causes();
        if (removed() == 0 || (causes.isEmpty() && !guard().holds(removed(), held(), added()))) {
            return Optional.empty();
        }
        String text = workflow.fileName() + " would remove too many members: at most "
                + guard().percent() + "% and at most " + count(guard().members())
                + " members may be removed from audience '"
                + workflow.audienceName() + "' in one delivery, but " + count(removed()) + " of the " + count(held())
                + " members that this product added would be removed (" + figures() + ") and " + count(added())
                + " added. "
                + causes.stream().map(cause -> cause + " ").collect(Collectors.joining())
                + "Nothing was sent. Compare the list with the previous one. If it is correct, approve the removal;"
                + " otherwise reject it and deliver the complete list.";
        return Optional.of(new WorkflowHeld(WaitingFor.APPROVAL, CONDITION, approvable(), text));
    }

    private HeldFigures approvable() {
        HeldFigures figures = new HeldFigures()
                .with("audience", workflow.audience())
                .with("guard", guard().percent() + "%/" + guard().members())
                .with("joining", added())
                .with("rule-before", ruleBefore.orElse(""));
        changes.forEach(change -> figures.with(
                change.idSchema(),
                change.removed() + " of " + change.held() + " leave" + (change.retired() ? ", id type retired" : "")));
        return figures;
    }

    /** Held regardless of the limits: a re-key, and a list that would leave no member. */
    private List<String> causes() {
        List<String> causes = new ArrayList<>();
        ruleBefore
                .filter(rule -> removedOf(EMAIL) > 0)
                .ifPresent(rule -> causes.add("This is a re-key: the e-mail rule was changed from "
                        + rule.toLowerCase(Locale.ROOT) + " to "
                        + rule(workflow.settings().emailRule())
                        + ". Every address that the two rules hash differently is removed under its old hash and added under"
                        + " its new one."));
        changes.stream()
                .filter(change -> change.retired() && change.removed() > 0)
                .forEach(change -> causes.add("This is a re-key: the id type " + change.idSchema()
                        + " was removed from the settings, so all its members are removed."));
        if (removed() > 0 && removed() == held() && added() == 0) {
            causes.add("No member would remain.");
        }
        return causes;
    }

    private ShrinkGuard guard() {
        return workflow.settings().shrinkGuard();
    }

    private static String rule(EmailRule rule) {
        return rule.name().toLowerCase(Locale.ROOT);
    }

    private String figures() {
        return changes.stream()
                .filter(change -> change.held() > 0)
                .map(change -> change.idSchema() + ": " + count(change.removed()) + " of " + count(change.held()))
                .collect(Collectors.joining(", "));
    }

    private long removedOf(String idSchema) {
        return changes.stream()
                .filter(change -> change.idSchema().equals(idSchema))
                .mapToLong(SchemaChange::removed)
                .sum();
    }

    private long removed() {
        return changes.stream().mapToLong(SchemaChange::removed).sum();
    }

    private long added() {
        return changes.stream().mapToLong(SchemaChange::added).sum();
    }

    private long held() {
        return changes.stream().mapToLong(SchemaChange::held).sum();
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /**
     * The change of one id schema.
     *
     * @param held members that TikTok accepted, without uncertain ones
     * @param retired whether the settings no longer name its id type
     */
    record SchemaChange(String idSchema, long held, long removed, long added, boolean retired) {}
}
