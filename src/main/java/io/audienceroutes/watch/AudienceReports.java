package io.audienceroutes.watch;

import io.audienceroutes.audience.AudienceHistory;
import io.audienceroutes.audience.AudienceWarnings;
import io.audienceroutes.audience.AudienceWatches;
import io.audienceroutes.audience.WatchedAudience;
import io.audienceroutes.watch.AudienceReport.Span;
import io.audienceroutes.watch.AudienceReport.Warning;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reports on audiences for commands and the API; and forgets old readings, called by route {@code clean-up}. */
public final class AudienceReports {
    private static final int MOST_SPANS = 100;

    private final AudienceWatches watches;
    private final AudienceHistory history;
    private final AudienceWarnings warnings;
    private final WatchSettings settings;
    private final WatchRules rules;
    private final Predicate<String> isConfigured;
    private final Clock clock;

    /** Reports what these hold. */
    public AudienceReports(
            AudienceWatches watches,
            AudienceHistory history,
            AudienceWarnings warnings,
            WatchSettings settings,
            Predicate<String> isConfigured,
            Clock clock) {
        this.watches = watches;
        this.history = history;
        this.warnings = warnings;
        this.settings = settings;
        this.rules = settings.rules();
        this.isConfigured = isConfigured;
        this.clock = clock;
    }

    /** All audiences, by name, without their histories. */
    public List<AudienceReport> all() {
        return watches.audiences().stream().map(each -> report(each, 1, 0)).toList();
    }

    /** The audiences with this name or id, with their histories. */
    public List<AudienceReport> of(String nameOrId) {
        return watches.audiences().stream()
                .filter(each -> AudienceMonitor.isCalled(each, nameOrId))
                .map(each -> report(each, MOST_SPANS, MOST_SPANS))
                .toList();
    }

    /** Forgets readings that are older than the settings keep them. Returns how many. */
    public int forgetOld() {
        return history.forgetBefore(clock.instant().minus(settings.keepHistory()));
    }

    private AudienceReport report(WatchedAudience watched, int read, int shown) {
        List<Span> spans = history.of(watched.audience(), read).stream()
                .map(period -> new Span(period.from(), period.reading()))
                .toList();
        return new AudienceReport(
                watched.audience().name(),
                watched.audience().owner(),
                watched.audience().tiktokId().orElseThrow(),
                watched.destinations(),
                watched.credential(),
                watched.audience().madeHere(),
                watched.members(),
                watched.audience().refreshedAt(),
                watched.lastChangeAt(),
                watched.lastChangeAt().plus(settings.availableAfter()),
                spans.stream().map(Span::reading).findFirst(),
                nextReading(watched),
                watches.watch(watched.list()).problem(),
                standing(watched),
                spans.stream().limit(shown).toList());
    }

    private Optional<Instant> nextReading(WatchedAudience watched) {
        return AudienceMonitor.isWatched(watched, settings, isConfigured)
                ? Stream.concat(Stream.of(rules.due(watched)), watches.watch(watched.list()).nextTryAt().stream())
                        .max(Instant::compareTo)
                : Optional.empty();
    }

    private List<Warning> standing(WatchedAudience watched) {
        return warnings.of(watched.audience().row()).stream()
                .map(standing -> new Warning(
                        standing.warning().kind(),
                        standing.since(),
                        standing.warning().message()))
                .toList();
    }
}
