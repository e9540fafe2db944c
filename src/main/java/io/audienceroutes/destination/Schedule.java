package io.audienceroutes.destination;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * When a source is looked into, and by when its file is expected; all in one time zone. Without a cron expression the
 * source is open at all times but the blackout windows, and is looked into at its own interval.
 *
 * @param lookMinutes how long the source stays open after each time of the cron expression
 */
public record Schedule(
        Optional<CronTimes> cron,
        ZoneId timeZone,
        Misfire misfire,
        int lookMinutes,
        List<Blackout> blackout,
        Optional<ExpectedBy> expectedBy) {
    private static final int DAYS_BACK = 8;

    public Schedule {
        blackout = List.copyOf(blackout);
    }

    /** Whether nothing may be picked up now. */
    public boolean blackedOut(Instant now) {
        ZonedDateTime local = now.atZone(timeZone);
        return blackout.stream().anyMatch(window -> window.covers(local));
    }

    /**
     * The time of the cron expression that the source is open for now; empty where there is none, or where it was looked
     * into for the latest one already.
     *
     * @param lookedFor the latest time of the expression that is done with
     */
    public Optional<Instant> openFor(Instant now, Instant lookedFor) {
        Optional<Instant> latest =
                cron.flatMap(times -> times.latest(now, timeZone)).filter(time -> time.isAfter(lookedFor));
        return misfire == Misfire.FIRE_ONCE ? latest : latest.filter(time -> !missed(time, now));
    }

    private boolean missed(Instant time, Instant now) {
        return !now.isBefore(time.plusSeconds(Math.max(lookMinutes, 1) * 60L));
    }

    /** Whether the source has been open long enough for a time of the cron expression. */
    public boolean over(Instant time, Instant now) {
        return !now.isBefore(time.plusSeconds(lookMinutes * 60L));
    }

    /** The latest time up to now by which a file was expected. */
    public Optional<Instant> lastExpected(Instant now) {
        return expectedBy.flatMap(expected -> latest(expected, now.atZone(timeZone), true));
    }

    /** The time before this one by which the file before was expected: a file of this time came after it. */
    public Instant expectedBefore(Instant due) {
        return expectedBy
                .flatMap(expected -> latest(expected, due.atZone(timeZone), false))
                .orElseThrow();
    }

    private static Optional<Instant> latest(ExpectedBy expected, ZonedDateTime until, boolean inclusive) {
        return IntStream.range(0, DAYS_BACK)
                .mapToObj(back -> until.toLocalDate().minusDays(back))
                .filter(date -> expected.days().contains(date.getDayOfWeek()))
                // A time that the clocks leave out is the one an hour later, as java.time has it
                .map(date -> date.atTime(expected.time()).atZone(until.getZone()))
                .filter(time -> inclusive ? !time.isAfter(until) : time.isBefore(until))
                .map(ZonedDateTime::toInstant)
                .findFirst();
    }

    /** What becomes of a look that could not be made at its time: the process was down, or a blackout went on. */
    public enum Misfire {
        /** It is made up for once, as soon as possible. */
        FIRE_ONCE,
        /** It is left out; the next time counts. */
        SKIP
    }

    /**
     * A window in which nothing is picked up.
     *
     * @param days on which it begins
     * @param to the end, not included; before {@code from} it is on the next day
     */
    public record Blackout(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
        public Blackout {
            days = Set.copyOf(days);
        }

        boolean covers(ZonedDateTime now) {
            LocalTime time = now.toLocalTime();
            boolean today = days.contains(now.getDayOfWeek());
            if (from.isBefore(to)) {
                return today && !time.isBefore(from) && time.isBefore(to);
            }
            boolean yesterday = days.contains(now.getDayOfWeek().minus(1));
            return (today && !time.isBefore(from)) || (yesterday && time.isBefore(to));
        }
    }

    /** By when a file has to be here, on these days. */
    public record ExpectedBy(LocalTime time, Set<DayOfWeek> days) {
        public ExpectedBy {
            days = Set.copyOf(days);
        }
    }
}
