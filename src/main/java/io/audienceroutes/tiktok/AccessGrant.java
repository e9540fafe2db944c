package io.audienceroutes.tiktok;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an authorisation code, or a refresh token, was exchanged for.
 *
 * @param accessToken lives until it is revoked, where there is no refresh token
 * @param advertiserIds the accounts that the user granted; may be empty
 * @param scopes TikTok's numbers as text, because they exceed what a double holds
 * @param refreshToken what renews a token that expires; TikTok gives advertisers none
 * @param expiresInSeconds how long the access token lives, where TikTok says it
 * @param refreshExpiresInSeconds how long the refresh token lives, where TikTok says it
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
