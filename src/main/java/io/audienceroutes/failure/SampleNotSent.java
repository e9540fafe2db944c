package io.audienceroutes.failure;

import io.audienceroutes.workflow.Failure;

/** The sample of a list failed: the list fails for the same reason, with the same workflow action. */
public final class SampleNotSent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public SampleNotSent(String message, Failure failure) {
        super(message);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
