package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ContentRemedy;
import io.audienceroutes.tiktok.TikTokCall.Effect;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides, for the route {@code call-tiktok}, whether a call is retried immediately. For longer waits, see
 * {@link WaitRule}.
 *
 * <p>Throttling per second is retried after a second, as TikTok requires, within the time limit. Transient failures,
 * and batches with unknown effect, get four attempts with exponential back-off and full jitter; a creation with unknown
 * effect is not retried, because it needs a look-up first; partial success (20001) is retried once. Everything else is
 * thrown.
 */
public final class RetryBudget {
    /** The time limit of a call with all its attempts and delays. */
    public static final Duration TOTAL = Duration.ofSeconds(10);

    private static final int MAX_TRIES = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(400);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SECOND_JITTER = Duration.ofMillis(500);

    private final RandomGenerator random;

    public RetryBudget(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The delay before the next attempt, or empty if the exception is thrown.
     *
     * @param tries made so far, at least 1
     * @param elapsed since the first try began
     */
    public Optional<Duration> pauseAfter(TikTokException fault, int tries, Duration elapsed) {
        return wanted(fault, tries).filter(pause -> elapsed.plus(pause).compareTo(TOTAL) <= 0);
    }

    private Optional<Duration> wanted(TikTokException fault, int tries) {
        return switch (fault.kind()) {
            case THROTTLED_SECOND -> Optional.of(SECOND.plus(upTo(SECOND_JITTER)));
            case TRANSIENT -> backOff(tries);
            case EFFECT_UNKNOWN -> fault.effect() == Effect.CREATES ? Optional.empty() : backOff(tries);
            case CONTENT -> isPartly(fault) && tries == 1 ? backOff(tries) : Optional.empty();
            case THROTTLED_MINUTE, THROTTLED_DAY, NOT_READY, PERMANENT -> Optional.empty();
        };
    }

    private static boolean isPartly(TikTokException fault) {
        return fault instanceof TikTokContentRefused refused && refused.remedy() == ContentRemedy.ONCE_MORE_THEN_BISECT;
    }

    private Optional<Duration> backOff(int tries) {
        return tries >= MAX_TRIES ? Optional.empty() : Optional.of(upTo(FIRST_PAUSE.multipliedBy(1L << tries)));
    }

    private Duration upTo(Duration most) {
        return Duration.ofNanos(random.nextLong(most.toNanos() + 1));
    }
}
