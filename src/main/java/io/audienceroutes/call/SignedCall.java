package io.audienceroutes.call;

import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.tiktok.TikTokCall;
import java.util.Optional;

/**
 * A call as it goes on the wire: with the token that signs it, or without one where the call proves itself by what is in
 * its body. Its text form shows no token.
 */
public record SignedCall(TikTokCall call, Optional<AccessToken> token) {
    /** A call with this token. */
    public static SignedCall of(TikTokCall call, AccessToken token) {
        return new SignedCall(call, Optional.of(token));
    }

    /** A call that carries no token. */
    public static SignedCall unsigned(TikTokCall call) {
        return new SignedCall(call, Optional.empty());
    }

    /** For the header Access-Token only; null, which sends no such header, where the call carries no token. */
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
