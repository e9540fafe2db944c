package io.audienceroutes.credential;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the owner of a TikTok account gave: a token, and what it opens.
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

    /** A token that somebody handed over: nothing else is known of it. */
    public static Grant of(AccessToken token) {
        return new Grant(token, Optional.empty(), List.of(), List.of());
    }

    /** Without tokens. */
    @Override
    public String toString() {
        return "grant for " + advertiserIds.size() + " advertisers";
    }

    /**
     * How a token that expires is renewed.
     *
     * @param expiresAt when the access token ends
     * @param renewableUntil when the refresh token ends, where TikTok says it
     */
    public record Renewal(AccessToken refreshToken, Instant expiresAt, Optional<Instant> renewableUntil) {
        /** Without the token. */
        @Override
        public String toString() {
            return "renewal, due before " + expiresAt;
        }
    }
}
