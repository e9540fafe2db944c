package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** ShrinkGuard as its destination file and its stored form spell it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record ShrinkGuardKeys() {
    static ShrinkGuardKeys of(ShrinkGuard settings) {
        return new ShrinkGuardKeys();
    }

    ShrinkGuard toShrinkGuard() {
        return new ShrinkGuard();
    }
}
