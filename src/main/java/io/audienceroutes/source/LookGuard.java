package io.audienceroutes.source;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Notices a look that does not come to an end: a call that hangs cannot tell that it does. */
final class LookGuard {
    private final Duration limit;
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong running = new AtomicLong();
    private final AtomicBoolean pending = new AtomicBoolean();
    private volatile Runnable alarm = () -> {};

    LookGuard(Duration limit) {
        this.limit = limit;
    }

    Duration limit() {
        return limit;
    }

    /** A look begins; after the limit the alarm sounds, on another thread, unless it ended. */
    void begin(Runnable whenOverdue) {
        alarm = whenOverdue;
        long look = looks.incrementAndGet();
        running.set(look);
        if (pending.compareAndSet(false, true)) {
            later(look);
        }
    }

    void end() {
        running.set(0);
    }

    /** One task at a time for each source, however often it is looked into. */
    private void later(long watched) {
        Executor executor = CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS);
        executor.execute(() -> {
            long now = running.get();
            if (now == watched) {
                alarm.run();
            }
            if (now != 0) {
                later(now);
            } else {
                pending.set(false);
            }
        });
    }
}
