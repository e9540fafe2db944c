package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/** RejectLimit in its destination file and its stored form: an omitted part allows none. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record RejectLimitKeys(Integer percent, Long rows) {
    static RejectLimitKeys of(RejectLimit settings) {
        return new RejectLimitKeys(settings.percent(), settings.rows());
    }

    RejectLimit toRejectLimit() {
        if (percent == null && rows == null) {
            return RejectLimit.standard();
        }
        return new RejectLimit(
                Optional.ofNullable(percent).orElse(0),
                Optional.ofNullable(rows).orElse(0L));
    }
}
