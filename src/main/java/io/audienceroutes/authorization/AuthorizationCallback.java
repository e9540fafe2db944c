package io.audienceroutes.authorization;

import io.audienceroutes.tiktok.AuthorizationLink;
import java.util.Optional;

/**
 * What an account owner comes back with; all of it is untrusted.
 *
 * @param credential the one that a person says it is for; empty at the callback
 * @param authCode serves once; empty where the owner did not approve
 * @param state of the link
 */
public record AuthorizationCallback(Optional<String> credential, Optional<String> authCode, Optional<String> state) {
    /** At the callback. */
    public static AuthorizationCallback of(String authCode, String code, String state) {
        return new AuthorizationCallback(
                Optional.empty(),
                Optional.ofNullable(authCode)
                        .or(() -> Optional.ofNullable(code))
                        .filter(text -> !text.isBlank()),
                Optional.ofNullable(state).filter(text -> !text.isBlank()).or(() -> Optional.of("")));
    }

    /** What a person pasted: the address that the browser was sent to, or the code alone. */
    public static AuthorizationCallback pasted(String credential, String text) {
        AuthorizationLink.Returned returned = AuthorizationLink.returned(text);
        return new AuthorizationCallback(Optional.of(credential), returned.authCode(), returned.state());
    }

    /** The code is a secret until it is spent. */
    @Override
    public String toString() {
        return "AuthorizationCallback[hidden]";
    }
}
