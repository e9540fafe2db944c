package io.audienceroutes.cli;

import io.audienceroutes.diagnosis.Check;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs checks one after the other, with a time limit for each and for all of them. The current check is shown if it
 * takes long. A check that hangs, for example on a share that does not respond, is abandoned and reported as a fault.
 */
final class BoundedChecks implements AutoCloseable {
    private static final long LOOK_MILLIS = 200;

    private final Duration each;
    private final long until;
    private final Duration all;
    private final ProgressDisplay progress;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "check");
        thread.setDaemon(true);
        return thread;
    });

    BoundedChecks(Duration each, Duration all, ProgressDisplay progress) {
        this.each = each;
        this.all = all;
        this.until = System.nanoTime() + all.toNanos();
        this.progress = progress;
    }

    /** The results of these checks, or that they did not finish. */
    List<Check> run(String subject, String question, Callable<List<Check>> checks) throws InterruptedException {
        long begun = System.nanoTime();
        if (begun - until > 0) {
            return List.of(Check.unknown(
                    subject,
                    question,
                    "skipped, because the previous checks took " + all.toSeconds() + " s (doctor.longest-run-ms)"));
        }
        Future<List<Check>> answer = threads.submit(checks);
        while (System.nanoTime() - begun < each.toNanos()) {
            try {
                return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                progress.show(() -> "Waiting for " + subject + ", " + question + ": "
                        + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + " s");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException unchecked
                        ? unchecked
                        : new IllegalStateException(e.getCause());
            }
        }
        answer.cancel(true);
        return List.of(Check.fault(
                subject,
                question,
                "the check did not finish within " + each.toSeconds() + " s (doctor.longest-check-ms)",
                "Check whether the system that it waits for responds: TikTok, the server of the source, or the share that contains"
                        + " its folder."));
    }

    @Override
    public void close() {
        progress.end();
        threads.shutdownNow();
    }
}
