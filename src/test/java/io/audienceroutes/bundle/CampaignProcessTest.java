package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of one campaign, given to processes that are killed and started again, or by command. */
@Tag("bundle")
class CampaignProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String INBOX = "inbox/spring";
    private static final String BUYERS = "Buyers of spring";

    @TempDir
    Path folder;

    @Test
    void campaignWhoseProcessIsKilledBetweenTwoFilesIsDeliveredWhole() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            campaign(bench, BundleBench.pickUpFrom(INBOX));
            Path inbox = Files.createDirectories(bench.distribution().path(INBOX));
            BundleProcess first = bench.startRun();
            first.awaitReady();
            SegmentSample a = drop(inbox, "spring_A.csv", 31);
            await().atMost(PATIENCE).until(() -> archived(bench) == 1);

            first.kill();
            assertThat(bench.simulator().mappings()).isZero();
            BundleProcess second = bench.startRun();
            second.awaitReady();
            SegmentSample b = drop(inbox, "spring_B.csv", 32);
            await().atMost(PATIENCE).until(() -> archived(bench) == 2);
            second.kill();
            SegmentSample c = drop(inbox, "spring_C.csv", 33);
            BundleProcess last = bench.runOnce();

            assertThat(last.exitCode()).as(last.out() + last.err()).isZero();
            requireOneCampaign(bench, a, b, c);
        }
    }

    @Test
    void filesOfACampaignAreDeliveredByCommandToo() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            campaign(bench);
            SegmentSample a = named("spring_A.csv", 41);
            SegmentSample b = named("spring_B.csv", 42);
            SegmentSample c = named("spring_C.csv", 43);

            BundleProcess first = deliver(bench, a);
            BundleProcess second = deliver(bench, b);

            assertThat(List.of(first.exitCode(), second.exitCode()))
                    .as(first.out() + first.err() + second.out() + second.err())
                    .containsOnly(4);
            assertThat(second.out()).contains("Waiting", "spring_A.csv", "spring_B.csv");
            assertThat(bench.simulator().mappings()).isZero();
            BundleProcess third = deliver(bench, c);
            assertThat(third.exitCode()).as(third.out() + third.err()).isZero();
            assertThat(third.out()).contains("every row and identifier is accounted for", "spring_C.csv");
            requireOneCampaign(bench, a, b, c);
        }
    }

    private static void campaign(BundleBench bench, String... more) throws IOException {
        bench.destination("spring", "replaced", more);
        bench.distribution().edit("config/destinations/spring.yaml", "audienceName: replaced", """
                        campaign:
                          files: single
                          pattern: (?<campaign>.+)_(?<group>.+)\\.csv
                          groups: [A, B, C]
                          audienceName: Buyers of {campaign}""");
    }

    private static BundleProcess deliver(BundleBench bench, SegmentSample sample) throws IOException {
        return bench.distribution().run("deliver", sample.path(), "--destination", "spring", "--profile", "sandbox");
    }

    private SegmentSample named(String name, long seed) {
        return SegmentSample.write(folder.resolve(name), 700, seed);
    }

    private SegmentSample drop(Path inbox, String name, long seed) throws IOException {
        SegmentSample sample = named(name, seed);
        Files.move(sample.file(), inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return sample;
    }

    private static long archived(BundleBench bench) throws IOException {
        return bench.distribution().filesBelow(INBOX).stream()
                .filter(file -> file.startsWith(".done/"))
                .count();
    }

    private static void requireOneCampaign(BundleBench bench, SegmentSample... samples) throws IOException {
        Set<String> members = new TreeSet<>();
        int rows = 0;
        for (SegmentSample sample : samples) {
            members.addAll(sample.digests());
            rows += sample.rows();
        }
        assertThat(bench.simulator().members(BUYERS)).isEqualTo(members);
        List<JsonNode> campaigns = bench.listed().stream()
                .filter(workflow -> workflow.path("type").asText().equals("campaign"))
                .toList();
        assertThat(campaigns)
                .singleElement()
                .satisfies(
                        workflow -> assertThat(workflow.path("state").asText()).isEqualTo("SUCCEEDED"));
        String id = campaigns.get(0).path("id").asText();
        assertThat(bench.receipts())
                .filteredOn(receipt -> receipt.path("workflowId").asText().equals(id))
                .singleElement()
                .satisfies(receipt -> assertThat(
                                receipt.path("outcomes").path("added").asInt())
                        .isEqualTo(members.size()));
        assertThat(bench.receipts())
                .filteredOn(receipt -> receipt.path("workflowId").asText().equals(id))
                .extracting(receipt -> receipt.path("rowsRead").asInt())
                .containsExactly(rows);
    }
}
