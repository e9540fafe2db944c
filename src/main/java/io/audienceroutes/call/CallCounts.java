package io.audienceroutes.call;

import io.audienceroutes.state.StateDatabase;
import java.time.LocalDate;
import org.jdbi.v3.core.Handle;

/** Daily call counts per app and per advertiser; stored, so that they survive a restart. */
public final class CallCounts {
    private final StateDatabase database;

    /** Stores the counts in the database. */
    public CallCounts(StateDatabase database) {
        this.database = database;
    }

    /** Reserves calls of a day, up to its limit; returns how many. */
    public int take(String lane, LocalDate day, int wanted, int limit) {
        return database.inTransaction(handle -> {
            handle.createUpdate("DELETE FROM call_count WHERE day < :day")
                    .bind("day", day.toString())
                    .execute();
            int used = handle.createQuery("SELECT calls FROM call_count WHERE lane = :lane AND day = :day")
                    .bind("lane", lane)
                    .bind("day", day.toString())
                    .mapTo(Integer.class)
                    .findOne()
                    .orElse(0);
            int taken = Math.max(0, Math.min(wanted, limit - used));
            if (taken > 0) {
                add(handle, lane, day, taken);
            }
            return taken;
        });
    }

    /** Returns reserved calls that were not made. */
    public void giveBack(String lane, LocalDate day, int calls) {
        database.useTransaction(handle -> add(handle, lane, day, -calls));
    }

    private static void add(Handle handle, String lane, LocalDate day, int calls) {
        handle.createUpdate("""
                        INSERT INTO call_count (lane, day, calls)
                        VALUES (:lane, :day, :calls)
                        ON CONFLICT (lane, day) DO UPDATE
                        SET calls = call_count.calls + excluded.calls
                        """)
                .bind("lane", lane)
                .bind("day", day.toString())
                .bind("calls", calls)
                .execute();
    }
}
