package io.audienceroutes.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a source that is down is not polled (back-off): twice as long after each failed look, up to a longest pause, with a
 * fifth more or less so that many sources of one server do not come back in the same moment. What a person has to mend
 * is tried less often: a server may lock an account out.
 */
public final class RetryPause {
    private static final int LASTING_FACTOR = 4;
    private static final int MOST_DOUBLINGS = 20;
    private static final double SPREAD = 0.4;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;

    /** Pauses from the first to the longest. */
    public RetryPause(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The pause after a failed look that so many failed ones came before. */
    Duration after(int failuresBefore, boolean lasting) {
        int factor = lasting ? LASTING_FACTOR : 1;
        long doubled = (first.toMillis() * factor) << Math.min(MOST_DOUBLINGS, failuresBefore);
        long bounded = Math.min(doubled, longest.toMillis() * factor);
        return Duration.ofMillis(Math.round(bounded * (1 - SPREAD / 2 + SPREAD * random.nextDouble())));
    }
}
