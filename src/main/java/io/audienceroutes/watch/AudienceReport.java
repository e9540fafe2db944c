package io.audienceroutes.watch;

import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.audience.AudienceWarning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known about an audience that files were delivered to: our records, and TikTok's last report.
 *
 * @param members that this product added and TikTok accepted, over all id schemas
 * @param refreshedAt when the last delivery was confirmed
 * @param availableBy when the last change is expected to show
 * @param told TikTok's last report; empty until it was read
 * @param nextReading when it is read next; empty if no destination delivers to it any more, so that it is not monitored
 * @param unreadable why it could not be read the last time
 * @param history the newest first; where it was asked for
 */
public record AudienceReport(
        String name,
        String advertiserId,
        String audienceId,
        List<String> destinations,
        String credential,
        boolean madeHere,
        long members,
        Optional<Instant> refreshedAt,
        Instant lastChangeAt,
        Instant availableBy,
        Optional<AudienceReading> told,
        Optional<Instant> nextReading,
        Optional<String> unreadable,
        List<Warning> warnings,
        List<Span> history) {
    public AudienceReport {
        destinations = List.copyOf(destinations);
        warnings = List.copyOf(warnings);
        history = List.copyOf(history);
    }

    /** A current warning. */
    public record Warning(AudienceWarning.Kind kind, Instant since, String message) {}

    /** A period in which all readings were equal. */
    public record Span(Instant from, AudienceReading reading) {}
}
