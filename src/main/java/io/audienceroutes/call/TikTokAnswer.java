package io.audienceroutes.call;

import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.tiktok.TikTokReply;

/** What one attempt came to: TikTok did what was asked, or what stood in the way. */
public sealed interface TikTokAnswer {
    /** TikTok said code 0. */
    record Accepted(TikTokReply reply, int httpStatus) implements TikTokAnswer {}

    /**
     * Anything else.
     *
     * @param outdated whether another token than the one that was sent is to be tried at once
     */
    record Refused(TikTokException reason, boolean outdated) implements TikTokAnswer {
        Refused(TikTokException reason) {
            this(reason, false);
        }
    }
}
