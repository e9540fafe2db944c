package io.audienceroutes.call;

import io.audienceroutes.state.Leases;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import java.time.Clock;
import java.time.Duration;

/** One renewal of a credential's token at a time, over all threads and processes on the database. */
public final class RenewalTurns {
    private final StateDatabase database;
    private final Clock clock;
    private final Duration longest;

    /**
     * @param longest how long a live holder keeps its turn
     */
    public RenewalTurns(StateDatabase database, Clock clock, Duration longest) {
        this.database = database;
        this.clock = clock;
        this.longest = longest;
    }

    /** Takes the turn for this credential, if it is free. */
    public Turn take(String credential) {
        // A separate owner for each turn, because leases are re-entrant for their owner
        Leases leases = new Leases(clock, longest, ProcessOwner.here());
        String name = "renewal:" + credential;
        boolean taken = database.inTransaction(handle -> leases.acquire(handle, name));
        return new Turn(taken, () -> database.useTransaction(handle -> leases.release(handle, name)));
    }

    /** Whether the turn was taken, and how to give it back. */
    public record Turn(boolean taken, Runnable giveBack) {}
}
