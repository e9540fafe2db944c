package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An integration team edits {@code routes/} while the bundle runs. */
@Tag("bundle")
class RouteEditingTest {
    private static final String INBOX = "inbox/vip";

    private static final String LOG_STEP = """
                  steps:
                    - log:
                        id: tell-batch
                        logName: edited
                        message: EDITED-BATCH
            """;

    @TempDir
    Path folder;

    @Test
    void editedRoutesAreTakenUpWhileAFileIsDelivered() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 200)) {
            Distribution distribution = bench.distribution();
            bench.destination(
                    BundleBench.DESTINATION, BundleBench.AUDIENCE, "batchSize: 200", BundleBench.pickUpFrom(INBOX));
            bench.simulator().slowDownMappings(100, 100);
            BundleProcess runner = distribution.start("run", "--profile", "sandbox");
            runner.awaitReady();
            SegmentSample sample = drop(bench, "first.csv", 6_000, 1);
            bench.simulator().awaitAcceptedMappings(2);

            distribution.edit("routes/map-batch.camel.yaml", "      steps:\n", LOG_STEP);
            runner.awaitPrinted("map-batch\\.camel\\.yaml was edited and is in use");
            runner.awaitPrinted("EDITED-BATCH");
            awaitState(bench, "first.csv", "SUCCEEDED");

            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(sample.digests());
            assertThat(bench.simulator().mappings())
                    .as("no batch is lost and none repeated")
                    .isEqualTo((sample.digests().size() + 199) / 200);
            assertThat(runner.out() + runner.err()).doesNotContain("Exception");
        }
    }

    @Test
    void brokenRouteKeepsTheOldOneAndEditedTemplateRenewsItsPickUps() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            Distribution distribution = bench.distribution();
            bench.destination(BundleBench.DESTINATION, BundleBench.AUDIENCE, BundleBench.pickUpFrom(INBOX));
            BundleProcess runner = distribution.start("run", "--profile", "sandbox");
            runner.awaitReady();

            distribution.edit("routes/receive-segment-file.camel.yaml", "uri: direct", "uri: no-such-component");
            String reason = runner.awaitPrinted("receive-segment-file\\.camel\\.yaml was edited and cannot be (.*)");
            assertThat(reason).contains("no-such-component");
            distribution.edit("routes/map-batch.camel.yaml", "from:", "frmo:");
            assertThat(runner.awaitPrinted("map-batch\\.camel\\.yaml was edited and cannot be (.*)"))
                    .contains("the route stays as it was")
                    .contains("frmo");
            distribution.edit(
                    "routes/pick-up-from-folder.camel.yaml",
                    "${date-with-timezone:now:UTC:yyyyMMdd-HHmmss-SSS}",
                    "edited");
            runner.awaitPrinted("pick-up-from-folder\\.camel\\.yaml was edited and is in use");
            SegmentSample sample = drop(bench, "after.csv", 500, 2);
            awaitState(bench, "after.csv", "SUCCEEDED");

            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(sample.digests());
            await("archived under the edited name")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> distribution.filesBelow(INBOX).contains(".done/edited-after.csv"));
        }
    }

    private SegmentSample drop(BundleBench bench, String name, int rows, long seed) throws Exception {
        SegmentSample sample = SegmentSample.write(folder.resolve(name), rows, seed);
        Path inbox = Files.createDirectories(bench.distribution().path(INBOX));
        Files.move(sample.file(), inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return sample;
    }

    private static void awaitState(BundleBench bench, String file, String state) {
        await(file + " " + state)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> bench.listed().stream()
                        .anyMatch(workflow -> workflow.path("fileName").asText().equals(file)
                                && workflow.path("state").asText().equals(state)));
    }
}
