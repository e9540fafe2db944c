package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.destination.Schedule.Blackout;
import io.audienceroutes.destination.Schedule.ExpectedBy;
import io.audienceroutes.destination.Schedule.Misfire;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A schedule in its destination file and its stored form. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record ScheduleKeys(
        String cron,
        String timeZone,
        String misfire,
        Integer lookMinutes,
        List<BlackoutKeys> blackout,
        ExpectedByKeys expectedBy) {
    private static final String DEFAULT_ZONE = "UTC";

    /** A file that is still being written at its time is usually complete some minutes later. */
    private static final int DEFAULT_LOOK_MINUTES = 10;

    static ScheduleKeys of(Schedule schedule) {
        return new ScheduleKeys(
                schedule.cron().map(CronTimes::expression).orElse(null),
                schedule.timeZone().getId(),
                schedule.misfire().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                schedule.lookMinutes(),
                schedule.blackout().stream().map(BlackoutKeys::of).toList(),
                schedule.expectedBy().map(ExpectedByKeys::of).orElse(null));
    }

    Schedule toSchedule() {
        return new Schedule(
                Optional.ofNullable(cron).map(CronTimes::new),
                ZoneId.of(zone()),
                misfire == null
                        ? Misfire.FIRE_ONCE
                        : Misfire.valueOf(misfire.toUpperCase(Locale.ROOT).replace('-', '_')),
                lookMinutes == null ? DEFAULT_LOOK_MINUTES : lookMinutes,
                blackoutWindows().stream().map(BlackoutKeys::toBlackout).toList(),
                Optional.ofNullable(expectedBy).map(ExpectedByKeys::toExpectedBy));
    }

    List<BlackoutKeys> blackoutWindows() {
        return blackout == null ? List.of() : blackout;
    }

    /** What is wrong with a time zone, or empty. */
    static Optional<String> zoneProblem(String zone) {
        return ZoneId.getAvailableZoneIds().contains(zone)
                ? Optional.empty()
                : Optional.of(Excerpt.of(zone) + ", which is not a time zone of the IANA database");
    }

    private String zone() {
        return timeZone == null ? DEFAULT_ZONE : timeZone;
    }

    private static Set<DayOfWeek> days(List<String> names) {
        if (names == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        names.forEach(name -> Arrays.stream(DayOfWeek.values())
                .filter(day -> shortName(day).equals(name))
                .forEach(days::add));
        return days;
    }

    private static List<String> names(Set<DayOfWeek> days) {
        return days.stream().sorted().map(ScheduleKeys::shortName).toList();
    }

    private static String shortName(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record BlackoutKeys(List<String> days, String from, String to) {
        static BlackoutKeys of(Blackout window) {
            return new BlackoutKeys(
                    names(window.days()), window.from().toString(), window.to().toString());
        }

        Blackout toBlackout() {
            return new Blackout(ScheduleKeys.days(days), LocalTime.parse(from), LocalTime.parse(to));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ExpectedByKeys(String time, List<String> days) {
        static ExpectedByKeys of(ExpectedBy expected) {
            return new ExpectedByKeys(expected.time().toString(), names(expected.days()));
        }

        ExpectedBy toExpectedBy() {
            return new ExpectedBy(LocalTime.parse(time), ScheduleKeys.days(days));
        }
    }
}
