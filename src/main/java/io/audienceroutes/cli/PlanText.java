package io.audienceroutes.cli;

import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.Plan.Finding;
import io.audienceroutes.workflow.Plan.PlannedAudience;
import io.audienceroutes.workflow.Plan.PlannedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan as text. */
final class PlanText {
    private static final int SHOWN_REASONS = 3;

    private PlanText() {}

    static String of(Plan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("Plan " + plan.planId() + ": " + plan.file() + " to destination " + plan.destination()
                + ". Nothing was sent.");
        field(lines, "audience", audience(plan.audience()));
        if (plan.prepared()) {
            field(
                    lines,
                    "rows",
                    count(plan.rowsRead()) + " read = " + count(plan.rowsAccepted()) + " accepted + "
                            + count(plan.rowsRejected()) + " rejected");
            field(
                    lines,
                    "identifiers",
                    count(plan.identifiers()) + " found, " + count(plan.duplicates()) + " of them duplicates, "
                            + count(plan.rejected()) + " rejected" + reasons(plan));
        }
        plan.schemas().forEach(change -> field(lines, change.idSchema(), change(change)));
        if (plan.prepared()) {
            field(lines, "calls", calls(plan));
            plan.availableBy().ifPresent(at -> field(lines, "available by", at + ", if it is delivered now"));
        }
        plan.findings().forEach(finding -> field(lines, mark(finding), finding.text()));
        if (plan.worst() != Plan.Kind.REFUSED) {
            field(lines, "run it", "audience-routes deliver --plan " + plan.planId());
            field(lines, "kept until", plan.keptUntil().toString());
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String audience(PlannedAudience audience) {
        String name = "'" + audience.name() + "' ";
        return switch (audience.action()) {
            case CREATE -> name + "would be created";
            case UNKNOWN -> name + "(whether it would be used or created is not known)";
            case REUSE ->
                name + "would be used: id " + audience.id().orElse("")
                        + audience.reading().map(PlanText::told).orElse("");
        };
    }

    private static String told(AudienceReading reading) {
        String people =
                reading.matched().isPresent() ? ", " + count(reading.matched().getAsLong()) + " matched people" : "";
        String twins = reading.twins().isEmpty() ? "" : ", twins " + String.join(", ", reading.twins());
        return ", type " + reading.type() + people + (reading.valid() ? ", available" : ", not available") + twins;
    }

    private static String reasons(Plan plan) {
        return plan.rejectReasons().isEmpty()
                ? ""
                : plan.rejectReasons().entrySet().stream()
                        .limit(SHOWN_REASONS)
                        .map(reason -> count(reason.getValue()) + " " + reason.getKey())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String change(PlannedChange change) {
        return "+ " + count(change.adds()) + " to add, - " + count(change.removes()) + " to remove, = "
                + count(change.unchanged()) + " unchanged, in " + count(change.batches())
                + (change.batches() == 1 ? " batch" : " batches");
    }

    private static String calls(Plan plan) {
        String pauses = plan.daysOfPause() == 0
                ? ""
                : ", with " + count(plan.daysOfPause()) + " pauses until the daily limit resets";
        String create = plan.changingCalls() > plan.batches() ? " (1 to create the audience)" : "";
        return count(plan.changingCalls()) + " that change data" + create + ", " + count(plan.readingCalls())
                + " that read; at least " + count(plan.seconds()) + " s at the rate limit" + pauses;
    }

    private static String mark(Finding finding) {
        return switch (finding.kind()) {
            case REFUSED -> "! refused";
            case HELD -> "! held";
            case UNKNOWN -> "? unknown";
            case WARNING -> "warning";
            case NOTE -> "note";
        };
    }

    private static void field(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "  %-13s %s", name, value));
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
