package io.audienceroutes.delivery;

import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.tiktok.TikTokCall;

/** A call with the token that it is sent with. Its text form shows no token. */
public record SignedCall(TikTokCall call, AccessToken token) {
    /** For the header Access-Token only. */
    public String tokenValue() {
        return token.value();
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
}
