package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a segment file does to the audience. */
public enum SyncMode {
    /** The audience becomes the list: what is listed joins, what this product put there and is no longer listed leaves. */
    @JsonProperty("mirror")
    MIRROR,
    /** What is listed joins; nothing is removed. */
    @JsonProperty("add")
    ADD,
    /** What is listed leaves, as far as this product put it there; nothing joins. */
    @JsonProperty("remove")
    REMOVE
}
