package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ContentRemedy;
import io.audienceroutes.catalog.ErrorKind;

/** TikTok does not accept something in the batch, or its size. */
public final class TikTokContentRefused extends TikTokException {
    private final ContentRemedy remedy;

    TikTokContentRefused(Fault fault, ContentRemedy remedy) {
        super(fault);
        this.remedy = remedy;
    }

    /** What is done to the batch. */
    public ContentRemedy remedy() {
        return remedy;
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.CONTENT;
    }
}
