package io.audienceroutes.credential;

/** A secret was found but cannot be used: readable by everyone, too large, not text, empty, or with an invalid name. */
public final class SecretRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    SecretRefused(String message) {
        super(message);
    }

    SecretRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
