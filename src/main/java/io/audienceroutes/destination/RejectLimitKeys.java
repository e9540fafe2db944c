package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** RejectLimit as its destination file and its stored form spell it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record RejectLimitKeys() {
    static RejectLimitKeys of(RejectLimit settings) {
        return new RejectLimitKeys();
    }

    RejectLimit toRejectLimit() {
        return new RejectLimit();
    }
}
