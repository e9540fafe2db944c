package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking before sending, and at what was sent, with the commands of the package. */
@Tag("bundle")
class PlanAndSampleCommandsTest {
    @TempDir
    Path folder;

    @Test
    void planSendsNothingAndItsDeliveryIsExactlyThat() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            SegmentSample sample = bench.sample(1_200, 1);

            BundleProcess planned =
                    command(bench, "plan", sample.path(), "--destination", BundleBench.DESTINATION, "--json");

            assertThat(planned.exitCode()).as(planned.out() + planned.err()).isZero();
            assertThat(bench.simulator().mappings()).isZero();
            assertThat(bench.simulator().audiences()).isZero();
            JsonNode plan = bench.parse(planned.out());
            assertThat(plan.at("/schemas/0/adds").asInt())
                    .isEqualTo(sample.digests().size());
            Files.writeString(sample.file(), "email\nsomebody@example.org\n");
            BundleProcess delivered =
                    command(bench, "deliver", "--plan", plan.path("planId").asText());
            assertThat(delivered.exitCode())
                    .as(delivered.out() + delivered.err())
                    .isZero();
            assertThat(bench.simulator().members(BundleBench.AUDIENCE))
                    .as("the bytes of the plan, whatever became of the file")
                    .isEqualTo(sample.digests());

            BundleProcess again =
                    command(bench, "deliver", "--plan", plan.path("planId").asText());
            assertThat(again.exitCode()).as(again.out() + again.err()).isEqualTo(1);
            assertThat(again.out()).contains("Resolution: Plan is outdated", "Nothing was sent");
        }
    }

    @Test
    void sampleGoesFirstAndTheListAfterAnApproval() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            SegmentSample sample = bench.sample(1_200, 2);

            BundleProcess held = bench.startDelivery(sample, "--sample", "10").awaitExit();

            assertThat(held.exitCode()).as(held.out() + held.err()).isEqualTo(4);
            assertThat(bench.simulator().members(BundleBench.AUDIENCE + " (sample)"))
                    .hasSize(10);
            assertThat(bench.simulator().audiences()).isEqualTo(1);
            String id = bench.listed().stream()
                    .filter(workflow -> workflow.path("state").asText().equals("WAITING"))
                    .findFirst()
                    .orElseThrow()
                    .path("id")
                    .asText();
            assertThat(bench.workflows("show", id).out())
                    .contains("10 members", "workflows approve " + id, "workflows reject " + id);
            BundleProcess approved = bench.workflows("approve", id, "--reason", "Looks right");
            assertThat(approved.exitCode()).as(approved.out() + approved.err()).isZero();
            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(sample.digests());
        }
    }

    @Test
    void memberFilesAreVerifiedAndDamageIsSaid() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            bench.startDelivery(bench.sample(1_200, 3)).awaitExit();
            BundleProcess sound = command(bench, "members", "verify");
            assertThat(sound.exitCode()).as(sound.out() + sound.err()).isZero();
            assertThat(sound.out()).contains("VIP customers", "EMAIL_SHA256", "ok");
            Path members = bench.distribution().path("data/members");
            for (String name : bench.distribution().filesBelow("data/members")) {
                byte[] bytes = Files.readAllBytes(members.resolve(name));
                bytes[bytes.length - 1] ^= 1;
                Files.write(members.resolve(name), bytes);
            }

            BundleProcess damaged = command(bench, "members", "verify", "--json");

            assertThat(damaged.exitCode()).isEqualTo(1);
            assertThat(bench.parse(damaged.out()).get(0).path("problem").asText())
                    .isNotEmpty();
        }
    }

    private static BundleProcess command(BundleBench bench, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--profile";
        all[arguments.length + 1] = "sandbox";
        return bench.distribution().run(all);
    }
}
