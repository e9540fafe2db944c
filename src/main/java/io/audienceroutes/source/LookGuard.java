package io.audienceroutes.source;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Detects a listing, or a later single request, that does not finish: a hanging call cannot report itself. While no
 * request is pending, for example while a copy is written locally, no time is counted.
 */
final class LookGuard {
    private final Duration listing;
    private final Duration stall;
    private Consumer<Wait> alarm = wait -> {};
    private boolean looking;
    private boolean pending;
    private volatile Optional<Wait> waiting = Optional.empty();

    /**
     * Monitors with these limits.
     *
     * @param listing the time limit of the whole listing
     * @param stall the time limit of a single later request, such as a read of a few bytes
     */
    LookGuard(Duration listing, Duration stall) {
        this.listing = listing;
        this.stall = stall;
    }

    /** A poll begins with its listing. A hang from here on is reported once, on another thread. */
    synchronized void begin(Consumer<Wait> whenOverdue) {
        alarm = whenOverdue;
        looking = true;
        waiting = Optional.of(new Wait(true, listing, System.nanoTime()));
        if (!pending) {
            pending = true;
            later();
        }
    }

    /** A request to the source starts. */
    void asks() {
        waiting = Optional.of(new Wait(false, stall, System.nanoTime()));
    }

    /** The source responded; local work follows. */
    void answered() {
        waiting = Optional.empty();
    }

    synchronized void end() {
        looking = false;
        waiting = Optional.empty();
    }

    /** Whether the source has not responded for this long. */
    boolean waitsFor(Duration silence) {
        return waiting.filter(wait -> wait.passed().compareTo(silence) >= 0).isPresent();
    }

    /** One task at a time for each source, however often it is polled. */
    private void later() {
        Duration shortest = listing.compareTo(stall) < 0 ? listing : stall;
        Duration pause = waiting.map(Wait::left)
                .filter(left -> left.compareTo(shortest) < 0 && !left.isNegative() && !left.isZero())
                .orElse(shortest);
        CompletableFuture.delayedExecutor(pause.toMillis() + 1, TimeUnit.MILLISECONDS)
                .execute(this::check);
    }

    private void check() {
        Optional<Wait> overdue = waiting.filter(wait -> wait.left().isNegative());
        try {
            overdue.filter(Wait::untold).ifPresent(wait -> alarm.accept(wait));
        } finally {
            again();
        }
    }

    private synchronized void again() {
        if (looking) {
            later();
        } else {
            pending = false;
        }
    }

    /** A pending request. */
    static final class Wait {
        private final boolean listing;
        private final Duration limit;
        private final long since;
        private boolean told;

        private Wait(boolean listing, Duration limit, long since) {
            this.listing = listing;
            this.limit = limit;
            this.since = since;
        }

        boolean listing() {
            return listing;
        }

        Duration limit() {
            return limit;
        }

        private Duration passed() {
            return Duration.ofNanos(System.nanoTime() - since);
        }

        private Duration left() {
            return limit.minus(passed());
        }

        private boolean untold() {
            boolean first = !told;
            told = true;
            return first;
        }
    }
}
