package io.audienceroutes.credential;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A grant of the owner of a TikTok account: a token and its permissions.
 *
 * @param renewal how the token is renewed; empty for the long-lived token that advertisers give
 * @param scopes TikTok's numbers as text; empty where they are not known
 * @param advertiserIds the accounts that it reaches; empty where they are not known
 */
public record Grant(AccessToken token, Optional<Renewal> renewal, List<String> scopes, List<String> advertiserIds) {
    public Grant {
        scopes = List.copyOf(scopes);
        advertiserIds = List.copyOf(advertiserIds);
    }

    /** A submitted token, without further data. */
    public static Grant of(AccessToken token) {
        return new Grant(token, Optional.empty(), List.of(), List.of());
    }

    /** Without tokens. */
    @Override
    public String toString() {
        return "grant for " + advertiserIds.size() + " advertisers";
    }

    /**
     * How an expiring token is renewed.
     *
     * @param expiresAt when the access token expires
     * @param renewableUntil when the refresh token expires, if TikTok reports it
     */
    public record Renewal(AccessToken refreshToken, Instant expiresAt, Optional<Instant> renewableUntil) {
        /** Without the token. */
        @Override
        public String toString() {
            return "renewal, due before " + expiresAt;
        }
    }
}
