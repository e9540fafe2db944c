package io.audienceroutes.workflow;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether this process may start new work: a stage, a chunk, a batch. Closed while routes are reloaded and when the
 * process ends; work in flight finishes first.
 */
public final class PauseSwitch {
    private final AtomicInteger closed = new AtomicInteger();

    /** Whether new pieces of work may begin. */
    public boolean open() {
        return closed.get() == 0;
    }

    /** Pauses work until {@link #reopen()}; may be called by several threads. */
    public void close() {
        closed.incrementAndGet();
    }

    /** Undoes one {@link #close()}. */
    public void reopen() {
        closed.decrementAndGet();
    }
}
