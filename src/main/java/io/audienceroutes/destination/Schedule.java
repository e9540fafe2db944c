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
 * When a source is polled, and by when its file is expected; all in one time zone. Without a cron expression, the
 * source is polled at its interval, except in blackout windows.
 *
 * @param lookMinutes how long the source is polled after each time of the cron expression
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
     * The time of the cron expression for which the source is polled now; empty if there is none, or if the latest one
     * is already done.
     *
     * @param lookedFor the latest time of the expression that is done
     */
    public Optional<Instant> openFor(Instant now, Instant lookedFor) {
        Optional<Instant> latest =
                cron.flatMap(times -> times.latest(now, timeZone)).filter(time -> time.isAfter(lookedFor));
        return misfire == Misfire.FIRE_ONCE ? latest : latest.filter(time -> !missed(time, now));
    }

    private boolean missed(Instant time, Instant now) {
        return !now.isBefore(time.plusSeconds(Math.max(lookMinutes, 1) * 60L));
    }

    /** Whether the polling window for a time of the cron expression is over. */
    public boolean over(Instant time, Instant now) {
        return !now.isBefore(time.plusSeconds(lookMinutes * 60L));
    }

    /** The latest time up to now by which a file was expected. */
    public Optional<Instant> lastExpected(Instant now) {
        return expectedBy.flatMap(expected -> latest(expected, now.atZone(timeZone), true));
    }

    /** The time by which the previous file was expected: a file for this time arrives after it. */
    public Instant expectedBefore(Instant due) {
        return expectedBy
                .flatMap(expected -> latest(expected, due.atZone(timeZone), false))
                .orElseThrow();
    }

    private static Optional<Instant> latest(ExpectedBy expected, ZonedDateTime until, boolean inclusive) {
        return IntStream.range(0, DAYS_BACK)
                .mapToObj(back -> until.toLocalDate().minusDays(back))
                .filter(date -> expected.days().contains(date.getDayOfWeek()))
                // A time that is skipped by a clock change is shifted by an hour, as in java.time
                .map(date -> date.atTime(expected.time()).atZone(until.getZone()))
                .filter(time -> inclusive ? !time.isAfter(until) : time.isBefore(until))
                .map(ZonedDateTime::toInstant)
                .findFirst();
    }

    /** What happens to a poll that was missed because the process was down or a blackout was active. */
    public enum Misfire {
        /** It is run once, as soon as possible. */
        FIRE_ONCE,
        /** It is skipped until the next time. */
        SKIP
    }

    /**
     * A window in which nothing is picked up.
     *
     * @param days on which the window begins
     * @param to the end, exclusive; if before {@code from}, it is on the next day
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

    /** The time by which a file is expected, on these days. */
    public record ExpectedBy(LocalTime time, Set<DayOfWeek> days) {
        public ExpectedBy {
            days = Set.copyOf(days);
        }
    }
}
