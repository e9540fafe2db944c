package io.audienceroutes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sweep of the timer and the end of a workflow may delete the same folder. */
class CleanUpTest {
    @Test
    void twoThatDeleteTheSameAtTheSameTimeBothSucceed(@TempDir Path folder) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 40; round++) {
                Path root = folder.resolve("round-" + round);
                for (int file = 0; file < 120; file++) {
                    Path below = Files.createDirectories(root.resolve("part-" + file % 8));
                    Files.writeString(below.resolve("file-" + file), "x");
                }
                List<Future<?>> both = new ArrayList<>();
                for (int thread = 0; thread < 2; thread++) {
                    both.add(threads.submit(() -> CleanUp.deleteTree(root)));
                }
                for (Future<?> each : both) {
                    each.get();
                }
                assertThat(root).doesNotExist();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
