package io.audienceroutes.tiktok;

import java.util.List;

/**
 * What an authorisation code was exchanged for.
 *
 * @param accessToken lives until it is revoked; TikTok gives advertisers no refresh token
 * @param advertiserIds the accounts that the user granted; may be empty
 * @param scopes TikTok's numbers as text, because they exceed what a double holds
 */
public record AccessGrant(String accessToken, List<String> advertiserIds, List<String> scopes) {
    public AccessGrant {
        advertiserIds = List.copyOf(advertiserIds);
        scopes = List.copyOf(scopes);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "grant for " + advertiserIds.size() + " advertisers";
    }
}
