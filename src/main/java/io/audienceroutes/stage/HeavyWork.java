package io.audienceroutes.stage;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * How many workflows sort, compare and merge at the same time. That takes memory and processors; a wait for TikTok takes
 * neither, so that many more workflows may wait. Called by the routes of the stages where such work begins, and by route
 * {@code run-workflows} behind each stage.
 */
public final class HeavyWork {
    private final Semaphore places;
    private final Set<Thread> holders = ConcurrentHashMap.newKeySet();

    /** So many at the same time. */
    public HeavyWork(int mostWorkflows) {
        places = new Semaphore(mostWorkflows, true);
    }

    /** Waits for a place, which this thread has until its stage ends. */
    public void begin() {
        if (holders.add(Thread.currentThread())) {
            places.acquireUninterruptibly();
        }
    }

    /** The stage of this thread has ended, whatever came of it. */
    public void end() {
        if (holders.remove(Thread.currentThread())) {
            places.release();
        }
    }
}
