package io.audienceroutes.app;

/** The configuration cannot be used; the message names file or key, what was expected and what to do. */
public final class InvalidSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidSettings(String message) {
        super(message);
    }
}
