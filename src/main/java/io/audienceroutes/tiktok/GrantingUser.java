package io.audienceroutes.tiktok;

/**
 * The business user who gave a grant, as TikTok tells it.
 *
 * @param displayName may be empty
 * @param maskedEmail may be empty; TikTok masks it, and what it did not mask is left out
 */
public record GrantingUser(String displayName, String maskedEmail) {
    /** A person's name stays out of logs. */
    @Override
    public String toString() {
        return "GrantingUser[hidden]";
    }
}
