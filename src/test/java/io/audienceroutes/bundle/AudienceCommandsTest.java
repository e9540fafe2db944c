package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of audiences by command, after their delivery. */
@Tag("bundle")
class AudienceCommandsTest {
    @TempDir
    Path folder;

    @Test
    void audiencesAreListedReadAndShownWithTheirHistory() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            assertThat(audiences(bench, "list").out()).contains("No file has been delivered yet.");
            assertThat(bench.startDelivery(bench.sample(1_200, 1)).awaitExit().exitCode())
                    .isZero();

            BundleProcess listed = audiences(bench, "list");
            assertThat(listed.exitCode()).as(listed.err()).isZero();
            assertThat(listed.out())
                    .contains("AUDIENCE")
                    .containsPattern("VIP customers .*1,\\d\\d\\d +unknown +not read yet");

            BundleProcess read = audiences(bench, "read");
            assertThat(read.exitCode()).as(read.out() + read.err()).isZero();
            assertThat(read.out()).containsPattern("VIP customers .*1,\\d\\d\\d +1,\\d\\d\\d +available");
            JsonNode report =
                    bench.parse(audiences(bench, "list", "--json").out()).get(0);
            String id = report.path("audienceId").asText();
            bench.simulator()
                    .change("{\"audienceChanges\":[{\"id\":\"" + id
                            + "\",\"matched\":600,\"valid\":false,\"problem\":\"Not allowed\"}]}");
            BundleProcess again = audiences(bench, "read", BundleBench.AUDIENCE);

            assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
            BundleProcess shown = audiences(bench, "show", id);
            assertThat(shown.out())
                    .isEqualTo(again.out())
                    .contains("Audience VIP customers", "id            " + id + ", made here")
                    .contains("destinations  " + BundleBench.DESTINATION, "state         not available")
                    .contains("problem       Not allowed", ": invalid", "TikTok's problem 'Not allowed'")
                    .containsPattern("600 +not available +#{1,23}\\R.* 1,\\d\\d\\d +available +#{24}\\R");
        }
    }

    @Test
    void audienceThatIsNotKnownOrCannotBeReadIsSaidSo() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            BundleProcess unknown = audiences(bench, "show", "Nobody");
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.err()).contains("There is no audience with this name");

            bench.startDelivery(bench.sample(1_200, 2)).awaitExit();
            bench.simulator().change("{\"advertisers\":[{\"id\":\"7000000000000000001\",\"reachable\":false}]}");
            BundleProcess refused = audiences(bench, "read");

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.out()).contains("unreadable");
            assertThat(audiences(bench, "show", BundleBench.AUDIENCE).out())
                    .contains("last try      Could not read the audiences of advertiser", "40001", "next reading");
        }
    }

    @Test
    void runOnceReadsNothingThatIsNotDue() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            bench.startDelivery(bench.sample(1_200, 3)).awaitExit();

            BundleProcess once = bench.runOnce();

            assertThat(once.exitCode()).as(once.out() + once.err()).isZero();
            assertThat(once.out()).contains("Nothing to deliver.");
            assertThat(audiences(bench, "list").out()).containsPattern("VIP customers .* not read yet");
        }
    }

    private static BundleProcess audiences(BundleBench bench, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 3];
        all[0] = "audiences";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--profile";
        all[arguments.length + 2] = "sandbox";
        return bench.distribution().run(all);
    }
}
