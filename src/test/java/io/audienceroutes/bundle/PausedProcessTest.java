package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is stopped in the middle of a delivery, beyond its lease, and wakes when a newer list was confirmed. */
@Tag("bundle")
class PausedProcessTest {
    private static final int BATCH = 250;
    private static final int REQUESTS_IN_FLIGHT = 4;

    @TempDir
    Path folder;

    @Test
    void wokenProcessSendsNothingOfAnOldListIntoANewerOne() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, BATCH)) {
            bench.distribution()
                    .with("deliver.requests-in-flight", Integer.toString(REQUESTS_IN_FLIGHT))
                    .with("runner.lease-ms", "2000")
                    .with("tiktok.connect-timeout-ms", "1000")
                    .with("tiktok.response-timeout-ms", "3000");
            bench.destination(
                    BundleBench.DESTINATION,
                    BundleBench.AUDIENCE,
                    "batchSize: " + BATCH,
                    "syncMode: mirror",
                    "shrinkGuard: {percent: 100}",
                    BundleBench.pickUpFrom("inbox"));
            Path inbox = Files.createDirectories(bench.distribution().path("inbox"));
            SegmentSample old = bench.sample(8_000, 1);
            SegmentSample newer = bench.sample(2_000, 2);
            bench.simulator().slowDownMappings(1_000, 400);
            BundleProcess paused = bench.startRun();
            paused.awaitReady();
            drop(old, inbox);
            bench.simulator().awaitAcceptedMappings(REQUESTS_IN_FLIGHT);

            paused.stop();
            bench.simulator().clearFaults();
            BundleProcess other = bench.startRun();
            bench.awaitReceipt(old.file().getFileName().toString(), "Succeeded");
            drop(newer, inbox);
            bench.awaitReceipt(newer.file().getFileName().toString(), "Succeeded");
            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(newer.digests());
            long before = bench.simulator().mappings();
            paused.resume();

            await("the woken process sees that it lost its work, or sends")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> bench.simulator().mappings() > before
                            || (paused.out() + paused.err()).contains("no longer holds workflow"));
            paused.terminate();
            other.terminate();
            assertThat(bench.simulator().mappings() - before)
                    .as("calls of the woken process")
                    .isZero();
            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(newer.digests());
            assertThat(bench.listed())
                    .allSatisfy(workflow ->
                            assertThat(workflow.path("state").asText()).isEqualTo("SUCCEEDED"));
        }
    }

    private static void drop(SegmentSample sample, Path inbox) throws Exception {
        Path arriving = inbox.resolve(sample.file().getFileName() + ".part");
        Files.copy(sample.file(), arriving);
        Files.move(arriving, inbox.resolve(sample.file().getFileName()));
    }
}
