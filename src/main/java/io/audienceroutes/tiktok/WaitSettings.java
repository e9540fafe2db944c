package io.audienceroutes.tiktok;

import java.time.Duration;

/**
 * How long a workflow waits.
 *
 * @param minuteThrottle after a minute's limit
 * @param firstPause after the first transient failure; doubled with each further one
 * @param longestPause between two tries
 * @param transientBudget since the first failure; then it is permanent
 * @param throttleBudget the same for throttling
 * @param notReadyPause between two tries on an audience that is not ready
 * @param notReadyBudget since the first of them
 */
public record WaitSettings(
        Duration minuteThrottle,
        Duration firstPause,
        Duration longestPause,
        Duration transientBudget,
        Duration throttleBudget,
        Duration notReadyPause,
        Duration notReadyBudget) {

    public WaitSettings {
        if (firstPause.isZero() || firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "The first delay must be greater than zero and not longer than the longest, not " + firstPause
                            + " and " + longestPause);
        }
    }

    /** Five minutes as TikTok asks; 30 s to 15 min for 6 hours; throttled for 2 days; 15 s for 10 minutes. */
    public static WaitSettings defaults() {
        return new WaitSettings(
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(15),
                Duration.ofHours(6),
                Duration.ofHours(48),
                Duration.ofSeconds(15),
                Duration.ofMinutes(10));
    }
}
