package io.audienceroutes.credential;

/**
 * The person in TikTok Business Center who gave a grant.
 *
 * @param displayName as TikTok shows it; may be empty
 * @param maskedEmail as TikTok masks it; may be empty
 */
public record BusinessUser(String displayName, String maskedEmail) {
    /** How people are told of the user: name, and e-mail where there is one. */
    public String label() {
        if (displayName.isEmpty()) {
            return maskedEmail;
        }
        return maskedEmail.isEmpty() ? displayName : displayName + " (" + maskedEmail + ")";
    }

    /** A name and an address are a person's: they are asked for by {@link #label}. */
    @Override
    public String toString() {
        return "BusinessUser[hidden]";
    }
}
