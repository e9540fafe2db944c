package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** OptOut in its destination file and its stored form. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record OptOutKeys(String file, RejectLimitKeys rejectLimit) {
    static OptOutKeys of(OptOut settings) {
        return new OptOutKeys(settings.file(), RejectLimitKeys.of(settings.rejectLimit()));
    }

    OptOut toOptOut() {
        return new OptOut(file, rejectLimit == null ? OptOut.standardLimit() : rejectLimit.toRejectLimit());
    }
}
