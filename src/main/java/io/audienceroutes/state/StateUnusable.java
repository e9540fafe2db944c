package io.audienceroutes.state;

/** The state database cannot be used: it is damaged, locked, not writable, or of a newer version. */
public final class StateUnusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was found and what to do. */
    public StateUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}
