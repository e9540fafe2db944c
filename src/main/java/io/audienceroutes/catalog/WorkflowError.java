package io.audienceroutes.catalog;

/**
 * A failure that the error catalogue describes by a condition, for example {@code credential-missing}. TikTok's
 * refusals and refused segment files have their own types.
 */
public final class WorkflowError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String condition;

    /** An error with its condition in the catalogue, and a message. */
    public WorkflowError(String condition, String message) {
        super(message);
        this.condition = condition;
    }

    /** As above, with a cause. */
    public WorkflowError(String condition, String message, Throwable cause) {
        super(message, cause);
        this.condition = condition;
    }

    /** The condition in the error catalogue. */
    public String condition() {
        return condition;
    }
}
