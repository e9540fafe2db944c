package io.audienceroutes.watch;

import io.audienceroutes.audience.AudienceList;
import io.audienceroutes.audience.AudienceReadBack;
import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.audience.AudienceSearch;
import io.audienceroutes.audience.AudienceWarning;
import io.audienceroutes.audience.AudienceWarnings.Changes;
import io.audienceroutes.audience.AudienceWatches;
import io.audienceroutes.audience.WatchedAudience;
import io.audienceroutes.call.Caller;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.ErrorKind;
import io.audienceroutes.credential.CredentialMissing;
import io.audienceroutes.credential.CredentialRefused;
import io.audienceroutes.credential.SecretRefused;
import io.audienceroutes.failure.AlertTopic;
import io.audienceroutes.failure.FailureClassifier;
import io.audienceroutes.failure.FailureNews;
import io.audienceroutes.sample.SampleWords;
import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.workflow.PauseSwitch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;

/**
 * Monitors the audiences that files were delivered to: reads them from the list of their owner, a hundred per call,
 * stores the readings, and raises one alert for each relevant change. Called by routes {@code watch-audiences} and
 * {@code read-audiences}.
 */
public final class AudienceMonitor {
    private static final String UNREADABLE = "watch-unreadable";

    /** Audiences of one owner that are due at nearly the same time share one read. */
    private static final Duration LEAST_PAUSE = Duration.ofMinutes(10);

    /** A process that has not read its list by then counts as dead. */
    private static final Duration LONGEST_READ = Duration.ofMinutes(15);

    private static final Duration FIRST_RETRY = Duration.ofMinutes(15);
    private static final int MOST_DOUBLINGS = 5;

    /** A temporary fault is reported after this many attempts: more than three hours. */
    private static final int TOLD_AFTER = 5;

    private final AudienceWatches watches;
    private final WatchSettings settings;
    private final WatchRules rules;
    private final Predicate<String> isConfigured;
    private final FailureClassifier causes;
    private final ErrorCatalog catalog;
    private final PauseSwitch gate;
    private final Clock clock;
    private final Set<AudienceList> underWay = ConcurrentHashMap.newKeySet();

    /**
     * Watches by these settings.
     *
     * @param isConfigured whether there is a destination with this name; audiences without one are not monitored
     */
    public AudienceMonitor(
            AudienceWatches watches,
            WatchSettings settings,
            Predicate<String> isConfigured,
            ErrorCatalog catalog,
            PauseSwitch gate,
            Clock clock) {
        this.watches = watches;
        this.settings = settings;
        this.rules = settings.rules();
        this.isConfigured = isConfigured;
        this.causes = new FailureClassifier(catalog);
        this.catalog = catalog;
        this.gate = gate;
        this.clock = clock;
    }

    /** Claims the lists that are due for this process; none while work is paused. */
    public List<AudienceList> due() {
        if (!gate.open()) {
            return List.of();
        }
        List<AudienceList> taken = dueLists().stream()
                .filter(list -> watches.claim(list, LONGEST_READ))
                .toList();
        underWay.addAll(taken);
        return taken;
    }

    /** Whether no list is due or being read. */
    public boolean atRest() {
        return underWay.isEmpty() && dueLists().stream().noneMatch(this::mayBeTried);
    }

    /** Every monitored list; optionally only those of audiences with this name or id. */
    public List<AudienceList> lists(Optional<String> audience) {
        return watched().stream()
                .filter(each -> audience.isEmpty() || isCalled(each, audience.get()))
                .map(WatchedAudience::list)
                .distinct()
                .toList();
    }

    /** The caller for reading the list. */
    public Caller caller(@Variable("audienceList") AudienceList list) {
        return Caller.of(list.credential());
    }

    /** Begins to read the list, page by page. */
    public AudienceSearch search(@Variable("audienceList") AudienceList list) {
        return AudienceSearch.begin(list.owner(), clock.instant());
    }

    /** Stores what was read, and returns the alerts to raise. */
    public List<FailureNews> taken(
            @Variable("audienceList") AudienceList list, @Variable("audienceSearch") AudienceSearch read) {
        List<FailureNews> news = new ArrayList<>();
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (WatchedAudience watched : watched()) {
            if (watched.list().equals(list)) {
                AudienceReading reading = AudienceReadBack.among(read.listings(), watched.audience(), at);
                news.addAll(news(watched, reading, watches.keep(watched, reading, rules.warnings(watched, reading))));
            }
        }
        watches.succeeded(list, LEAST_PAUSE).ifPresent(problem -> news.add(readAgain(list)));
        underWay.remove(list);
        return news;
    }

    /** Stores why the list could not be read, and returns the alert to raise, if any. */
    public List<FailureNews> notRead(
            @Variable("audienceList") AudienceList list, @ExchangeException Exception exception) {
        try {
            Throwable cause = FailureClassifier.meaning(exception);
            FailureClassifier.Cause described = causes.describe(cause);
            int failures = watches.watch(list).failures() + 1;
            boolean tell = needsAPerson(cause) || failures >= TOLD_AFTER;
            String problem = "Could not read the audiences of advertiser " + list.owner() + " with credential "
                    + list.credential() + ": " + described.message();
            return watches.failed(list, problem, retryAfter(failures), tell)
                    ? List.of(news(UNREADABLE, problem))
                    : List.of();
        } finally {
            underWay.remove(list);
        }
    }

    private static Duration retryAfter(int failures) {
        return FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    }

    private static boolean needsAPerson(Throwable cause) {
        boolean refused = cause instanceof TikTokException answer && answer.kind() == ErrorKind.PERMANENT;
        return refused
                || cause instanceof CredentialMissing
                || cause instanceof CredentialRefused
                || cause instanceof SecretRefused;
    }

    private List<WatchedAudience> watched() {
        return watches.audiences().stream()
                .filter(each -> isWatched(each, settings, isConfigured))
                .toList();
    }

    private List<AudienceList> dueLists() {
        Instant now = clock.instant();
        return watched().stream()
                .filter(each -> !rules.due(each).isAfter(now))
                .map(WatchedAudience::list)
                .distinct()
                .toList();
    }

    private boolean mayBeTried(AudienceList list) {
        return watches.watch(list)
                .nextTryAt()
                .map(next -> !next.isAfter(clock.instant()))
                .orElse(true);
    }

    /** Whether a destination delivers to it, and not only in a rehearsal. */
    static boolean isWatched(WatchedAudience watched, WatchSettings settings, Predicate<String> isConfigured) {
        return settings.watches(watched.credential())
                && watched.destinations().stream().anyMatch(isConfigured);
    }

    static boolean isCalled(WatchedAudience watched, String nameOrId) {
        return watched.audience().name().equals(nameOrId)
                || watched.audience().tiktokId().equals(Optional.of(nameOrId));
    }

    /** A resolved warning is not reported if another one replaced it. */
    private List<FailureNews> news(WatchedAudience watched, AudienceReading reading, Changes changes) {
        return changes.begun().isEmpty()
                ? changes.over().stream()
                        .map(warning -> over(watched, warning, reading))
                        .toList()
                : changes.begun().stream()
                        .map(warning -> news(warning.kind().condition(), warning.message()))
                        .toList();
    }

    private FailureNews over(WatchedAudience watched, AudienceWarning warning, AudienceReading reading) {
        String title = catalog.forCondition(warning.kind().condition()).action().title();
        return new FailureNews(
                new AlertTopic(AlertTopic.Kind.AUDIENCE, WatchRules.name(watched)),
                "Audience warning resolved",
                WatchRules.name(watched) + " has the warning '" + title + "' no longer. TikTok tells of it at "
                        + reading.at() + ": " + SampleWords.told(reading) + ".",
                Optional.empty());
    }

    private static FailureNews readAgain(AudienceList list) {
        return new FailureNews(
                new AlertTopic(AlertTopic.Kind.AUDIENCE, "advertiser " + list.owner()),
                "Audiences are read again",
                "The audiences of advertiser " + list.owner() + " can be read again with credential "
                        + list.credential() + ".",
                Optional.empty());
    }

    private FailureNews news(String condition, String message) {
        var action = catalog.forCondition(condition).action();
        return new FailureNews(
                new AlertTopic(AlertTopic.Kind.AUDIENCE, condition), action.title(), message, Optional.of(action.id()));
    }
}
