package io.audienceroutes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HeavyWorkTest {
    private final ExecutorService otherThread = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        otherThread.shutdownNow();
    }

    @Test
    void placeBelongsToAThreadUntilItsStageEnds() throws Exception {
        HeavyWork work = new HeavyWork(1);
        assertThat(work.tryBegin()).isTrue();
        assertThat(work.tryBegin()).as("it has one already").isTrue();
        work.begin();
        assertThat(elsewhere(work::tryBegin)).isFalse();

        work.end();
        work.end();

        assertThat(elsewhere(work::tryBegin)).isTrue();
        assertThat(work.tryBegin()).isFalse();
    }

    @Test
    void crowdedOnceAsManyWaitAsThereArePlaces() throws Exception {
        HeavyWork work = new HeavyWork(1);
        assertThat(work.tryBegin()).isTrue();
        assertThat(work.crowded()).isFalse();

        otherThread.execute(work::begin);
        while (!work.crowded()) {
            Thread.onSpinWait();
        }
        work.end();

        assertThat(elsewhere(work::tryBegin)).as("it waited, and has one now").isTrue();
        assertThat(work.crowded()).isFalse();
    }

    private <T> T elsewhere(Callable<T> question) throws Exception {
        return otherThread.submit(question).get();
    }
}
