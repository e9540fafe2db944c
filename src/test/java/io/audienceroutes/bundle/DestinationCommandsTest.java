package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with destinations by command. */
@Tag("bundle")
class DestinationCommandsTest {
    @TempDir
    Path folder;

    @Test
    void removedDestinationIsInTheAuditLogWithTheReason() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            BundleProcess unknown = distribution.run("destinations", "remove", "nobody");
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.err()).contains("there is no file \"nobody.yaml\"", "Nothing was deleted");

            BundleProcess removed =
                    distribution.run("destinations", "remove", "sample-newsletter", "--reason", "The shop was sold");

            assertThat(removed.exitCode()).as(removed.out() + removed.err()).isZero();
            assertThat(removed.out()).contains("Destination sample-newsletter is removed");
            assertThat(distribution.path("config/destinations/sample-newsletter.yaml"))
                    .doesNotExist();
            String audit = distribution.run("audit", "list").out();
            assertThat(audit)
                    .contains("destination-removed", "destination:sample-newsletter", "The shop was sold")
                    .doesNotContain("nobody");
            assertThat(distribution.run("audit", "verify").exitCode()).isZero();
            assertThat(distribution.run("destinations", "list").out()).doesNotContain("sample-newsletter");
        }
    }

    /** The first of the sandbox: no simulator runs yet, and nothing else may be needed. */
    @Test
    void destinationOfTheSandboxIsSavedInAnEmptyInstallation() throws Exception {
        try (Distribution distribution = Distribution.asShipped(folder)) {
            Path draft = folder.resolve("spring.yaml");
            Files.writeString(
                    draft,
                    distribution
                                    .read("config/sample/destinations/sample-newsletter.yaml")
                                    .replace("name: sample-newsletter", "name: spring")
                            + "sandbox: true\n");

            BundleProcess saved = distribution.run("destinations", "save", draft.toString());

            assertThat(saved.exitCode()).as(saved.out() + saved.err()).isZero();
            assertThat(saved.out()).contains("Destination spring is saved in ", "config/destinations/spring.yaml");
            assertThat(saved.out()).contains("Put its files in ").contains("data/inbox/sample-newsletter");
            assertThat(distribution.path("data/inbox/sample-newsletter")).isDirectory();
            assertThat(saved.err()).as("no word of what only editors read").doesNotContain("errorMessage");
            assertThat(distribution.run("destinations", "list").out())
                    .as("it was validated a moment ago")
                    .containsPattern("spring +rehearsal.* valid ")
                    .doesNotContain("not checked");
        }
    }

    @Test
    void destinationIsSavedWithoutAnAnswerOfTikTokOnlyForARecordedReason() throws Exception {
        try (Distribution distribution = Distribution.asShipped(folder)) {
            distribution.inProductionAt(URI.create("http://127.0.0.1:" + unusedPort()));
            String draft = distribution
                    .path("config/sample/destinations/sample-newsletter.yaml")
                    .toString();
            Path saved = distribution.path("config/destinations/sample-newsletter.yaml");

            BundleProcess refused = distribution.run("destinations", "save", draft);
            assertThat(refused.exitCode()).as(refused.out() + refused.err()).isEqualTo(1);
            assertThat(refused.out()).contains("Nothing was saved", "could not be validated", "--unvalidated REASON");
            assertThat(saved).doesNotExist();

            BundleProcess forced =
                    distribution.run("destinations", "save", draft, "--unvalidated", "The line is down until noon");

            assertThat(forced.exitCode()).as(forced.out() + forced.err()).isZero();
            assertThat(saved).exists();
            assertThat(distribution.run("audit", "list").out())
                    .contains("destination-saved", "The line is down until noon");
            assertThat(distribution.run("destinations", "list").out()).contains("not checked");
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void refusedCredentialShowsInTheListOfDestinations() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            SegmentSample sample = bench.sample(100, 1);
            bench.simulator().change("{\"revokeTokens\":[\"*\"]}");
            assertThat(bench.startDelivery(sample).awaitExit().exitCode()).isEqualTo(1);

            String list = bench.distribution()
                    .run("destinations", "list", "--profile", "sandbox")
                    .out();

            assertThat(list).contains("credential refused").contains("TikTok has refused the token of credential");
        }
    }

    @Test
    void printedCommandsNameTheProfileAndWorkWhenPasted() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            SegmentSample sample = bench.sample(100, 1);
            BundleProcess waiting =
                    bench.startDelivery(sample, "--sample", "10").awaitExit();
            assertThat(waiting.exitCode()).as(waiting.out() + waiting.err()).isEqualTo(4);
            String id = bench.listed().stream()
                    .filter(each -> each.path("state").asText().equals("WAITING"))
                    .findFirst()
                    .orElseThrow()
                    .path("id")
                    .asText();
            String command = "audience-routes --profile sandbox workflows approve " + id;
            assertThat(waiting.out())
                    .contains("What is to be decided", "Decision: Sample awaits approval", command)
                    .contains("This is a rehearsal", "The simulator tells of it")
                    .doesNotContain("What went wrong", "audience-routes workflows");
            assertThat(waiting.out()).containsPattern("Send a sample first +waiting");
            assertThat(waiting.out().indexOf("workflows approve"))
                    .isLessThan(waiting.out().indexOf("workflows resolve"));
            assertThat(waiting.out() + waiting.err()).doesNotContain("ERROR");

            BundleProcess approved = bench.distribution().run("--profile", "sandbox", "workflows", "approve", id);

            assertThat(approved.exitCode()).as(approved.out() + approved.err()).isIn(0, 3);
            BundleProcess unknown = bench.distribution().run("--profile", "sandbox", "workflows", "show", "w-0");
            assertThat(unknown.err()).contains("audience-routes --profile sandbox workflows list");
        }
    }
}
