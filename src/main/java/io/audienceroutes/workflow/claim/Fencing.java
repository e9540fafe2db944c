package io.audienceroutes.workflow.claim;

import io.audienceroutes.state.Leases;
import io.audienceroutes.state.StateDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * The claims of this process, and the checks that keep it from acting on a lost one. Each claim has a fencing number,
 * stored with the workflow and one higher than that of the claim before. The lease is checked before each call to
 * TikTok, by the monotonic clock and the wall clock; the number is checked inside each transaction that stores what a
 * stage did. A process that was paused and has woken sees that its lease has ended, asks the database, and goes on only
 * where nobody has taken the workflow over.
 */
public final class Fencing {
    private final StateDatabase database;
    private final FenceNumbers numbers;
    private final Clock clock;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** Keeps the numbers with the workflows; times come from the clock. */
    public Fencing(StateDatabase database, FenceNumbers numbers, Clock clock) {
        this.database = database;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** The name of the lease of a workflow. */
    public static String leaseOf(String workflowId) {
        return "workflow:" + workflowId;
    }

    /** In the transaction that takes the lease: from here on, older claims of the workflow are void. */
    public void begin(Handle handle, String workflowId, Leases leases) {
        long nanos = System.nanoTime();
        long fence = numbers.next(handle, workflowId);
        held.put(
                workflowId,
                new Held(fence, leases, leases.end(), nanos + leases.length().toNanos()));
    }

    /** The claim is given back. */
    public void end(String workflowId) {
        held.remove(workflowId);
    }

    /** The heartbeat renewed these leases, at this time of the monotonic clock. */
    public void renewed(Set<String> leaseNames, Instant until, long nanos) {
        held.replaceAll(
                (workflowId, claim) -> leaseNames.contains(leaseOf(workflowId)) ? claim.until(until, nanos) : claim);
    }

    /** Before a call to TikTok: raises {@link ClaimLost} unless this process holds the workflow now. */
    public void require(String workflowId) {
        Held claim = held.get(workflowId);
        if (claim == null) {
            throw new ClaimLost(workflowId);
        }
        if (claim.endedAt(clock.instant())) {
            takeAgain(workflowId, claim);
        }
    }

    /** As above, for what may be about no claim of this process. */
    public void refuseLost(String workflowId) {
        if (held.containsKey(workflowId)) {
            require(workflowId);
        }
    }

    /** Inside a transaction that stores what a stage did: raises where this process held the workflow and lost it. */
    public void refuseLost(Handle handle, String workflowId) {
        Held claim = held.get(workflowId);
        if (claim != null && numbers.newest(handle, workflowId) != claim.fence()) {
            throw new ClaimLost(workflowId);
        }
    }

    /** As above, for what only this stage of the workflow may store. */
    public void refuseLost(Handle handle, String workflowId, String stage) {
        Held claim = held.get(workflowId);
        if (claim != null && !numbers.isNewest(handle, workflowId, claim.fence(), stage)) {
            throw new ClaimLost(workflowId);
        }
    }

    /** The lease ended, for a pause or because the database was away; it is ours still if nobody took it. */
    private void takeAgain(String workflowId, Held claim) {
        long nanos = System.nanoTime();
        database.useTransaction(handle -> {
            refuseLost(handle, workflowId);
            if (!claim.leases().acquire(handle, leaseOf(workflowId))) {
                throw new ClaimLost(workflowId);
            }
        });
        held.computeIfPresent(workflowId, (id, now) -> now.until(claim.leases().end(), nanos));
    }

    /**
     * One claim of this process.
     *
     * @param until the end of its lease by the wall clock, which other processes go by
     * @param untilNanos the end of its lease by the monotonic clock, which nobody sets
     */
    private record Held(long fence, Leases leases, Instant until, long untilNanos) {
        boolean endedAt(Instant now) {
            return System.nanoTime() - untilNanos >= 0 || !now.isBefore(until);
        }

        Held until(Instant renewed, long nanos) {
            return new Held(fence, leases, renewed, nanos + leases.length().toNanos());
        }
    }
}
