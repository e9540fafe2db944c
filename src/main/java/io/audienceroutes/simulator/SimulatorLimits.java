package io.audienceroutes.simulator;

import java.time.Duration;

/**
 * How much the simulated TikTok allows.
 *
 * @param perSecond calls of the app in any second (QPS)
 * @param perMinute calls of the app in any minute (QPM)
 * @param perDay calls of the app in a day that ends at 00:00 UTC (QPD)
 * @param readyAfter how long a created audience refuses members
 * @param audienceLimit how many audiences an advertiser may own
 */
public record SimulatorLimits(int perSecond, int perMinute, int perDay, Duration readyAfter, int audienceLimit) {
    private static final Duration SHORTEST_REHEARSAL = Duration.ofSeconds(1);

    /** Refuses a limit that would let nothing through. */
    public SimulatorLimits {
        requireAtLeastOne("qps", perSecond);
        requireAtLeastOne("qpm", perMinute);
        requireAtLeastOne("qpd", perDay);
        if (readyAfter.isNegative()) {
            throw new IllegalArgumentException("readyAfterMillis must be 0 or more");
        }
        if (audienceLimit < 0) {
            throw new IllegalArgumentException("audienceLimit must be 0 or more");
        }
    }

    /** TikTok's Basic level, 400 audiences, and one second (TikTok: one to two minutes) until an audience is ready. */
    public static SimulatorLimits basic() {
        return new SimulatorLimits(10, 600, 864_000, SHORTEST_REHEARSAL, 400);
    }

    /** No limit on calls, and audiences are ready at once: for tests and benchmarks that are about something else. */
    public static SimulatorLimits none() {
        return new SimulatorLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ZERO, 400);
    }

    /** These limits with other numbers of calls. */
    public SimulatorLimits withCalls(int second, int minute, int day) {
        return new SimulatorLimits(second, minute, day, readyAfter, audienceLimit);
    }

    /** These limits with another wait until an audience accepts members. */
    public SimulatorLimits withReadyAfter(Duration wait) {
        return new SimulatorLimits(perSecond, perMinute, perDay, wait, audienceLimit);
    }

    /** These limits with another number of audiences an advertiser may own. */
    public SimulatorLimits withAudienceLimit(int limit) {
        return new SimulatorLimits(perSecond, perMinute, perDay, readyAfter, limit);
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, but is " + value);
        }
    }
}
