package io.audienceroutes.workflow;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Schedule;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * When a source may be looked into. The times of a cron expression are judged by what is stored, not by a scheduler in
 * memory: so a time that passed while no process ran is known at the next start.
 */
public final class SourceHours {
    private final StateDatabase database;
    private final Clock clock;
    private final Map<String, Schedule> schedules;

    /** Keeps the times that are done with, of these destinations, in the database. */
    public SourceHours(StateDatabase database, Clock clock, Collection<Destination> destinations) {
        this.database = database;
        this.clock = clock;
        this.schedules = destinations.stream()
                .filter(destination -> destination.schedule().isPresent())
                .collect(Collectors.toUnmodifiableMap(
                        Destination::name, destination -> destination.schedule().orElseThrow()));
    }

    /** Whether the source of this destination is open now. */
    public boolean open(String destination) {
        Schedule schedule = schedules.get(destination);
        return schedule == null
                || (!schedule.blackedOut(clock.instant())
                        && (schedule.cron().isEmpty()
                                || openFor(destination, schedule).isPresent()));
    }

    /** A look met this many files: one that met none ends the time that the source was open for. */
    public void looked(String destination, int files) {
        Schedule schedule = schedules.get(destination);
        if (schedule == null || schedule.cron().isEmpty() || files > 0) {
            return;
        }
        openFor(destination, schedule)
                .filter(time -> schedule.over(time, clock.instant()))
                .ifPresent(time -> database.useTransaction(handle -> ScheduleWatch.looked(handle, destination, time)));
    }

    private Optional<Instant> openFor(String destination, Schedule schedule) {
        Instant now = clock.instant();
        ScheduleWatch watch = database.inTransaction(handle -> ScheduleWatch.of(handle, destination, now));
        return schedule.openFor(now, watch.lookedFor());
    }
}
