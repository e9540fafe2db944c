package io.audienceroutes.workflow;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Schedule;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * When a source may be looked into. The times of a cron expression are judged by what is stored, not by a scheduler in
 * memory: so a time that passed while no process ran is known at the next start.
 */
public final class SourceHours {
    private final StateDatabase database;
    private final Clock clock;

    /** Keeps the times that are done with in the database. */
    public SourceHours(StateDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whether the source of this destination is open now. */
    public boolean open(Destination destination) {
        return destination
                .schedule()
                .map(schedule -> !schedule.blackedOut(clock.instant())
                        && (schedule.cron().isEmpty()
                                || openFor(destination, schedule).isPresent()))
                .orElse(true);
    }

    /** A look found this many files: one that found none ends the time that the source was open for. */
    public void looked(Destination destination, int files) {
        Optional<Schedule> scheduled =
                destination.schedule().filter(schedule -> schedule.cron().isPresent());
        if (scheduled.isEmpty() || files > 0) {
            return;
        }
        openFor(destination, scheduled.get())
                .filter(time -> scheduled.get().over(time, clock.instant()))
                .ifPresent(time ->
                        database.useTransaction(handle -> ScheduleWatch.looked(handle, destination.name(), time)));
    }

    private Optional<Instant> openFor(Destination destination, Schedule schedule) {
        Instant now = clock.instant();
        ScheduleWatch watch = database.inTransaction(handle -> ScheduleWatch.of(handle, destination.name(), now));
        return schedule.openFor(now, watch.lookedFor());
    }
}
