package io.audienceroutes.call;

import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.tiktok.TikTokReply;

/** The result of one attempt: success, or the reason why not. */
public sealed interface TikTokAnswer {
    /** TikTok said code 0. */
    record Accepted(TikTokReply reply, int httpStatus) implements TikTokAnswer {}

    /**
     * Anything else.
     *
     * @param outdated whether another token should be tried immediately
     */
    record Refused(TikTokException reason, boolean outdated) implements TikTokAnswer {
        Refused(TikTokException reason) {
            this(reason, false);
        }
    }
}
