package io.audienceroutes.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.Thread.State;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SourcePoolTest {
    private static final int MOST = 16;
    private static final long PATIENCE_SECONDS = 60;

    @Test
    void sourcesThatAreLookedIntoOneAfterTheOtherShareAThread() {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        try (SourcePool pool = new SourcePool(MOST)) {
            for (int number = 0; number < 100; number++) {
                CountDownLatch looked = new CountDownLatch(1);
                due(pool, "d" + number, "place " + number, () -> used.add(Thread.currentThread()), looked);
                await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> looked.getCount() == 0
                                && used.stream().allMatch(thread -> thread.getState() == State.TIMED_WAITING));
            }
        }

        assertThat(used).hasSize(1);
    }

    @Test
    void aPlaceThatHangsHoldsUpNoOther() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch othersDone = new CountDownLatch(50);
        try (SourcePool pool = new SourcePool(MOST)) {
            for (int number = 0; number < 50; number++) {
                due(pool, "slow" + number, "hangs", () -> waitFor(hanging), new CountDownLatch(1));
            }
            for (int number = 0; number < 50; number++) {
                due(pool, "fast" + number, "answers " + number, () -> {}, othersDone);
            }

            assertThat(othersDone.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            hanging.countDown();
        }
    }

    @Test
    void noMoreLooksThanThreadsAreInFlightAndEachIsRun() throws InterruptedException {
        AtomicInteger now = new AtomicInteger();
        Map<Integer, Boolean> seen = new ConcurrentHashMap<>();
        CountDownLatch done = new CountDownLatch(400);
        try (SourcePool pool = new SourcePool(MOST)) {
            for (int number = 0; number < 400; number++) {
                Runnable look = () -> {
                    seen.put(now.incrementAndGet(), true);
                    Thread.onSpinWait();
                    now.decrementAndGet();
                };
                due(pool, "d" + number, "place " + number, look, done);
            }

            assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(seen.keySet()).allMatch(inFlight -> inFlight <= MOST);
    }

    @Test
    void aLookThatFailsTakesNoThreadAway() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(3 * MOST);
        CountDownLatch after = new CountDownLatch(1);
        try (SourcePool pool = new SourcePool(MOST)) {
            for (int number = 0; number < 3 * MOST; number++) {
                due(pool, "broken" + number, "place " + number, SourcePoolTest::fail, failed);
            }
            assertThat(failed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

            due(pool, "whole", "place", () -> {}, after);

            assertThat(after.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void fail() {
        throw new IllegalStateException("A look that fails");
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void due(SourcePool pool, String destination, String place, Runnable look, CountDownLatch ended) {
        ScheduledFuture<?> unused = pool.after(Duration.ZERO, new SourcePool.Look() {
            @Override
            public String destination() {
                return destination;
            }

            @Override
            public String place() {
                return place;
            }

            @Override
            public void run() {
                look.run();
            }

            @Override
            public void ended() {
                ended.countDown();
            }
        });
    }
}
