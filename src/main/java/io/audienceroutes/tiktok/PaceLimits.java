package io.audienceroutes.tiktok;

/** Calls that may be started in any second, in any minute and in a day of UTC. */
public record PaceLimits(int perSecond, int perMinute, int perDay) {
    private static final int MAX_PER_SECOND = 10_000;

    public PaceLimits {
        if (perSecond < 1 || perMinute < 1 || perDay < 1 || perSecond > MAX_PER_SECOND) {
            throw new IllegalArgumentException(
                    "A rate limit must allow at least one call, and at most " + MAX_PER_SECOND + " a second, but found "
                            + perSecond + " a second, " + perMinute + " a minute, " + perDay + " a day");
        }
    }

    /** TikTok's level Basic, which every app starts with. */
    public static PaceLimits basic() {
        return new PaceLimits(10, 600, 864_000);
    }
}
