package io.audienceroutes.failure;

/** An {@link Error} in a stage, as an exception that can be reported. */
final class SplitterError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SplitterError(Error cause) {
        super("An unexpected " + cause.getClass().getSimpleName() + " stopped the work", cause);
    }
}
