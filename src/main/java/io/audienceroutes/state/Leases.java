package io.audienceroutes.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * Leases: exclusive rights with an expiry. A holder renews its leases well before they expire; a lease whose holder
 * died on this machine is free immediately, so a restart after a kill does not wait.
 */
public final class Leases {
    private final Clock clock;
    private final Duration length;
    private final Duration inFlight;
    private final ProcessOwner owner;

    public Leases(Clock clock, Duration length, ProcessOwner owner) {
        this(clock, length, Duration.ZERO, owner);
    }

    /**
     * As above, for work with external effects: a silent holder may have requests in flight, and its lease is not taken
     * before these are over.
     */
    public Leases(Clock clock, Duration length, Duration inFlight, ProcessOwner owner) {
        this.clock = clock;
        this.length = length;
        this.inFlight = inFlight;
        this.owner = owner;
    }

    /** Takes the lease if it is free, expired or already ours. */
    public boolean acquire(Handle handle, String name) {
        Optional<Held> held = find(handle, name);
        if (held.isPresent() && !held.get().owner().equals(owner.toString()) && alive(held.get())) {
            return false;
        }
        handle.createUpdate("""
                        INSERT INTO lease (name, owner, held_until, fence)
                        VALUES (:name, :owner, :until, 1)
                        ON CONFLICT (name) DO UPDATE
                        SET owner = :owner,
                            held_until = :until,
                            fence = lease.fence + CASE WHEN lease.owner = :owner THEN 0 ELSE 1 END
                        """)
                .bind("name", name)
                .bind("owner", owner.toString())
                .bind("until", end())
                .execute();
        return true;
    }

    /** Whether another process took the lease, and ended or fell silent without releasing it. */
    public boolean leftBehind(Handle handle, String name) {
        return find(handle, name)
                .filter(held -> !held.owner().equals(owner.toString()))
                .filter(held -> !alive(held))
                .isPresent();
    }

    /** Whether a live process holds the lease. */
    public boolean held(Handle handle, String name) {
        return find(handle, name).map(this::alive).orElse(false);
    }

    /** Whether another live process holds the lease. */
    public boolean heldElsewhere(Handle handle, String name) {
        return find(handle, name)
                .filter(held -> !held.owner().equals(owner.toString()))
                .map(this::alive)
                .orElse(false);
    }

    public void release(Handle handle, String name) {
        handle.createUpdate("DELETE FROM lease WHERE name = :name AND owner = :owner")
                .bind("name", name)
                .bind("owner", owner.toString())
                .execute();
    }

    /** The expiry of a lease that is taken or renewed now. */
    public Instant end() {
        return clock.instant().plus(length);
    }

    /** The names of the leases of this process. */
    public Set<String> own(Handle handle) {
        return handle.createQuery("SELECT name FROM lease WHERE owner = :owner")
                .bind("owner", owner.toString())
                .mapTo(String.class)
                .collect(Collectors.toSet());
    }

    /** Renews every lease of this process. */
    public void renewAll(Handle handle) {
        handle.createUpdate("UPDATE lease SET held_until = :until WHERE owner = :owner")
                .bind("until", end())
                .bind("owner", owner.toString())
                .execute();
    }

    public void releaseAll(Handle handle) {
        handle.createUpdate("DELETE FROM lease WHERE owner = :owner")
                .bind("owner", owner.toString())
                .execute();
    }

    public Duration length() {
        return length;
    }

    private boolean alive(Held held) {
        return held.until().plus(inFlight).isAfter(clock.instant())
                && !ProcessOwner.parse(held.owner()).diedOnThisMachine();
    }

    private static Optional<Held> find(Handle handle, String name) {
        return handle.createQuery("SELECT owner, held_until FROM lease WHERE name = :name")
                .bind("name", name)
                .mapTo(Held.class)
                .findOne();
    }

    private record Held(
            String owner, @ColumnName("held_until") Instant until) {}
}
