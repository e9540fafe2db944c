package io.audienceroutes.people;

import java.time.Instant;

/**
 * A one-time link that was just made.
 *
 * @param url for the invited person, and for nobody else; it is not kept
 */
public record Invitation(String url, Instant expiresAt) {
    @Override
    public String toString() {
        return "invitation until " + expiresAt;
    }
}
