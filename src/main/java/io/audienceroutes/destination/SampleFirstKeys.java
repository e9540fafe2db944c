package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/** SampleFirst in its destination file and its stored form; only the stored form has {@code oneTime}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record SampleFirstKeys(Integer members, Integer keepHours, Boolean oneTime) {
    static SampleFirstKeys of(SampleFirst settings) {
        return new SampleFirstKeys(settings.members(), settings.keepHours(), settings.oneTime() ? true : null);
    }

    SampleFirst toSampleFirst() {
        return new SampleFirst(
                Optional.ofNullable(members).orElse(SampleFirst.DEFAULT_MEMBERS),
                Optional.ofNullable(keepHours).orElse(SampleFirst.DEFAULT_KEEP_HOURS),
                Optional.ofNullable(oneTime).orElse(false));
    }
}
