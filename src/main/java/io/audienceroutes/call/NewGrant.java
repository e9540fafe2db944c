package io.audienceroutes.call;

import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.Grant;
import io.audienceroutes.tiktok.AccessGrant;
import java.time.Instant;
import java.util.Optional;

/** The grant that TikTok issued for a code or a refresh token, as the credential store represents it. */
public final class NewGrant {
    private NewGrant() {}

    /**
     * A grant to store.
     *
     * @param now when TikTok issued it; lifetimes are counted from here
     * @param before the refresh token that stays valid if TikTok sends no new one
     */
    public static Grant of(AccessGrant grant, Instant now, Optional<AccessToken> before) {
        Optional<AccessToken> refreshToken =
                grant.refreshToken().map(AccessToken::new).or(() -> before);
        Optional<Grant.Renewal> renewal = grant.expiresInSeconds().isEmpty()
                ? Optional.empty()
                : refreshToken.map(token -> new Grant.Renewal(
                        token,
                        now.plusSeconds(grant.expiresInSeconds().getAsLong()),
                        grant.refreshExpiresInSeconds().isEmpty()
                                ? Optional.empty()
                                : Optional.of(now.plusSeconds(
                                        grant.refreshExpiresInSeconds().getAsLong()))));
        return new Grant(new AccessToken(grant.accessToken()), renewal, grant.scopes(), grant.advertiserIds());
    }
}
