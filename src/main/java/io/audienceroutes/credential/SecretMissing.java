package io.audienceroutes.credential;

/** A setting names a secret that does not exist; the message lists every place that was checked. */
public final class SecretMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    SecretMissing(String message) {
        super(message);
    }
}
