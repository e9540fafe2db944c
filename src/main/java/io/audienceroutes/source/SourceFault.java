package io.audienceroutes.source;

/**
 * Something is wrong with a source as a whole, in the words of the error catalogue. The message names place and remedy,
 * and neither a secret nor what a file holds.
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

    /** Whether a person has to mend it: it is then tried again at longer intervals. */
    public boolean lasting() {
        return lasting;
    }
}
