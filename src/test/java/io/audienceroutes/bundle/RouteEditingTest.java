package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

            distribution.edit(
                    "routes/map-batch.camel.yaml", "name: map-batch\n      steps:\n", "name: map-batch\n" + LOG_STEP);
            runner.awaitPrinted("map-batch\\.camel\\.yaml was edited; the new version is in use");
            runner.awaitPrinted("EDITED-BATCH");
            bench.awaitReceipt("first.csv", "Succeeded");

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
            String reason = runner.awaitPrinted("receive-segment-file\\.camel\\.yaml was edited but cannot be (.*)");
            assertThat(reason).contains("no-such-component");
            distribution.edit("routes/map-batch.camel.yaml", "from:", "frmo:");
            assertThat(runner.awaitPrinted("map-batch\\.camel\\.yaml was edited but cannot be (.*)"))
                    .contains("the previous version of the route")
                    .contains("frmo");
            distribution.edit(
                    "routes/pick-up-from-folder.camel.yaml",
                    "        steps:\n",
                    "        steps:\n          - log:\n              id: tell-edit\n              message: EDITED-PICK-UP\n");
            runner.awaitPrinted("pick-up-from-folder\\.camel\\.yaml was edited; the new version is in use");
            SegmentSample sample = drop(bench, "after.csv", 1_500, 2);
            bench.awaitReceipt("after.csv", "Succeeded");

            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(sample.digests());
            runner.awaitPrinted("EDITED-PICK-UP");
        }
    }

    private SegmentSample drop(BundleBench bench, String name, int rows, long seed) throws Exception {
        SegmentSample sample = SegmentSample.write(folder.resolve(name), rows, seed);
        Path inbox = Files.createDirectories(bench.distribution().path(INBOX));
        Files.move(sample.file(), inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return sample;
    }
}
