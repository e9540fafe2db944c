package io.audienceroutes.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.call.CallCounts;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small writes of several threads, and the calls of the day, in a real database. */
class GroupedWritesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);

    @TempDir
    Path folder;

    private static void count(Handle handle, String lane) {
        handle.execute(
                "INSERT INTO call_count (lane, day, calls) VALUES (?, '2026-11-24', 1)"
                        + " ON CONFLICT (lane, day) DO UPDATE SET calls = calls + 1",
                lane);
    }

    private static int calls(StateDatabase database, String lane) {
        return database.read(handle -> handle.createQuery("SELECT calls FROM call_count WHERE lane = :lane")
                .bind("lane", lane)
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void everyWriteOfEveryThreadIsCommittedWhenItReturns() throws Exception {
        try (StateDatabase database = new StateDatabase(folder.resolve("state.db"))) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                String lane = "lane " + writer;
                writers.add(threads.submit(() -> {
                    for (int i = 1; i <= 50; i++) {
                        database.write(handle -> count(handle, lane));
                        assertThat(calls(database, lane)).isEqualTo(i);
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            threads.shutdown();
        }
    }

    @Test
    void badWriteFailsAloneAndNotThoseThatCameWithIt() throws Exception {
        try (StateDatabase database = new StateDatabase(folder.resolve("state.db"))) {
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            GroupedWrites writes = new GroupedWrites(database::useTransaction);
            ExecutorService threads = Executors.newFixedThreadPool(3);
            Future<?> slow = threads.submit(() -> writes.write(handle -> {
                first.countDown();
                await(go);
            }));
            await(first);
            Future<?> good = threads.submit(() -> writes.write(handle -> count(handle, "good")));
            Future<?> bad =
                    threads.submit(() -> writes.write(handle -> handle.execute("INSERT INTO nowhere VALUES (1)")));
            go.countDown();

            slow.get();
            good.get();
            assertThatThrownBy(bad::get).isInstanceOf(ExecutionException.class).hasMessageContaining("nowhere");
            assertThat(calls(database, "good")).isEqualTo(1);
            threads.shutdown();
        }
    }

    @Test
    void callsOfTheDaySurviveTheProcessAndEndWithTheDay() {
        try (StateDatabase database = new StateDatabase(folder.resolve("state.db"))) {
            CallCounts counts = new CallCounts(database);
            assertThat(counts.take("app a", DAY, 4, 10)).isEqualTo(4);
            assertThat(counts.take("app b", DAY, 4, 10)).isEqualTo(4);
            counts.giveBack("app a", DAY, 1);
        }
        try (StateDatabase database = new StateDatabase(folder.resolve("state.db"))) {
            CallCounts counts = new CallCounts(database);
            assertThat(counts.take("app a", DAY, 9, 10)).isEqualTo(7);
            assertThat(counts.take("app a", DAY, 1, 10)).isZero();
            assertThat(counts.take("app a", DAY.plusDays(1), 1, 10)).isEqualTo(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
