package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides how long a workflow waits once {@link RetryBudget} has given up, or that it fails. */
public final class WaitRule {
    private static final int MAX_DOUBLINGS = 30;
    private static final int SECONDS_BELIEVED = 2;

    private final WaitSettings settings;
    private final RandomGenerator random;

    public WaitRule(WaitSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /**
     * When to resume, or empty if an operator has to act.
     *
     * @param waits that the workflow has made for this already; 0 at first
     * @param firstFailedAt when it first failed since the last success
     */
    public Optional<Instant> resumeAt(ErrorKind kind, int waits, Instant firstFailedAt, Instant now) {
        return switch (kind) {
            case THROTTLED_SECOND ->
                within(settings.throttleBudget(), firstFailedAt, now, now.plus(secondThrottle(waits)));
            case THROTTLED_MINUTE ->
                within(settings.throttleBudget(), firstFailedAt, now, now.plus(settings.minuteThrottle()));
            case THROTTLED_DAY -> within(settings.throttleBudget(), firstFailedAt, now, nextMidnightUtc(now));
            case TRANSIENT, EFFECT_UNKNOWN ->
                within(settings.transientBudget(), firstFailedAt, now, now.plus(backOff(waits)));
            case NOT_READY -> within(settings.notReadyBudget(), firstFailedAt, now, now.plus(settings.notReadyPause()));
            case CONTENT, PERMANENT -> Optional.empty();
        };
    }

    /** Not every response names the limit: throttling that outlasts two delays is the minute limit. */
    private Duration secondThrottle(int waits) {
        return waits < SECONDS_BELIEVED ? backOff(waits) : settings.minuteThrottle();
    }

    /** How long the workflow would be retried for this; zero if it is not. */
    public Duration budget(ErrorKind kind) {
        return switch (kind) {
            case THROTTLED_SECOND, THROTTLED_MINUTE, THROTTLED_DAY -> settings.throttleBudget();
            case TRANSIENT, EFFECT_UNKNOWN -> settings.transientBudget();
            case NOT_READY -> settings.notReadyBudget();
            case CONTENT, PERMANENT -> Duration.ZERO;
        };
    }

    private static Optional<Instant> within(Duration budget, Instant firstFailedAt, Instant now, Instant resumeAt) {
        return now.isBefore(firstFailedAt.plus(budget)) ? Optional.of(resumeAt) : Optional.empty();
    }

    private static Instant nextMidnightUtc(Instant now) {
        return now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    }

    /** Between half and all of the delay, so that many workflows do not resume at the same time. */
    private Duration backOff(int waits) {
        Duration step = settings.firstPause().multipliedBy(1L << Math.min(Math.max(waits, 0), MAX_DOUBLINGS));
        long most = (step.compareTo(settings.longestPause()) < 0 ? step : settings.longestPause()).toNanos();
        return Duration.ofNanos(random.nextLong(most / 2, most + 1));
    }
}
