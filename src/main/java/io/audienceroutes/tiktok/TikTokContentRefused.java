package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ContentRemedy;
import io.audienceroutes.catalog.ErrorKind;

/** TikTok does not accept the content or the size of the batch. */
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

    /** A partial success does not say which members were accepted. */
    @Override
    public boolean mayHaveTakenEffect() {
        return remedy == ContentRemedy.ONCE_MORE_THEN_BISECT;
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.CONTENT;
    }
}
