package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.destination.Schedule.Blackout;
import io.audienceroutes.destination.Schedule.ExpectedBy;
import io.audienceroutes.destination.Schedule.Misfire;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a source is open; Berlin's clocks go forward on 29 March 2026 at 02:00 and back on 25 October at 03:00. */
final class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

    @ParameterizedTest
    @CsvSource({
        // An ordinary day, in winter and in summer
        "30 2 * * *, 2026-03-28T01:29:59Z, 2026-03-27T01:30:00Z",
        "30 2 * * *, 2026-03-28T01:30:00Z, 2026-03-28T01:30:00Z",
        "30 2 * * *, 2026-07-01T12:00:00Z, 2026-07-01T00:30:00Z",
        // 02:30 is left out on 29 March: it counts an hour later, and not before
        "30 2 * * *, 2026-03-29T01:29:59Z, 2026-03-28T01:30:00Z",
        "30 2 * * *, 2026-03-29T01:30:00Z, 2026-03-29T01:30:00Z",
        "30 2 * * *, 2026-03-29T20:00:00Z, 2026-03-29T01:30:00Z",
        // 02:30 comes twice on 25 October: it counts once
        "30 2 * * *, 2026-10-25T00:30:00Z, 2026-10-25T00:30:00Z",
        "30 2 * * *, 2026-10-25T01:30:00Z, 2026-10-25T00:30:00Z",
        "30 2 * * *, 2026-10-25T22:00:00Z, 2026-10-25T00:30:00Z",
        // Every hour follows the hours that pass
        "15 * * * *, 2026-10-25T00:20:00Z, 2026-10-25T00:15:00Z",
        "15 * * * *, 2026-10-25T01:20:00Z, 2026-10-25T01:15:00Z",
        "15 * * * *, 2026-03-29T01:16:00Z, 2026-03-29T01:15:00Z",
        // Working days, and Quartz's form with seconds
        "0 6 * * 1-5, 2026-03-29T12:00:00Z, 2026-03-27T05:00:00Z",
        "10 0 6 ? * MON-FRI, 2026-03-30T04:00:10Z, 2026-03-30T04:00:10Z",
    })
    void latestTimeOfAnExpression(String cron, Instant now, Instant latest) {
        assertThat(new CronTimes(cron).latest(now, BERLIN)).contains(latest);
    }

    @Test
    void theSourceOpensOnceForEachTimeUntilItWasLookedInto() {
        Schedule schedule = schedule(Misfire.FIRE_ONCE);
        Instant six = Instant.parse("2026-07-01T04:00:00Z");

        assertThat(schedule.openFor(six.minusSeconds(1), six.minusSeconds(86_400)))
                .isEmpty();
        assertThat(schedule.openFor(six, six.minusSeconds(86_400))).contains(six);
        assertThat(schedule.openFor(six.plusSeconds(60), six)).isEmpty();
        assertThat(schedule.over(six, six.plusSeconds(599))).isFalse();
        assertThat(schedule.over(six, six.plusSeconds(600))).isTrue();
    }

    @Test
    void missedTimeIsMadeUpForOnceOrLeftOut() {
        Instant six = Instant.parse("2026-07-03T04:00:00Z");
        Instant threeDaysAgo = six.minusSeconds(3 * 86_400L);
        Instant afternoon = six.plusSeconds(8 * 3_600L);

        assertThat(schedule(Misfire.FIRE_ONCE).openFor(afternoon, threeDaysAgo)).contains(six);
        assertThat(schedule(Misfire.SKIP).openFor(afternoon, threeDaysAgo)).isEmpty();
        assertThat(schedule(Misfire.SKIP).openFor(six.plusSeconds(599), threeDaysAgo))
                .contains(six);
    }

    @ParameterizedTest
    @CsvSource({
        // A night that begins on Friday ends on Saturday
        "22:00, 02:00, FRIDAY, 2026-07-03T19:59:59Z, false",
        "22:00, 02:00, FRIDAY, 2026-07-03T20:00:00Z, true",
        "22:00, 02:00, FRIDAY, 2026-07-03T23:59:59Z, true",
        "22:00, 02:00, FRIDAY, 2026-07-04T00:00:00Z, false",
        "22:00, 02:00, FRIDAY, 2026-07-02T23:30:00Z, false",
        "22:00, 02:00, FRIDAY, 2026-07-04T20:30:00Z, false",
        "08:00, 12:00, MONDAY, 2026-07-06T06:00:00Z, true",
        "08:00, 12:00, MONDAY, 2026-07-06T10:00:00Z, false",
        // Both passes of an hour that comes twice
        "02:00, 03:00, SUNDAY, 2026-10-25T00:10:00Z, true",
        "02:00, 03:00, SUNDAY, 2026-10-25T01:10:00Z, true",
        "02:00, 03:00, SUNDAY, 2026-10-25T02:00:00Z, false",
    })
    void blackoutCoversItsWindow(LocalTime from, LocalTime to, DayOfWeek day, Instant now, boolean covered) {
        Schedule schedule = new Schedule(
                Optional.empty(),
                BERLIN,
                Misfire.FIRE_ONCE,
                10,
                List.of(new Blackout(Set.of(day), from, to)),
                Optional.empty());

        assertThat(schedule.blackedOut(now)).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({
        "07:30, 2026-07-02T05:29:59Z, 2026-07-01T05:30:00Z, 2026-06-30T05:30:00Z",
        "07:30, 2026-07-02T05:30:00Z, 2026-07-02T05:30:00Z, 2026-07-01T05:30:00Z",
        "02:30, 2026-03-29T01:30:00Z, 2026-03-29T01:30:00Z, 2026-03-28T01:30:00Z",
        "02:30, 2026-10-26T00:00:00Z, 2026-10-25T00:30:00Z, 2026-10-24T00:30:00Z",
    })
    void fileIsExpectedByALocalTime(LocalTime time, Instant now, Instant due, Instant before) {
        Schedule schedule = expecting(time, EVERY_DAY);

        assertThat(schedule.lastExpected(now)).contains(due);
        assertThat(schedule.expectedBefore(due)).isEqualTo(before);
    }

    @Test
    void fileOfMondayFollowsThatOfFriday() {
        Schedule schedule = expecting(LocalTime.of(6, 0), EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
        Instant monday = Instant.parse("2026-07-06T04:00:00Z");

        assertThat(schedule.lastExpected(monday.minusSeconds(1))).contains(Instant.parse("2026-07-03T04:00:00Z"));
        assertThat(schedule.expectedBefore(monday)).isEqualTo(Instant.parse("2026-07-03T04:00:00Z"));
    }

    private static Schedule schedule(Misfire misfire) {
        return new Schedule(Optional.of(new CronTimes("0 6 * * *")), BERLIN, misfire, 10, List.of(), Optional.empty());
    }

    private static Schedule expecting(LocalTime time, Set<DayOfWeek> days) {
        return new Schedule(
                Optional.empty(), BERLIN, Misfire.FIRE_ONCE, 10, List.of(), Optional.of(new ExpectedBy(time, days)));
    }
}
