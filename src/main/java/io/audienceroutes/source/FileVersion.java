package io.audienceroutes.source;

import java.io.IOException;
import java.io.InputStream;

/** The file that a pick-up passed on, as it was when it was picked up. Variable {@code fileVersion} of the pick-ups. */
public interface FileVersion {
    /**
     * Whether the same file is still there: nobody wrote to it or put another one under its name.
     *
     * @throws IOException where the source does not say
     */
    boolean unchanged() throws IOException;

    /**
     * The file's bytes, monitored by its pick-up: if the source stops sending, reading throws {@link SourceStalled}.
     */
    InputStream watched(InputStream file);
}
