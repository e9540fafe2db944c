package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorKind;

/** The audience does not accept changes yet. */
public final class TikTokNotReady extends TikTokException {
    TikTokNotReady(Fault fault) {
        super(fault);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.NOT_READY;
    }
}
