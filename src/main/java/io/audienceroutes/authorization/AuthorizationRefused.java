package io.audienceroutes.authorization;

/** A grant was not accepted; the message says why and what to do. */
public final class AuthorizationRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuthorizationRefused(String message) {
        super(message);
    }

    AuthorizationRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
