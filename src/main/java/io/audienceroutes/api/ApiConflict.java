package io.audienceroutes.api;

/** A call of the API that conflicts with the current state. */
final class ApiConflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiConflict(String message) {
        super(message);
    }
}
