package io.audienceroutes.api;

/** A call of the API without authorisation. */
final class ApiRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiRefused(String message) {
        super(message);
    }
}
