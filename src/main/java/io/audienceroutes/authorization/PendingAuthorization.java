package io.audienceroutes.authorization;

import java.time.Instant;

/**
 * A link for the owner of a TikTok account to open. The link carries the state that makes it serve once: it is shown to
 * who requested it and kept nowhere.
 *
 * @param id the request's id
 */
public record PendingAuthorization(String id, String credential, String link, Instant expiresAt) {
    @Override
    public String toString() {
        return "offer for credential " + credential;
    }
}
