package io.audienceroutes.tiktok;

/** Which limit on the number of calls was reached. */
public enum ThrottleScope {
    SECOND,
    MINUTE,
    DAY
}
