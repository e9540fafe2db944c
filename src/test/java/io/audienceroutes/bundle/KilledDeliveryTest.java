package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.audienceroutes.testing.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is ended in the middle of its work, gently or not: the next start finishes, and nothing is lost. */
@Tag("bundle")
class KilledDeliveryTest {
    private static final int BATCH = 500;
    private static final int ROWS = 10_000;
    private static final int SLOW_MILLIS = 150;

    @TempDir
    Path folder;

    @Test
    void deliveryThatWasKilledGoesOnAtTheNextStart() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, BATCH)) {
            SegmentSample sample = bench.sample(ROWS, 1);
            bench.simulator().slowDownMappings(batches(sample), SLOW_MILLIS);
            BundleProcess delivery = bench.startDelivery(sample);
            bench.simulator().awaitAcceptedMappings(5);
            delivery.kill();
            bench.simulator().clearFaults();
            assertThat(bench.simulator().acceptedMappings()).isLessThan(batches(sample));

            BundleProcess next = bench.runOnce();

            requireDelivered(bench, sample, next);
            assertThat(bench.simulator().mappings())
                    .as("at most the batch in flight is repeated")
                    .isBetween((long) batches(sample), batches(sample) + 1L);
        }
    }

    @Test
    void retryTakesUpWhatAKilledProcessLeft() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, BATCH)) {
            SegmentSample sample = bench.sample(ROWS, 2);
            bench.simulator().slowDownMappings(batches(sample), SLOW_MILLIS);
            BundleProcess delivery = bench.startDelivery(sample);
            bench.simulator().awaitAcceptedMappings(3);
            delivery.kill();
            bench.simulator().clearFaults();
            JsonNode left = bench.listed().get(0);
            assertThat(left.path("state").asText()).isEqualTo("RUNNING");

            BundleProcess retry = bench.workflows("retry", left.path("id").asText());

            requireDelivered(bench, sample, retry);
            assertThat(bench.simulator().mappings()).isLessThanOrEqualTo(batches(sample) + 1L);
        }
    }

    @Test
    void preparationThatWasKilledStartsAnew() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 10_000)) {
            bench.distribution().with("prepare.chunk-rows", "100");
            SegmentSample sample = bench.sample(200_000, 3);
            BundleProcess delivery = bench.startDelivery(sample);
            await("preparation began")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> prepares(bench));
            delivery.kill();
            assertThat(bench.simulator().mappings()).isZero();

            BundleProcess next = bench.runOnce();

            requireDelivered(bench, sample, next);
            assertThat(bench.simulator().audiences()).isEqualTo(1);
        }
    }

    @Test
    void divisionThatWasKilledGoesOnAndNamesWhatTikTokRefused() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, BATCH)) {
            SegmentSample sample = bench.sample(ROWS, 5);
            String refused = List.copyOf(sample.digests()).get(0);
            bench.simulator().change("{\"refusedIds\":[\"" + refused + "\"]}");
            bench.simulator().slowDownMappings(100, SLOW_MILLIS);
            BundleProcess delivery = bench.startDelivery(sample);
            // Halves and quarters of the first batch: it is refused four times before one member of it is alone
            await("a part was refused and another accepted")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> bench.simulator().mappings() >= 4
                            && bench.simulator().acceptedMappings() >= 1);
            delivery.kill();
            bench.simulator().clearFaults();
            long before = bench.simulator().mappings();

            BundleProcess next = bench.runOnce();

            assertThat(next.exitCode()).as(next.out() + next.err()).isEqualTo(3);
            assertThat(next.out()).contains("TikTok refused 1 member", "every row and identifier is accounted for");
            assertThat(bench.simulator().mappings()).isGreaterThan(before);
            Set<String> delivered = new TreeSet<>(sample.digests());
            delivered.remove(refused);
            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(delivered);
            List<String> named = rejects(bench)
                    .lines()
                    .filter(line -> line.contains(",refused-by-tiktok,"))
                    .toList();
            assertThat(named).singleElement().asString().contains("code 40062");
            int line = Integer.parseInt(named.get(0).split(",", -1)[1]);
            String row = Files.readAllLines(sample.file()).get(line - 1);
            assertThat(SegmentSample.sha256(row.split(",", -1)[0].strip().toLowerCase(Locale.ROOT)))
                    .isEqualTo(refused);
        }
    }

    private static String rejects(BundleBench bench) throws IOException {
        String name = bench.distribution().filesBelow("data/workflows").stream()
                .filter(file -> file.endsWith("rejects.csv"))
                .findFirst()
                .orElseThrow();
        return bench.distribution().read("data/workflows/" + name);
    }

    @Test
    void terminatedDeliveryEndsAtABatchAndIsNoFailure() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, BATCH)) {
            SegmentSample sample = bench.sample(ROWS, 4);
            bench.simulator().slowDownMappings(batches(sample), SLOW_MILLIS);
            BundleProcess delivery = bench.startDelivery(sample);
            bench.simulator().awaitAcceptedMappings(3);

            delivery.terminate();

            assertThat(delivery.exitCode()).isEqualTo(143);
            assertThat(delivery.err()).contains("Interrupted. Nothing is lost").doesNotContain("Exception");
            assertThat(bench.simulator().acceptedMappings())
                    .as("the batch in flight was settled")
                    .isEqualTo(bench.simulator().mappings())
                    .isLessThan(batches(sample));
            assertThat(bench.listed().get(0).path("state").asText()).isEqualTo("RUNNING");
            bench.simulator().clearFaults();
            BundleProcess next = bench.runOnce();
            requireDelivered(bench, sample, next);
            assertThat(bench.simulator().mappings()).as("no batch is repeated").isEqualTo(batches(sample));
        }
    }

    /** A service manager kills after 30 seconds, as Kubernetes does. */
    @Test
    void terminatedDeliveryEndsInTimeWhileAnAnswerTrickles() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, BATCH);
                FaultProxy proxy = FaultProxy.before(bench.simulatorPort())) {
            bench.distribution().using(URI.create("http://127.0.0.1:" + proxy.port()));
            SegmentSample sample = bench.sample(ROWS, 6);
            bench.simulator().slowDownMappings(batches(sample), SLOW_MILLIS);
            BundleProcess delivery = bench.startDelivery(sample);
            bench.simulator().awaitAcceptedMappings(3);
            proxy.trickle(Duration.ofSeconds(1).toNanos());
            long mapped = bench.simulator().acceptedMappings();
            bench.simulator().awaitAcceptedMappings((int) mapped + 1);

            long begun = System.nanoTime();
            delivery.terminate();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(28));
            assertThat(delivery.exitCode()).isEqualTo(143);
            assertThat(delivery.err()).contains("Interrupted. Nothing is lost").doesNotContain("did not finish");
            proxy.heal();
            bench.simulator().clearFaults();
            requireDelivered(bench, sample, bench.runOnce());
        }
    }

    private static int batches(SegmentSample sample) {
        return (sample.digests().size() + BATCH - 1) / BATCH;
    }

    /** Digests of a workflow are on disk while its file is read. */
    private static boolean prepares(BundleBench bench) throws IOException {
        Path workflows = bench.distribution().path("data/workflows");
        return Files.exists(workflows)
                && bench.distribution().filesBelow("data/workflows").stream()
                        .anyMatch(file -> file.contains("digests-"));
    }

    private static void requireDelivered(BundleBench bench, SegmentSample sample, BundleProcess process) {
        assertThat(process.exitCode()).as(process.out() + process.err()).isZero();
        assertThat(process.out()).contains(": Succeeded").contains("every row and identifier is accounted for");
        assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(sample.digests());
    }
}
