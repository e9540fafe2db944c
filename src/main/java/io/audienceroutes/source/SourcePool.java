package io.audienceroutes.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The shared threads that poll all sources. A source occupies at most one, however long a poll takes, and the sources
 * of one server or folder at most a quarter: a hanging one blocks no other. Polls that wait for a thread run in the
 * order in which they were due.
 */
public final class SourcePool implements AutoCloseable {
    private static final int SHARE_OF_ONE_PLACE = 4;
    private static final long IDLE_SECONDS = 10;
    private static final Duration BETWEEN_CUTS = Duration.ofMillis(500);
    private static final Duration BETWEEN_FIRST_LOOKS = Duration.ofMillis(4);

    private final int most;
    private final int perPlace;
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService timer;
    private final AtomicInteger sources = new AtomicInteger();
    private final Map<String, Place> places = new HashMap<>();
    private final Queue<Look> ready = new ArrayDeque<>();
    private final Map<String, Consumer<Duration>> cuts = new ConcurrentHashMap<>();
    private int working;

    /** Up to the given number of threads; idle threads end. */
    public SourcePool(int mostThreads) {
        this.most = mostThreads;
        this.perPlace = Math.max(1, mostThreads / SHARE_OF_ONE_PLACE);
        AtomicInteger number = new AtomicInteger();
        // The thread that became idle last is used first: those that are not needed end. The bound is kept here
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "source-" + number.incrementAndGet()));
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "source-timer"));
    }

    /** The polls of this destination's source; the location is the server or folder that it shares with others. */
    PollSchedule schedule(String destination, String place) {
        return new PollSchedule(this, destination, place);
    }

    /** An additional first delay, so that a thousand sources do not start at the same moment. */
    Duration spread() {
        return BETWEEN_FIRST_LOOKS.multipliedBy(sources.getAndIncrement());
    }

    /** Runs the poll after a delay, when a thread is free; the poll is notified when it has ended. */
    ScheduledFuture<?> after(Duration pause, Look look) {
        return timer.schedule(() -> due(look), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the poll of this destination if its source has been silent for this long. */
    void whenEnding(String destination, Consumer<Duration> cut) {
        cuts.put(destination, cut);
    }

    /** The process ends: from now on no look waits for a source that has been silent for this long. */
    public void endWithin(Duration patience) {
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(
                () -> cuts.values().forEach(cut -> cut.accept(patience)),
                patience.toMillis(),
                BETWEEN_CUTS.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Running polls are interrupted. */
    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    private synchronized void due(Look look) {
        Place place = places.computeIfAbsent(look.place(), name -> new Place());
        place.waiting.add(look);
        fill(place);
        begin();
    }

    /** A poll waits while an earlier one of its destination is running, such as that of a replaced route. */
    private void fill(Place place) {
        int untried = place.waiting.size();
        while (untried-- > 0 && place.running.size() < perPlace) {
            Look look = place.waiting.remove();
            if (place.running.add(look.destination())) {
                ready.add(look);
            } else {
                place.waiting.add(look);
            }
        }
    }

    private void begin() {
        if (working == most || ready.isEmpty()) {
            return;
        }
        try {
            threads.execute(this::work);
            working++;
        } catch (RejectedExecutionException e) {
            assert threads.isShutdown() : e;
        }
    }

    /** Whoever has ended a look takes the next one: another thread is needed only while all are busy. */
    private void work() {
        try {
            for (Optional<Look> look = next(); look.isPresent(); look = next()) {
                run(look.get());
            }
        } finally {
            leave();
        }
    }

    private void run(Look look) {
        try {
            look.run();
        } finally {
            ended(look);
            look.ended();
        }
    }

    private synchronized Optional<Look> next() {
        return Optional.ofNullable(ready.poll());
    }

    private synchronized void ended(Look look) {
        Place place = places.get(look.place());
        place.running.remove(look.destination());
        fill(place);
    }

    /** What became ready meanwhile may have found all threads taken. */
    private synchronized void leave() {
        working--;
        begin();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** One poll of a source. */
    interface Look extends Runnable {
        String destination();

        String place();

        /** The poll has ended, whatever its result. */
        void ended();
    }

    private static final class Place {
        private final Queue<Look> waiting = new ArrayDeque<>();
        private final Set<String> running = new HashSet<>();
    }
}
