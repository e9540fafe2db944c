package io.audienceroutes.api;

/** A call about something that there is not. */
final class ApiNotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiNotFound(String message) {
        super(message);
    }
}
