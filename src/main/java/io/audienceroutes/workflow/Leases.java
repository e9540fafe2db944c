package io.audienceroutes.workflow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who may do what, until when. A holder renews its leases well before they end; a lease whose holder died on this
 * machine is free at once, so that a restart after a kill does not wait for its end.
 */
final class Leases {
    private final Clock clock;
    private final Duration length;
    private final ProcessOwner owner;

    Leases(Clock clock, Duration length, ProcessOwner owner) {
        this.clock = clock;
        this.length = length;
        this.owner = owner;
    }

    /** Takes the lease if it is free, ended or already ours. */
    boolean acquire(Handle handle, String name) {
        Optional<Held> held = find(handle, name);
        if (held.isPresent() && !held.get().owner().equals(owner.toString()) && alive(held.get())) {
            return false;
        }
        handle.createUpdate("INSERT INTO lease (name, owner, held_until, fence) VALUES (:name, :owner, :until, 1)"
                        + " ON CONFLICT (name) DO UPDATE SET owner = :owner, held_until = :until,"
                        + " fence = lease.fence + CASE WHEN lease.owner = :owner THEN 0 ELSE 1 END")
                .bind("name", name)
                .bind("owner", owner.toString())
                .bind("until", StoredTime.write(clock.instant().plus(length)))
                .execute();
        return true;
    }

    /** Whether somebody alive holds the lease. */
    boolean held(Handle handle, String name) {
        return find(handle, name).map(this::alive).orElse(false);
    }

    /** Whether somebody alive other than this process holds the lease. */
    boolean heldElsewhere(Handle handle, String name) {
        return find(handle, name)
                .filter(held -> !held.owner().equals(owner.toString()))
                .map(this::alive)
                .orElse(false);
    }

    void release(Handle handle, String name) {
        handle.createUpdate("DELETE FROM lease WHERE name = :name AND owner = :owner")
                .bind("name", name)
                .bind("owner", owner.toString())
                .execute();
    }

    /** Renews every lease of this process. */
    void renewAll(Handle handle) {
        handle.createUpdate("UPDATE lease SET held_until = :until WHERE owner = :owner")
                .bind("until", StoredTime.write(clock.instant().plus(length)))
                .bind("owner", owner.toString())
                .execute();
    }

    void releaseAll(Handle handle) {
        handle.createUpdate("DELETE FROM lease WHERE owner = :owner")
                .bind("owner", owner.toString())
                .execute();
    }

    Duration length() {
        return length;
    }

    private boolean alive(Held held) {
        return held.until().isAfter(clock.instant())
                && !ProcessOwner.parse(held.owner()).diedOnThisMachine();
    }

    private static Optional<Held> find(Handle handle, String name) {
        return handle.createQuery("SELECT owner, held_until FROM lease WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> new Held(
                        row.getString(1), StoredTime.read(row.getString(2)).orElseThrow()))
                .findOne();
    }

    private record Held(String owner, Instant until) {}
}
