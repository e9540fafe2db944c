package io.audienceroutes.stage.compare;

import io.audienceroutes.audience.AudienceHistory;
import io.audienceroutes.audience.AudienceWatches;
import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.Audiences.Audience;
import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.MemberRecords.Snapshot;
import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Forecasts the size of an audience after a delivery, and when TikTok is expected to show it. */
public final class AudienceForecast {
    /** Matched people that an audience needs before an ad group can use it (TikTok Help Center, custom audiences). */
    public static final long USABLE_FROM = 1_000;

    private final Audiences audiences;
    private final MemberRecords records;
    private final AudienceHistory history;
    private final Duration availableAfter;

    /** Forecasts from the member records; a change of an existing audience is visible after this time. */
    public AudienceForecast(
            Audiences audiences, MemberRecords records, AudienceHistory history, Duration availableAfter) {
        this.audiences = audiences;
        this.records = records;
        this.history = history;
        this.availableAfter = availableAfter;
    }

    /** When a change that TikTok accepted at this time is visible. */
    public Instant shows(long audience, Instant accepted) {
        return accepted.plus(isNew(audience, accepted) ? AudienceWatches.SETTLED_AFTER : availableAfter);
    }

    /** When an audience that does not exist yet is visible. */
    public static Instant newOneShows(Instant accepted) {
        return accepted.plus(AudienceWatches.SETTLED_AFTER);
    }

    /** Whether TikTok is still processing the audience for the first time. */
    public boolean isNew(long audience, Instant at) {
        return audiences
                .require(audience)
                .createdAt()
                .filter(made -> at.isBefore(made.plus(AudienceWatches.SETTLED_AFTER)))
                .isPresent();
    }

    /** Warns if the audience is too small for an ad group. */
    public Optional<String> tooSmall(Workflow workflow, Optional<Comparison> comparison, long refused) {
        RowTally tally = workflow.preparation().orElse(RowTally.zero());
        boolean removing = workflow.settings().syncMode() == SyncMode.REMOVE;
        long members = comparison
                .map(figures -> figures.schemas().stream()
                        .mapToLong(schema -> members(workflow, figures, schema))
                        .max()
                        .orElse(0))
                .orElse(0L);
        // A row represents one person, whatever its number of identifiers
        long people = Math.max(members, removing ? 0 : tally.rowsAccepted()) - refused;
        if (people >= USABLE_FROM || (matched(workflow) >= USABLE_FROM && !removing)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "Audience '%s' will have about %,d members from this product after this delivery; an ad group can use"
                        + " it only if it has at least 1,000 matched people.",
                workflow.audienceName(),
                people));
    }

    /** Our members of the audience under one id schema once the comparison is applied. */
    private long members(Workflow workflow, Comparison comparison, SchemaComparison schema) {
        Optional<Snapshot> snapshot = records.snapshot(workflow.audience(), schema.idSchema());
        long listed = schema.unchanged() + schema.adds() + schema.keptForOthers();
        if (schema.generation() == 0 || snapshot.isEmpty()) {
            return listed;
        }
        long before = snapshot.get().members();
        // A resumed workflow may find part of its additions already delivered
        return snapshot.get().run() == comparison.run()
                ? Math.max(before, listed)
                : before + schema.adds() - schema.removes();
    }

    /** What TikTok reported last: an existing audience may contain members that this product did not add. */
    private long matched(Workflow workflow) {
        Audience audience = audiences.require(workflow.audience());
        if (audience.madeHere()) {
            return 0;
        }
        return history.of(audience, 1).stream()
                .mapToLong(period -> period.reading().matched().orElse(0))
                .findFirst()
                .orElse(0);
    }
}
