package io.audienceroutes.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The back-off of a failed source: the delay doubles after each failed poll, up to a maximum, with 20% jitter so that
 * many sources of one server are not polled at the same moment. A problem that an operator has to fix is retried less
 * often, because a server may lock an account.
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

    /** The delay after a failed poll, given the number of previous failures. */
    Duration after(int failuresBefore, boolean lasting) {
        int factor = lasting ? LASTING_FACTOR : 1;
        long doubled = (first.toMillis() * factor) << Math.min(MOST_DOUBLINGS, failuresBefore);
        long bounded = Math.min(doubled, longest.toMillis() * factor);
        return Duration.ofMillis(Math.round(bounded * (1 - SPREAD / 2 + SPREAD * random.nextDouble())));
    }
}
