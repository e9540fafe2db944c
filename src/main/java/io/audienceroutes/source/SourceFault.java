package io.audienceroutes.source;

/**
 * A fault of a source as a whole, with its condition in the error catalogue. The message names location and remedy, but
 * no secrets and no file content.
 */
public final class SourceFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String condition;
    private final boolean lasting;

    SourceFault(String condition, String message, boolean lasting, Throwable cause) {
        super(message, cause);
        this.condition = condition;
        this.lasting = lasting;
    }

    /** The condition in the error catalogue. */
    public String condition() {
        return condition;
    }

    /** Whether an operator has to fix it: it is then retried at longer intervals. */
    public boolean lasting() {
        return lasting;
    }
}
