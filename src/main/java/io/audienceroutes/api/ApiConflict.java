package io.audienceroutes.api;

/** A call of the API that does not fit what is there. */
final class ApiConflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiConflict(String message) {
        super(message);
    }
}
