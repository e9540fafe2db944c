package io.audienceroutes.authorization;

import io.audienceroutes.authorization.AuthorizationRequests.Request;
import io.audienceroutes.call.SignedCall;
import io.audienceroutes.credential.AccessToken;
import java.util.Optional;

/**
 * A callback that is being exchanged for a grant. Variable {@code exchange} of route {@code complete-authorization}.
 *
 * @param call the call that exchanges the code
 * @param token once TikTok has issued one
 */
public record CodeExchange(Request request, SignedCall call, Optional<AccessToken> token) {
    /** The credential that the grant is for. */
    public String credential() {
        return request.credential();
    }

    CodeExchange with(AccessToken given) {
        return new CodeExchange(request, call, Optional.of(given));
    }

    @Override
    public String toString() {
        return "exchange for credential " + credential();
    }
}
