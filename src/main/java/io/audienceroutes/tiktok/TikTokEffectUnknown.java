package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorKind;

/** A call that changes data may or may not have been executed; see {@link #effect()} for the consequences. */
public final class TikTokEffectUnknown extends TikTokException {
    TikTokEffectUnknown(Fault fault) {
        super(fault);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.EFFECT_UNKNOWN;
    }
}
