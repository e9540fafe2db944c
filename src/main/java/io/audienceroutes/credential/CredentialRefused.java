package io.audienceroutes.credential;

/** TikTok has refused the access token of a credential, and it was not replaced: no call is made with it. */
public final class CredentialRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String credential;

    CredentialRefused(String credential, String message) {
        super(message);
        this.credential = credential;
    }

    /** The credential's name. */
    public String credential() {
        return credential;
    }
}
