package io.audienceroutes.call;

import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.tiktok.TikTokCall;
import java.util.Optional;

/**
 * A call as it is sent: with its access token, or without one if the body authenticates the call. Its text form shows
 * no token.
 */
public record SignedCall(TikTokCall call, Optional<AccessToken> token) {
    /** A call with this token. */
    public static SignedCall of(TikTokCall call, AccessToken token) {
        return new SignedCall(call, Optional.of(token));
    }

    /** A call without a token. */
    public static SignedCall unsigned(TikTokCall call) {
        return new SignedCall(call, Optional.empty());
    }

    /** Only for the header Access-Token; null, which sends no such header, for a call without a token. */
    public String tokenValue() {
        return token.map(AccessToken::value).orElse(null);
    }

    /** The HTTP method. */
    public String method() {
        return call.method().name();
    }

    /** The path, with its slash at the end. */
    public String path() {
        return call.path();
    }

    /** The query, percent-encoded; may be empty. */
    public String query() {
        return call.query();
    }

    /** The request's body; empty for a GET. */
    public byte[] body() {
        return call.body();
    }

    @Override
    public String toString() {
        return call.toString();
    }
}
