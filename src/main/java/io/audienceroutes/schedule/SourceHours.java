package io.audienceroutes.schedule;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Schedule;
import io.audienceroutes.state.StateDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * When a source may be polled. The times of a cron expression are evaluated against stored state, not by a scheduler in
 * memory, so a time that passed while no process ran is known at the next start.
 */
public final class SourceHours {
    private final StateDatabase database;
    private final Clock clock;
    private final Function<String, Optional<Destination>> destinations;

    /** Stores the completed times of these destinations in the database. */
    public SourceHours(StateDatabase database, Clock clock, Function<String, Optional<Destination>> destinations) {
        this.database = database;
        this.clock = clock;
        this.destinations = destinations;
    }

    /** Whether the source of this destination may be polled now. */
    public boolean open(String destination) {
        return scheduleOf(destination)
                .map(schedule -> !schedule.blackedOut(clock.instant())
                        && (schedule.cron().isEmpty()
                                || openFor(destination, schedule).isPresent()))
                .orElse(true);
    }

    /** A poll found this many files: one that found none ends the polling window. */
    public void looked(String destination, int files) {
        scheduleOf(destination)
                .filter(schedule -> schedule.cron().isPresent() && files == 0)
                .ifPresent(schedule -> openFor(destination, schedule)
                        .filter(time -> schedule.over(time, clock.instant()))
                        .ifPresent(time ->
                                database.useTransaction(handle -> ScheduleWatch.looked(handle, destination, time))));
    }

    private Optional<Schedule> scheduleOf(String destination) {
        return destinations.apply(destination).flatMap(Destination::schedule);
    }

    private Optional<Instant> openFor(String destination, Schedule schedule) {
        Instant now = clock.instant();
        ScheduleWatch watch = database.inTransaction(handle -> ScheduleWatch.of(handle, destination, now));
        return schedule.openFor(now, watch.lookedFor());
    }
}
