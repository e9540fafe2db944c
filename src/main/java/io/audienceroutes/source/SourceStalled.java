package io.audienceroutes.source;

import java.io.IOException;

/** A source stopped sending in the middle of a file, without a word. People hear of it as a fault of the source. */
public final class SourceStalled extends IOException {
    private static final long serialVersionUID = 1L;

    SourceStalled(String message, Throwable cause) {
        super(message, cause);
    }
}
