package io.audienceroutes.tiktok;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The result of exchanging an authorisation code or a refresh token.
 *
 * @param accessToken valid until revoked, if there is no refresh token
 * @param advertiserIds the accounts that the user granted; may be empty
 * @param scopes TikTok's numbers as text, because they exceed what a double holds
 * @param refreshToken renews an expiring token; TikTok issues none to advertisers
 * @param expiresInSeconds the lifetime of the access token, if reported
 * @param refreshExpiresInSeconds the lifetime of the refresh token, if reported
 */
public record AccessGrant(
        String accessToken,
        List<String> advertiserIds,
        List<String> scopes,
        Optional<String> refreshToken,
        OptionalLong expiresInSeconds,
        OptionalLong refreshExpiresInSeconds) {
    public AccessGrant {
        advertiserIds = List.copyOf(advertiserIds);
        scopes = List.copyOf(scopes);
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "grant for " + advertiserIds.size() + " advertisers";
    }
}
