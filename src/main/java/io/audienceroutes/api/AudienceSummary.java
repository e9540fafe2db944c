package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.watch.AudienceReport;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * An audience that lists were delivered to.
 *
 * @param members that this product put there and TikTok accepted
 * @param matched people that TikTok matched; none where TikTok does not tell
 * @param valid whether TikTok says that it is available
 * @param availableBy when the last change is expected to show in TikTok
 * @param readAt when TikTok was asked last; none before the first time
 * @param unreadable why it could not be read the last time
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AudienceSummary(
        String id,
        String name,
        String advertiserId,
        List<String> destinations,
        long members,
        Long matched,
        Boolean valid,
        Instant expiresAt,
        Instant lastChangeAt,
        Instant availableBy,
        Instant readAt,
        String unreadable,
        List<String> warnings,
        List<Reading> history) {
    public AudienceSummary {
        destinations = List.copyOf(destinations);
        warnings = List.copyOf(warnings);
        history = List.copyOf(history);
    }

    /** What TikTok told from a moment on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reading(Instant from, boolean listed, Long matched, boolean valid) {
        static Reading of(AudienceReport.Span span) {
            AudienceReading reading = span.reading();
            return new Reading(span.from(), reading.listed(), boxed(reading.matched()), reading.valid());
        }
    }

    static AudienceSummary of(AudienceReport report) {
        return new AudienceSummary(
                report.audienceId(),
                report.name(),
                report.advertiserId(),
                report.destinations(),
                report.members(),
                report.told()
                        .map(AudienceReading::matched)
                        .map(AudienceSummary::boxed)
                        .orElse(null),
                report.told().map(AudienceReading::valid).orElse(null),
                report.told().flatMap(AudienceReading::expiresAt).orElse(null),
                report.lastChangeAt(),
                report.availableBy(),
                report.told().map(AudienceReading::at).orElse(null),
                report.unreadable().orElse(null),
                report.warnings().stream().map(AudienceReport.Warning::message).toList(),
                report.history().stream().map(Reading::of).toList());
    }

    private static Long boxed(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
