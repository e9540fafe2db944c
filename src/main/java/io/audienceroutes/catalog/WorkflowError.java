package io.audienceroutes.catalog;

/**
 * A failure of our own that the error catalogue knows by a condition, for example {@code credential-missing}. TikTok's
 * refusals and refused segment files have types of their own.
 */
public final class WorkflowError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String condition;

    /** An error with the condition that the catalogue knows it by, and a message for people. */
    public WorkflowError(String condition, String message) {
        super(message);
        this.condition = condition;
    }

    /** As above, with the fault behind it. */
    public WorkflowError(String condition, String message, Throwable cause) {
        super(message, cause);
        this.condition = condition;
    }

    /** The condition in the error catalogue. */
    public String condition() {
        return condition;
    }
}
