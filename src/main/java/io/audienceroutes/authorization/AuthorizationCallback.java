package io.audienceroutes.authorization;

import io.audienceroutes.tiktok.AuthorizationLink;
import java.util.Optional;

/**
 * The content of an authorisation callback; all of it is untrusted.
 *
 * @param credential the credential that the user names; empty at the callback
 * @param authCode valid once; empty if the owner did not approve
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

    /** What the user pasted: the address that the browser was redirected to, or only the code. */
    public static AuthorizationCallback pasted(String credential, String text) {
        AuthorizationLink.Returned returned = AuthorizationLink.returned(text);
        return new AuthorizationCallback(Optional.of(credential), returned.authCode(), returned.state());
    }

    /** The code is a secret until it is used. */
    @Override
    public String toString() {
        return "AuthorizationCallback[hidden]";
    }
}
