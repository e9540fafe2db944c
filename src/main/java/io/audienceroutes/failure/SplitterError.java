package io.audienceroutes.failure;

/** An {@link Error} that a stage met, as an exception that can be told. */
final class SplitterError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SplitterError(Error cause) {
        super("An unexpected " + cause.getClass().getSimpleName() + " stopped the work", cause);
    }
}
