package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorKind;

/** A call that changes something may or may not have been carried out; see {@link #effect()} for what that allows. */
public final class TikTokEffectUnknown extends TikTokException {
    TikTokEffectUnknown(Fault fault) {
        super(fault);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.EFFECT_UNKNOWN;
    }
}
