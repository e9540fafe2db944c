package io.audienceroutes.source;

import java.io.IOException;
import java.io.InputStream;

/** The file that a pick-up handed on, as it was when it was taken. Variable {@code fileVersion} of the pick-ups. */
public interface FileVersion {
    /**
     * Whether the same file is still there: nobody wrote to it or put another one under its name.
     *
     * @throws IOException where the source does not say
     */
    boolean unchanged() throws IOException;

    /** The file's bytes, read under the watch of its pick-up: where they stop coming, reading raises {@link SourceStalled}. */
    InputStream watched(InputStream file);
}
