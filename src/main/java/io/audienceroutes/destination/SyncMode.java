package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a segment file does to the audience. */
public enum SyncMode {
    /** What is listed joins; nothing is removed. */
    @JsonProperty("add")
    ADD
}
