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

/** How large an audience is after a delivery, and when TikTok is expected to show it. Judges the audience, not the list. */
public final class AudienceForecast {
    /** Matched people that an audience needs before an ad group can use it (TikTok Help Center, custom audiences). */
    public static final long USABLE_FROM = 1_000;

    private final Audiences audiences;
    private final MemberRecords records;
    private final AudienceHistory history;
    private final Duration availableAfter;

    /** Forecasts from the member records; a change of an audience that is not new shows after this time. */
    public AudienceForecast(
            Audiences audiences, MemberRecords records, AudienceHistory history, Duration availableAfter) {
        this.audiences = audiences;
        this.records = records;
        this.history = history;
        this.availableAfter = availableAfter;
    }

    /** When a change that TikTok accepted at this time shows. */
    public Instant shows(long audience, Instant accepted) {
        return accepted.plus(isNew(audience, accepted) ? AudienceWatches.SETTLED_AFTER : availableAfter);
    }

    /** When an audience that is yet to be made shows. */
    public static Instant newOneShows(Instant accepted) {
        return accepted.plus(AudienceWatches.SETTLED_AFTER);
    }

    /** Whether TikTok still computes the audience for the first time. */
    public boolean isNew(long audience, Instant at) {
        return audiences
                .require(audience)
                .createdAt()
                .filter(made -> at.isBefore(made.plus(AudienceWatches.SETTLED_AFTER)))
                .isPresent();
    }

    /** Says that the audience is too small for an ad group, where it is. */
    public Optional<String> tooSmall(Workflow workflow, Optional<Comparison> comparison, long refused) {
        RowTally tally = workflow.preparation().orElse(RowTally.zero());
        boolean removing = workflow.settings().syncMode() == SyncMode.REMOVE;
        long members = comparison
                .map(figures -> figures.schemas().stream()
                        .mapToLong(schema -> members(workflow, figures, schema))
                        .max()
                        .orElse(0))
                .orElse(0L);
        // A row is a person, whatever its number of identifiers
        long people = Math.max(members, removing ? 0 : tally.rowsAccepted()) - refused;
        if (people >= USABLE_FROM || (matched(workflow) >= USABLE_FROM && !removing)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "Audience '%s' has about %,d members through this product after this delivery, and needs at least 1,000"
                        + " matched people before an ad group can use it.",
                workflow.audienceName(),
                people));
    }

    /** What the audience holds of ours under one id schema when the comparison is carried out. */
    private long members(Workflow workflow, Comparison comparison, SchemaComparison schema) {
        Optional<Snapshot> snapshot = records.snapshot(workflow.audience(), schema.idSchema());
        long listed = schema.unchanged() + schema.adds() + schema.keptForOthers();
        if (schema.generation() == 0 || snapshot.isEmpty()) {
            return listed;
        }
        long before = snapshot.get().members();
        // A workflow that was taken up again may find a part of its additions there
        return snapshot.get().run() == comparison.run()
                ? Math.max(before, listed)
                : before + schema.adds() - schema.removes();
    }

    /** What TikTok told last: an audience that was there before may hold people whom this product does not know. */
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
