package io.audienceroutes.credential;

import java.time.Instant;
import java.util.Optional;

/**
 * The current access token of a credential.
 *
 * @param expiresAt when it expires, if this product renews it
 */
public record HeldToken(String credential, AccessToken token, TokenOrigin origin, Optional<Instant> expiresAt) {
    /** Whether it has to be renewed before it is used. */
    boolean expiredAt(Instant time) {
        return expiresAt.filter(end -> !time.isBefore(end)).isPresent();
    }
}
