package io.audienceroutes.console;

import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.Plan.PlannedChange;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToLongFunction;

/** A plan as its page shows it. */
record PlanView(Plan plan, Instant now) {
    /** Whether exactly this can still be delivered. */
    boolean deliverable() {
        return plan.prepared() && plan.worst() != Plan.Kind.REFUSED && now.isBefore(plan.keptUntil());
    }

    String audience() {
        return switch (plan.audience().action()) {
            case CREATE -> "would be made";
            case REUSE ->
                "would be used"
                        + plan.audience().id().map(id -> " (id " + id + ")").orElse("");
            case UNKNOWN -> "what would become of it is not known";
        };
    }

    /** What would happen to the identifiers, as a bar. */
    ReceiptView.Bar changes() {
        ReceiptView.Bar bar = new ReceiptView.Bar(
                "identifiers",
                plan.schemas().stream()
                        .mapToLong(change -> change.adds() + change.unchanged() + change.removes())
                        .sum());
        bar.add("added", "To add", sum(PlannedChange::adds));
        bar.add("unchanged", "Unchanged", sum(PlannedChange::unchanged));
        bar.add("removed", "To remove", sum(PlannedChange::removes));
        return bar;
    }

    private long sum(ToLongFunction<PlannedChange> figure) {
        return plan.schemas().stream().mapToLong(figure).sum();
    }

    ReceiptView.Bar rows() {
        ReceiptView.Bar bar = new ReceiptView.Bar("rows", plan.rowsRead());
        bar.add("added", "Accepted", plan.rowsAccepted());
        bar.add("rejected", "Rejected", plan.rowsRejected());
        return bar;
    }

    String time() {
        return "at least " + Show.span(Duration.ofSeconds(plan.seconds()))
                + (plan.daysOfPause() > 0
                        ? ", with " + Show.count(plan.daysOfPause()) + " pauses until the limit of the next day"
                        : "");
    }

    /** The sign of a finding. */
    static String chip(Plan.Kind kind) {
        return switch (kind) {
            case REFUSED -> "failed";
            case HELD, UNKNOWN -> "waiting";
            case WARNING -> "issue";
            case NOTE -> "succeeded";
        };
    }

    static String words(Plan.Kind kind) {
        return switch (kind) {
            case REFUSED -> "Would be refused";
            case HELD -> "Would wait for an approval";
            case UNKNOWN -> "Not known";
            case WARNING -> "Warning";
            case NOTE -> "Note";
        };
    }
}
