package io.audienceroutes.credential;

/** A credential has no access token; the message names every place where one may be put. */
public final class CredentialMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String credential;

    CredentialMissing(String credential, String message) {
        super(message);
        this.credential = credential;
    }

    /** The credential's name. */
    public String credential() {
        return credential;
    }
}
