package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with a workflow that needs them, by command: with a running bundle beside and without. */
@Tag("bundle")
class WorkflowCommandsTest {
    private static final String NO_PERMISSION =
            "{\"advertisers\":[{\"id\":\"7000000000000000001\",\"role\":\"ANALYST\"}]}";
    private static final String PERMISSION =
            "{\"advertisers\":[{\"id\":\"7000000000000000001\",\"role\":\"OPERATOR\"}]}";
    private static final String REFUSED_FROM_THE_THIRD =
            "{\"path\":\"segment/mapping/\",\"skip\":2,\"times\":1,\"code\":49999,\"message\":\"Never seen before\"}";

    @TempDir
    Path folder;

    @Test
    void failedWorkflowShowsItsStepsAndIsResolvedOnceTheCauseIsMended() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            SegmentSample sample = bench.sample(1_200, 1);
            bench.simulator().change(NO_PERMISSION);
            BundleProcess delivery = bench.startDelivery(sample).awaitExit();
            assertThat(delivery.exitCode()).as(delivery.out() + delivery.err()).isEqualTo(1);
            String id = bench.listed().get(0).path("id").asText();

            BundleProcess shown = bench.workflows("show", id);

            assertThat(shown.exitCode()).isZero();
            assertThat(shown.out())
                    .contains("Workflow " + id + ": Failed")
                    .contains("Resolution: Missing advertiser permissions")
                    .contains("  1. ")
                    .contains("workflows resolve " + id)
                    .contains("workflows retry " + id);
            JsonNode program = bench.parse(bench.workflows("show", id, "--json").out());
            assertThat(program.at("/workflow/state").asText()).isEqualTo("FAILED");
            assertThat(program.at("/resolution/id").asText()).isEqualTo("missing-advertiser-permissions");

            BundleProcess wrongAction = bench.workflows("resolve", id, "--action", "invalid-credentials");
            assertThat(wrongAction.exitCode()).isEqualTo(2);
            assertThat(wrongAction.err())
                    .contains("missing-advertiser-permissions")
                    .contains("Nothing was changed");

            bench.simulator().change(PERMISSION);
            BundleProcess resolved = bench.workflows("resolve", id, "--action", "missing-advertiser-permissions");
            assertThat(resolved.exitCode()).as(resolved.out() + resolved.err()).isZero();
            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(sample.digests());
            assertThat(bench.listed()).hasSize(1);
            assertThat(bench.workflows("list", "--state", "failed").out()).doesNotContain(id);
            assertThat(bench.workflows("list", "--state", "succeeded").out()).contains(id);
        }
    }

    @Test
    void restartGoesOnFromTheBatchThatFailedAndSkipGivesTheRestUp() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 300)) {
            SegmentSample restarted = bench.sample(1_500, 2);
            bench.simulator().addFault(REFUSED_FROM_THE_THIRD);
            assertThat(bench.startDelivery(restarted).awaitExit().exitCode()).isEqualTo(1);
            String first = bench.listed().get(0).path("id").asText();
            long before = bench.simulator().mappings();

            BundleProcess restart = bench.workflows("restart", first, "--json");

            assertThat(restart.exitCode()).as(restart.out() + restart.err()).isZero();
            assertThat(bench.parse(restart.out()).path("state").asText()).isEqualTo("Succeeded");
            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(restarted.digests());
            assertThat(bench.simulator().mappings() - before).isEqualTo(5 - 2);

            SegmentSample skipped = bench.sample(1_500, 3);
            bench.simulator().addFault(REFUSED_FROM_THE_THIRD);
            assertThat(bench.startDelivery(skipped).awaitExit().exitCode()).isEqualTo(1);
            String second = bench.listed().get(0).path("id").asText();
            BundleProcess skip = bench.workflows("skip", second);
            assertThat(skip.exitCode()).as(skip.out() + skip.err()).isEqualTo(3);
            assertThat(skip.out()).contains(": Issue").contains("600 added").contains(" failed");

            BundleProcess again = bench.workflows("retry-failed", second, "--reason", "the account is open again");
            assertThat(again.exitCode()).as(again.out() + again.err()).isIn(0, 3);
            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).containsAll(skipped.digests());
        }
    }

    @Test
    void runningBundleExecutesTheCommandsOfOtherProcesses() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 200)) {
            SegmentSample sample = bench.sample(4_000, 4);
            bench.simulator().addFault(REFUSED_FROM_THE_THIRD);
            assertThat(bench.startDelivery(sample).awaitExit().exitCode()).isEqualTo(1);
            String id = bench.listed().get(0).path("id").asText();
            BundleProcess runner = bench.distribution().start("run", "--profile", "sandbox");
            System.out.println("start to ready: " + runner.awaitReady().toMillis() + " ms");
            bench.simulator().slowDownMappings(100, 1_000);

            BundleProcess retry = bench.workflows("retry", id);
            assertThat(retry.exitCode()).as(retry.err()).isZero();
            assertThat(retry.out()).contains("continues in stage Deliver").contains("The running bundle");
            bench.simulator().awaitAcceptedMappings(3);
            BundleProcess stop = bench.workflows("stop", id);
            assertThat(stop.exitCode()).as(stop.err()).isZero();
            bench.awaitReceipt("customers-4.csv", "Stopped");
            assertThat(bench.simulator().acceptedMappings())
                    .as("the batch in flight was settled")
                    .isLessThan(batches(sample));
            bench.simulator().clearFaults();
            assertThat(bench.workflows("retry", id).exitCode()).isZero();
            bench.awaitReceipt("customers-4.csv", "Succeeded");

            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(sample.digests());
            assertThat(bench.simulator().acceptedMappings()).isEqualTo(batches(sample));
            runner.terminate();
            assertThat(runner.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void stopWithoutARunningBundleStopsTheDeliveryOfAnotherProcess() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 200)) {
            SegmentSample sample = bench.sample(4_000, 5);
            bench.simulator().slowDownMappings(100, 1_500);
            BundleProcess delivery = bench.startDelivery(sample);
            bench.simulator().awaitAcceptedMappings(1);
            String id = bench.listed().get(0).path("id").asText();

            BundleProcess stop = bench.workflows("stop", id);

            assertThat(stop.exitCode()).as(stop.out() + stop.err()).isEqualTo(5);
            assertThat(delivery.awaitExit().exitCode()).isEqualTo(5);
            assertThat(bench.simulator().mappings()).isEqualTo(bench.simulator().acceptedMappings());
            assertThat(bench.simulator().acceptedMappings()).isLessThan(20);
        }
    }

    private static int batches(SegmentSample sample) {
        return (sample.digests().size() + 199) / 200;
    }
}
