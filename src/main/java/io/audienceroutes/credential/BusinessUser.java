package io.audienceroutes.credential;

/**
 * The business user in TikTok Business Center who gave a grant.
 *
 * @param displayName as TikTok shows it; may be empty
 * @param maskedEmail as TikTok masks it; may be empty
 */
public record BusinessUser(String displayName, String maskedEmail) {
    /** The user in messages: name, and e-mail if known. */
    public String label() {
        if (displayName.isEmpty()) {
            return maskedEmail;
        }
        return maskedEmail.isEmpty() ? displayName : displayName + " (" + maskedEmail + ")";
    }

    /** Name and address are personal data: only {@link #label} returns them. */
    @Override
    public String toString() {
        return "BusinessUser[hidden]";
    }
}
