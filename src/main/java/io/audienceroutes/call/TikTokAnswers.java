package io.audienceroutes.call;

import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.tiktok.TikTokReplies;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;

/** Evaluates responses for the retry budget. Called by route {@code attempt-tiktok-call}. */
public final class TikTokAnswers {
    private final TikTokReplies replies;

    /** Evaluates TikTok's code with the error catalogue. */
    public TikTokAnswers(TikTokReplies replies) {
        this.replies = replies;
    }

    /** A response arrived; reads it completely, within limits. */
    public TikTokAnswer judge(
            @Variable("signedCall") SignedCall call, @Variable("httpStatus") int httpStatus, @Body InputStream body) {
        try (InputStream bytes = body == null ? InputStream.nullInputStream() : body) {
            return new TikTokAnswer.Accepted(replies.judge(call.call(), httpStatus, bytes), httpStatus);
        } catch (TikTokException e) {
            return new TikTokAnswer.Refused(e);
        } catch (IOException e) {
            return lost(call, e);
        }
    }

    /** No response arrived: whether the call took effect depends on how the connection failed. */
    public TikTokAnswer lost(@Variable("signedCall") SignedCall call, @ExchangeException IOException fault) {
        return new TikTokAnswer.Refused(replies.lost(call.call(), fault));
    }
}
