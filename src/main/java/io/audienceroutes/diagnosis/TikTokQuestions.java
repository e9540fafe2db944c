package io.audienceroutes.diagnosis;

import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokReply;

/** Asks TikTok on behalf of a credential, through the route {@code call-tiktok} as everything else does. */
@FunctionalInterface
public interface TikTokQuestions {
    /**
     * TikTok's reply.
     *
     * @throws io.audienceroutes.tiktok.TikTokException when TikTok refuses or does not answer
     * @throws RuntimeException of the room {@code credential} when there is no token to ask with
     */
    TikTokReply ask(String credential, TikTokCall call);
}
