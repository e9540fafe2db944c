package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a segment file does to the audience. */
public enum SyncMode {
    /**
     * Mirrors the list: listed members are added, and members that this product added before and that are no longer
     * listed are removed.
     */
    @JsonProperty("mirror")
    MIRROR,
    /** Adds the listed members; removes none. */
    @JsonProperty("add")
    ADD,
    /** Removes the listed members that this product added before; adds none. */
    @JsonProperty("remove")
    REMOVE
}
