package io.audienceroutes.api;

/** A call whose parameters or body are not what they have to be. */
final class ApiInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiInvalid(String message) {
        super(message);
    }
}
