package io.audienceroutes.destination;

/** There is no destination with the requested name. */
public final class DestinationUnknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    DestinationUnknown(String message) {
        super(message);
    }
}
