package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ContentRemedy;
import io.audienceroutes.tiktok.TikTokCall.Effect;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides, for the route {@code call-tiktok}, whether a call is tried again at once. Longer waits are not its matter:
 * see {@link WaitRule}.
 *
 * <p>A second's throttle is tried again after the second, as TikTok asks, while the time lasts. What is transient, and a
 * batch of unknown effect, gets four tries with exponential pauses and full jitter; a creation of unknown effect gets
 * none, because one looks first; partly successful (20001) gets one. Everything else rises.
 */
public final class RetryBudget {
    /** The longest that a call may take with all its tries and pauses. */
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
     * The pause before the next try, or empty when the exception rises.
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
