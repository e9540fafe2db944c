package io.audienceroutes.source;

import java.io.IOException;

/** A source silently stopped sending in the middle of a file. It is reported as a fault of the source. */
public final class SourceStalled extends IOException {
    private static final long serialVersionUID = 1L;

    SourceStalled(String message, Throwable cause) {
        super(message, cause);
    }
}
