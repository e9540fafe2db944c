package io.audienceroutes.schedule;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * The progress of a destination's schedule.
 *
 * @param lookedFor the latest time of its cron expression that is done
 * @param expectedAt the latest evaluated time by which a file was expected
 */
record ScheduleWatch(Instant lookedFor, Instant expectedAt) {
    /** The row of a destination; times before its creation do not count. */
    static ScheduleWatch of(Handle handle, String destination, Instant now) {
        handle.createUpdate("""
                        INSERT INTO schedule_watch (destination, looked_for, expected_at)
                        VALUES (:destination, :now, :now)
                        ON CONFLICT (destination) DO NOTHING
                        """)
                .bind("destination", destination)
                .bind("now", now)
                .execute();
        return handle.createQuery("SELECT * FROM schedule_watch WHERE destination = :destination")
                .bind("destination", destination)
                .mapTo(ScheduleWatch.class)
                .one();
    }

    static void looked(Handle handle, String destination, Instant time) {
        handle.createUpdate("UPDATE schedule_watch SET looked_for = :time WHERE destination = :destination")
                .bind("time", time)
                .bind("destination", destination)
                .execute();
    }

    static void expected(Handle handle, String destination, Instant time) {
        handle.createUpdate("UPDATE schedule_watch SET expected_at = :time WHERE destination = :destination")
                .bind("time", time)
                .bind("destination", destination)
                .execute();
    }
}
