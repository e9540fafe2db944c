package io.audienceroutes.call;

import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.HeldToken;

/**
 * The token that signs the next attempt. Variable {@code tokenInHand} of route {@code obtain-token}.
 *
 * @param renewalDue whether it has to be renewed before use
 */
public record TokenInHand(String credential, AccessToken token, boolean renewalDue) {
    static TokenInHand of(HeldToken held, boolean renewalDue) {
        return new TokenInHand(held.credential(), held.token(), renewalDue);
    }
}
