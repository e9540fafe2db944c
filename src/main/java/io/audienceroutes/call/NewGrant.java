package io.audienceroutes.call;

import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.Grant;
import io.audienceroutes.tiktok.AccessGrant;
import java.time.Instant;
import java.util.Optional;

/** What TikTok gave for a code or a refresh token, in the words of the credential store. */
public final class NewGrant {
    private NewGrant() {}

    /**
     * A grant to keep.
     *
     * @param now when TikTok gave it: its lives are counted from here
     * @param before the refresh token that stays in force where TikTok sends no other
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
