package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorKind;

/** Nothing was changed, and the problem may be temporary. */
public final class TikTokTransient extends TikTokException {
    TikTokTransient(Fault fault) {
        super(fault);
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.TRANSIENT;
    }
}
