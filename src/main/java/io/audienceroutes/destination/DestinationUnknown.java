package io.audienceroutes.destination;

/** A destination was asked for by a name that none has. */
public final class DestinationUnknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    DestinationUnknown(String message) {
        super(message);
    }
}
