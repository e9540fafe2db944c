package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorKind;

/** An operator has to act. */
public final class TikTokPermanent extends TikTokException {
    TikTokPermanent(Fault fault) {
        super(fault);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.PERMANENT;
    }
}
