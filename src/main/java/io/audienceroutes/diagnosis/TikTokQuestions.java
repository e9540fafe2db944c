package io.audienceroutes.diagnosis;

import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokReply;

/** Calls TikTok on behalf of a credential, through the route {@code call-tiktok}. */
@FunctionalInterface
public interface TikTokQuestions {
    /**
     * TikTok's reply.
     *
     * @throws io.audienceroutes.tiktok.TikTokException if TikTok refuses or does not respond
     * @throws RuntimeException of the package {@code credential} if there is no token
     */
    TikTokReply ask(String credential, TikTokCall call);
}
