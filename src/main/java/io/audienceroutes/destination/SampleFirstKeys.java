package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** SampleFirst as its destination file and its stored form spell it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record SampleFirstKeys() {
    static SampleFirstKeys of(SampleFirst settings) {
        return new SampleFirstKeys();
    }

    SampleFirst toSampleFirst() {
        return new SampleFirst();
    }
}
