package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorKind;

/** Too many calls, by TikTok's count or by ours. */
public final class TikTokThrottled extends TikTokException {
    private final ThrottleScope scope;

    TikTokThrottled(Fault fault, ThrottleScope scope) {
        super(fault);
        this.scope = scope;
    }

    /** Which limit was reached; a second's when TikTok does not say. */
    public ThrottleScope scope() {
        return scope;
    }

    @Override
    public ErrorKind kind() {
        return switch (scope) {
            case SECOND -> ErrorKind.THROTTLED_SECOND;
            case MINUTE -> ErrorKind.THROTTLED_MINUTE;
            case DAY -> ErrorKind.THROTTLED_DAY;
        };
    }
}
