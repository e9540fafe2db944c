package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are ended while they wait, and what the next command finds. */
@Tag("bundle")
class InterruptedCommandsTest {
    private static final String BUSY = "{\"path\":\"segment/mapping/\",\"times\":1000,\"code\":40100,"
            + "\"message\":\"App reaches the QPM limit.\"}";

    @TempDir
    Path folder;

    @Test
    void authorizeEndsAtOnceOnCtrlC() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            bench.secret("acme.app-id", "7000000000000000100");
            bench.secret("acme.app-secret", "never-used");
            BundleProcess waiting = bench.distribution().startInTerminal("credentials", "authorize", "acme");
            waiting.awaitPrinted("Have the owner of the TikTok account open this link");
            long begun = System.nanoTime();

            waiting.interrupt();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            assertThat(waiting.out()).contains("Interrupted: this command no longer waits for the callback.");
            assertThat(waiting.err()).doesNotContain("did not finish");
        }
    }

    @Test
    void workflowThatWaitedAndIsDueIsSeenThroughByResolve() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            SegmentSample sample = bench.sample(1_200, 1);
            bench.simulator().addFault(BUSY);
            bench.distribution().with("tiktok.minute-throttle-ms", "2000");
            BundleProcess delivery = bench.startDelivery(sample);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> bench.listed().stream()
                            .anyMatch(each -> each.path("state").asText().equals("WAITING")));
            delivery.kill();
            bench.simulator().clearFaults();
            JsonNode due = bench.listed().get(0);
            assertThat(due.path("state").asText()).isEqualTo("WAITING");
            Instant at = Instant.parse(due.path("resumeAt").asText());
            await().atMost(Duration.ofMinutes(1)).until(() -> Instant.now().isAfter(at));

            BundleProcess resolved = bench.workflows("resolve", due.path("id").asText());

            assertThat(resolved.exitCode()).as(resolved.out() + resolved.err()).isZero();
            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(sample.digests());
        }
    }
}
