package io.audienceroutes.stage;

import io.audienceroutes.workflow.HeavyPlaces;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * How many workflows sort, compare and merge at the same time. That takes memory and processors; a wait for TikTok takes
 * neither, so that many more workflows may wait. A place is taken with the claim of a stage that begins with such work,
 * otherwise by the route of the stage where it begins; route {@code run-workflows} gives it back behind each stage.
 */
public final class HeavyWork implements HeavyPlaces {
    private final int most;
    private final Semaphore places;
    private final Set<Thread> holders = ConcurrentHashMap.newKeySet();

    /** Allows this many at the same time. */
    public HeavyWork(int mostWorkflows) {
        most = mostWorkflows;
        places = new Semaphore(mostWorkflows, true);
    }

    /** Waits for a permit, which this thread holds until its stage ends. */
    public void begin() {
        // A thread that an Error cut off has ended with its place
        holders.stream().filter(thread -> !thread.isAlive()).forEach(this::giveBack);
        if (holders.add(Thread.currentThread())) {
            places.acquireUninterruptibly();
        }
    }

    @Override
    public boolean tryBegin() {
        if (holders.contains(Thread.currentThread())) {
            return true;
        }
        return places.tryAcquire() && holders.add(Thread.currentThread());
    }

    @Override
    public boolean crowded() {
        return places.getQueueLength() >= most;
    }

    /** The stage of this thread has ended, whatever its result. */
    @Override
    public void end() {
        giveBack(Thread.currentThread());
    }

    private void giveBack(Thread holder) {
        if (holders.remove(holder)) {
            places.release();
        }
    }
}
