package io.audienceroutes.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks for edited files at intervals, on one thread: edits are applied one after the other. */
final class ConfigWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

    private final ScheduledExecutorService thread;

    private volatile BiConsumer<String, Throwable> faults =
            (what, fault) -> LOG.warn("{} failed and will be retried: {}", what, fault.toString());

    ConfigWatch() {
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread watcher = new Thread(task, "config-watch");
            watcher.setDaemon(true);
            return watcher;
        });
    }

    /** Checks at each interval; a failed check is reported and repeated at the next interval. */
    void every(Duration interval, String what, Runnable look) {
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                () -> safely(what, look), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Receives the exceptions of the checks. */
    void tellingFaults(BiConsumer<String, Throwable> given) {
        faults = given;
    }

    /** No exception may escape: it would silently end the thread. */
    private void safely(String what, Runnable look) {
        try {
            look.run();
        } catch (RuntimeException | Error e) {
            faults.accept("looking for " + what, e);
        }
    }
}
