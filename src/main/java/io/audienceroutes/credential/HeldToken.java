package io.audienceroutes.credential;

import java.time.Instant;
import java.util.Optional;

/**
 * The access token that a credential has at this moment.
 *
 * @param expiresAt when it ends, for one that this product renews
 */
public record HeldToken(String credential, AccessToken token, TokenOrigin origin, Optional<Instant> expiresAt) {
    /** Whether it has to be renewed before it is used. */
    boolean expiredAt(Instant time) {
        return expiresAt.filter(end -> !time.isBefore(end)).isPresent();
    }
}
