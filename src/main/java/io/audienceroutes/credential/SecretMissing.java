package io.audienceroutes.credential;

/** A secret is named in a setting but kept nowhere; the message names every place that was looked at. */
public final class SecretMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    SecretMissing(String message) {
        super(message);
    }
}
