package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorKind;

/** A person has to do something. */
public final class TikTokPermanent extends TikTokException {
    TikTokPermanent(Fault fault) {
        super(fault);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.PERMANENT;
    }
}
