package io.audienceroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryPauseTest {
    private final RetryPause pause = new RetryPause(Duration.ofSeconds(30), Duration.ofMinutes(15), new Random(7));

    @Test
    void pauseDoublesUpToTheLongest() {
        assertPause(0, false, 30);
        assertPause(1, false, 60);
        assertPause(4, false, 480);
        assertPause(5, false, 900);
        assertPause(1_000_000, false, 900);
    }

    @Test
    void whatAPersonHasToMendIsTriedLessOften() {
        assertPause(0, true, 120);
        assertPause(20, true, 3600);
    }

    private void assertPause(int failures, boolean lasting, int seconds) {
        assertThat(pause.after(failures, lasting))
                .isBetween(Duration.ofMillis(seconds * 800L), Duration.ofMillis(seconds * 1200L));
    }
}
