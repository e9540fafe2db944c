package io.audienceroutes.workflow;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether this process may begin new pieces of work: a stage, a chunk, a batch. Closed while routes are exchanged and
 * when the process ends; what is in flight finishes first.
 */
public final class PauseSwitch {
    private final AtomicInteger closed = new AtomicInteger();

    /** Whether new pieces of work may begin. */
    public boolean open() {
        return closed.get() == 0;
    }

    /** Closes the gate until {@link #reopen()}; several may hold it closed. */
    public void close() {
        closed.incrementAndGet();
    }

    /** Takes one {@link #close()} back. */
    public void reopen() {
        closed.decrementAndGet();
    }
}
