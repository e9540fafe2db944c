package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** A file format as its destination file and its stored form spell it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record FormatKeys() {
    static FormatKeys of(FileFormat format) {
        return new FormatKeys();
    }

    FileFormat toFormat() {
        return FileFormat.detected();
    }
}
