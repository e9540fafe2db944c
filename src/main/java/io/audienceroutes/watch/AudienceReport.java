package io.audienceroutes.watch;

import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.audience.AudienceWarning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an audience that lists were delivered to: by our books, and by what TikTok told last.
 *
 * @param members that this product put there and TikTok accepted, over all id schemas
 * @param refreshedAt when the last delivery was confirmed
 * @param availableBy when the last change is expected to show
 * @param told what TikTok told last; empty until it was read
 * @param nextReading when it is read next; empty where no destination feeds it any more, so that nobody watches it
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

    /** A warning that stands. */
    public record Warning(AudienceWarning.Kind kind, Instant since, String message) {}

    /** A time in which every reading told the same. */
    public record Span(Instant from, AudienceReading reading) {}
}
