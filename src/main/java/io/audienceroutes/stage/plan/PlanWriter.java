package io.audienceroutes.stage.plan;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.SampleFirst;
import io.audienceroutes.sample.SampleStage;
import io.audienceroutes.segment.RejectReason;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.stage.compare.AudienceForecast;
import io.audienceroutes.tiktok.PaceLimits;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.Plan.AudienceAction;
import io.audienceroutes.workflow.Plan.Finding;
import io.audienceroutes.workflow.Plan.Kind;
import io.audienceroutes.workflow.Plan.PlannedAudience;
import io.audienceroutes.workflow.Plan.PlannedChange;
import io.audienceroutes.workflow.Plans;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowHeld;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Creates a plan from what was found. */
public final class PlanWriter {
    private static final int SECONDS_A_MINUTE = 60;

    private final PaceLimits limits;
    private final AudienceForecast forecast;
    private final Duration keep;
    private final Clock clock;

    /** Computes with these limits; a plan is valid for this time. */
    public PlanWriter(PaceLimits limits, AudienceForecast forecast, Duration keep, Clock clock) {
        this.limits = limits;
        this.forecast = forecast;
        this.keep = keep;
        this.clock = clock;
    }

    Plan write(Workflow workflow, Plans.Found found, Optional<Comparison> comparison, Optional<WorkflowHeld> hold) {
        Optional<String> tooSmall =
                workflow.preparation().isPresent() ? forecast.tooSmall(workflow, comparison, 0) : Optional.empty();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Destination settings = workflow.settings();
        RowTally tally = workflow.preparation().orElse(RowTally.zero());
        PlannedAudience audience = found.audience()
                .orElseGet(() -> new PlannedAudience(
                        workflow.audienceName(), AudienceAction.UNKNOWN, Optional.empty(), Optional.empty()));
        List<PlannedChange> changes = comparison.map(Comparison::schemas).orElse(List.of()).stream()
                .map(schema -> change(schema, settings.batchSize()))
                .toList();
        long batches = changes.stream().mapToLong(PlannedChange::batches).sum();
        long reading = 1L + Math.max(1, found.pages());
        long calls = reading + batches + (audience.action() == AudienceAction.CREATE ? 1 : 0);
        long seconds = seconds(calls);
        return new Plan(
                workflow.id(),
                now,
                now.plus(keep),
                workflow.destination(),
                workflow.fileName(),
                workflow.fileSha256(),
                settings.sha256(),
                audience,
                workflow.preparation().isPresent(),
                tally.rowsRead(),
                tally.rowsAccepted(),
                tally.rowsRejected(),
                reasons(tally),
                tally.identifiers(),
                tally.rejectedIdentifiers(),
                comparison.map(Comparison::duplicates).orElse(0L),
                changes,
                batches,
                batches + (audience.action() == AudienceAction.CREATE ? 1 : 0),
                reading,
                seconds,
                (calls - 1) / limits.perDay(),
                settings.sampleFirst().map(SampleFirst::members),
                batches == 0 ? Optional.empty() : Optional.of(shows(workflow, audience, now.plusSeconds(seconds))),
                tooSmall.isEmpty(),
                findings(workflow, found, comparison, hold, tooSmall));
    }

    private static List<Finding> findings(
            Workflow workflow,
            Plans.Found found,
            Optional<Comparison> comparison,
            Optional<WorkflowHeld> hold,
            Optional<String> tooSmall) {
        List<Finding> findings = new ArrayList<>(found.findings());
        hold.map(held -> new Finding(Kind.HELD, held.condition(), held.getMessage()))
                .ifPresent(findings::add);
        workflow.settings()
                .sampleFirst()
                .map(sample -> new Finding(
                        Kind.HELD,
                        SampleStage.CONDITION,
                        "A sample of " + sample.members() + " members of each id type goes first, and waits for an"
                                + " approval."))
                .ifPresent(findings::add);
        workflow.warnings().forEach(warning -> findings.add(new Finding(Kind.WARNING, "", warning)));
        tooSmall.map(text -> new Finding(Kind.WARNING, "", text)).ifPresent(findings::add);
        comparison
                .filter(figures -> figures.suppressed() + figures.removedForOptOut() > 0)
                .map(figures -> new Finding(
                        Kind.NOTE,
                        "",
                        String.format(
                                Locale.ROOT,
                                "%,d identifiers would be suppressed and %,d members removed, because these people opted"
                                        + " out.",
                                figures.suppressed(),
                                figures.removedForOptOut())))
                .ifPresent(findings::add);
        if (comparison
                .filter(figures -> figures.adds() + figures.removes() == 0)
                .isPresent()) {
            findings.add(new Finding(Kind.NOTE, "", "The audience already matches the list: no batch would be sent."));
        }
        findings.sort(Comparator.comparing(Finding::kind));
        return findings;
    }

    private Instant shows(Workflow workflow, PlannedAudience audience, Instant accepted) {
        return audience.action() == AudienceAction.CREATE
                ? AudienceForecast.newOneShows(accepted)
                : forecast.shows(workflow.audience(), accepted);
    }

    private static PlannedChange change(SchemaComparison schema, int batchSize) {
        return new PlannedChange(
                schema.idSchema(),
                schema.adds(),
                schema.removes(),
                schema.unchanged(),
                schema.duplicates(),
                batches(schema.adds(), batchSize) + batches(schema.removes(), batchSize),
                schema.generation());
    }

    private static long batches(long members, int batchSize) {
        return (members + batchSize - 1) / batchSize;
    }

    /** The per-second and per-minute limits both apply; the slower one decides. */
    private long seconds(long calls) {
        long bySecond = (calls + limits.perSecond() - 1) / limits.perSecond();
        long byMinute = (calls - 1) / limits.perMinute() * SECONDS_A_MINUTE;
        return Math.max(bySecond, byMinute);
    }

    private static Map<String, Long> reasons(RowTally tally) {
        Map<String, Long> reasons = new LinkedHashMap<>();
        tally.rejectReasons().entrySet().stream()
                .sorted(Map.Entry.<RejectReason, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(reason -> reasons.put(
                        reason.getKey().name().toLowerCase(Locale.ROOT).replace('_', '-'), reason.getValue()));
        return reasons;
    }
}
