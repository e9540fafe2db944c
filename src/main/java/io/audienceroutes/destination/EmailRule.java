package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an e-mail address is normalised before it is hashed. */
public enum EmailRule {
    /** Trim and lower-case: TikTok's present help text. */
    @JsonProperty("plain")
    PLAIN,
    /** Also drop the +tag and the dots of the local part: TikTok's older API notes. */
    @JsonProperty("strip")
    STRIP,
    /** Each address under both rules where they differ: two identifiers. */
    @JsonProperty("both")
    BOTH
}
