package io.audienceroutes.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.audience.AudienceReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a delivery would do, as far as it can be known in advance, without sending anything.
 *
 * @param planId the workflow that made the plan; {@code deliver --plan} takes it
 * @param rejectReasons how often each reason was given, the most frequent first
 * @param schemas the changes by TikTok's id schema
 * @param changingCalls one a batch, and one to make the audience where there is none
 * @param readingCalls calls that change nothing, the plan's own among them
 * @param seconds how long the calls take at the rate limit of the settings, at least
 * @param daysOfPause how often the limit of a day would let the delivery wait for the next one
 * @param sample members of each id type that would go first, for an approval
 * @param availableBy when the change would show in TikTok if the delivery began now
 * @param usable whether the audience can reach the size that an ad group needs
 * @param findings what would stop or hold the delivery, what a person should know, and what is not known
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Plan(
        String planId,
        Instant madeAt,
        Instant keptUntil,
        String destination,
        String file,
        Optional<String> fileSha256,
        String settingsSha256,
        PlannedAudience audience,
        boolean prepared,
        long rowsRead,
        long rowsAccepted,
        long rowsRejected,
        Map<String, Long> rejectReasons,
        long identifiers,
        long rejected,
        long duplicates,
        List<PlannedChange> schemas,
        long batches,
        long changingCalls,
        long readingCalls,
        long seconds,
        long daysOfPause,
        Optional<Integer> sample,
        Optional<Instant> availableBy,
        boolean usable,
        List<Finding> findings) {
    public Plan {
        schemas = List.copyOf(schemas);
        findings = List.copyOf(findings);
    }

    /** The worst expected result of the delivery. */
    public Kind worst() {
        return findings.stream().map(Finding::kind).min(Kind::compareTo).orElse(Kind.NOTE);
    }

    /** What would happen to the audience. */
    public enum AudienceAction {
        REUSE,
        CREATE,
        UNKNOWN
    }

    /** The severity of a finding, the most severe first. */
    public enum Kind {
        /** The delivery would fail. */
        REFUSED,
        /** The delivery would wait for approval. */
        HELD,
        /** Unknown. */
        UNKNOWN,
        /** The delivery would end as Issue. */
        WARNING,
        /** Information. */
        NOTE
    }

    /**
     * The audience.
     *
     * @param id TikTok's id, where there is one
     * @param reading what TikTok tells of it now
     */
    public record PlannedAudience(
            String name, AudienceAction action, Optional<String> id, Optional<AudienceReading> reading) {}

    /** The changes under one id schema. */
    public record PlannedChange(
            String idSchema, long adds, long removes, long unchanged, long duplicates, long batches, long generation) {}

    /** One finding: a condition of the error catalogue where there is one, and a sentence. */
    public record Finding(Kind kind, String condition, String text) {}
}
