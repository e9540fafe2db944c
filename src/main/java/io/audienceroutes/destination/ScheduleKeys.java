package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** Schedule as its destination file and its stored form spell it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record ScheduleKeys() {
    static ScheduleKeys of(Schedule settings) {
        return new ScheduleKeys();
    }

    Schedule toSchedule() {
        return new Schedule();
    }
}
