package io.audienceroutes.api;

/** A call that its caller may not make, for a reason that is not the role. */
final class ApiForbidden extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiForbidden(String message) {
        super(message);
    }
}
