package io.audienceroutes.source;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Notices a listing, or a single request behind it, that does not come to an end: a call that hangs cannot tell that it
 * does. While nothing is asked of the source, as long as a copy is written here, no time is counted.
 */
final class LookGuard {
    private final Duration listing;
    private final Duration stall;
    private Consumer<Wait> alarm = wait -> {};
    private boolean looking;
    private boolean pending;
    private volatile Optional<Wait> waiting = Optional.empty();

    /**
     * Guards with these limits.
     *
     * @param listing how long the listing may take as a whole
     * @param stall how long one request behind it may take, such as a read of a few bytes
     */
    LookGuard(Duration listing, Duration stall) {
        this.listing = listing;
        this.stall = stall;
    }

    /** A look begins with its listing. What hangs from here on is told to the alarm once, on another thread. */
    synchronized void begin(Consumer<Wait> whenOverdue) {
        alarm = whenOverdue;
        looking = true;
        waiting = Optional.of(new Wait(true, listing, System.nanoTime()));
        if (!pending) {
            pending = true;
            later();
        }
    }

    /** The source is asked for something. */
    void asks() {
        waiting = Optional.of(new Wait(false, stall, System.nanoTime()));
    }

    /** It answered; what comes next is work of this machine. */
    void answered() {
        waiting = Optional.empty();
    }

    synchronized void end() {
        looking = false;
        waiting = Optional.empty();
    }

    /** Whether the source has owed an answer for so long. */
    boolean waitsFor(Duration silence) {
        return waiting.filter(wait -> wait.passed().compareTo(silence) >= 0).isPresent();
    }

    /** One task at a time for each source, however often it is looked into. */
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

    /** A request that is not answered yet. */
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
