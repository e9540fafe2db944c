package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audienceroutes.testing.FaultProxy;
import io.audienceroutes.testing.SimulatorDriver;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person learns before anything is delivered, and that only what works is saved. */
@Tag("bundle")
class DoctorTest {
    @TempDir
    Path folder;

    @Test
    void doctorFindsTheSampleReadyForTheSimulator() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            BundleProcess doctor = distribution.run("doctor", "--profile", "sandbox", "--json");

            JsonNode checks = new ObjectMapper().readTree(doctor.out()).path("checks");
            assertThat(checks.findValuesAsText("question"))
                    .contains(
                            "Disk space of data",
                            "Connection to TikTok",
                            "Access token",
                            "Role on 7000000000000000001");
            assertThat(checks.findValuesAsText("verdict")).doesNotContain("FAULT", "fault");
        }
    }

    @Test
    void doctorMakesNothingInAnEmptyInstallation() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            BundleProcess doctor = distribution.run("doctor", "--profile", "sandbox");

            assertThat(doctor.out())
                    .contains(
                            "there is none yet: it is created at first use",
                            "there is none yet: the first stored credential creates",
                            "is in the data directory: 'run' creates it")
                    .doesNotContain("it decrypts the credential store");
            assertThat(distribution.path("data")).doesNotExist();
            assertThat(distribution.path("config/secrets")).doesNotExist();
            assertThat(distribution.path("tmp")).isDirectoryNotContaining("glob:**audience-routes-doctor*");
        }
    }

    @Test
    void brokenConfigurationIsAnAnswerAndNoStackTrace() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            distribution.edit("config/destinations/sample-newsletter.yaml", "EMAIL", "LETTER");

            BundleProcess doctor = distribution.run("doctor", "--profile", "sandbox");

            assertThat(doctor.exitCode()).isEqualTo(1);
            assertThat(doctor.out()).contains("fault ", "sample-newsletter.yaml", "userIdTypes");
        }
    }

    /** What TikTok does in an outage of a load balancer: it accepts, and says nothing. */
    @Test
    void silentTikTokIsToldInTimeWithSignsOfProgress() throws Exception {
        try (SimulatorDriver tiktok = new SimulatorDriver();
                FaultProxy silent = FaultProxy.before(tiktok.baseUrl().getPort());
                Distribution distribution =
                        Distribution.in(folder).inProductionAt(URI.create("http://127.0.0.1:" + silent.port()))) {
            silent.swallow();
            long begun = System.nanoTime();

            BundleProcess doctor = distribution.run("doctor");

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(90));
            assertThat(doctor.exitCode()).isEqualTo(1);
            assertThat(doctor.out()).contains("Connection to TikTok", "does not respond", "Access token");
            assertThat(doctor.err()).contains("Waiting for").doesNotContain("\tat ");
        }
    }

    @Test
    void onlyADestinationThatWorksIsSaved() throws Exception {
        try (SimulatorDriver tiktok = new SimulatorDriver();
                Distribution distribution = Distribution.in(folder).inProductionAt(tiktok.baseUrl())) {
            String sample = distribution.read("config/destinations/sample-newsletter.yaml");
            String named = sample.replace("name: sample-newsletter", "name: second")
                    .replace("Sample newsletter subscribers", "Second list")
                    .replace("data/inbox/sample-newsletter", "data/inbox/second");
            Path wrong = distribution.path("wrong.yaml");
            Files.writeString(wrong, named.replace("7000000000000000001", "7999999999999999999"));
            Path right = distribution.path("right.yaml");
            Files.writeString(right, named);

            BundleProcess refused = distribution.run("destinations", "save", wrong.toString());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.out()).contains("Nothing was saved");
            assertThat(distribution.path("config/destinations/second.yaml")).doesNotExist();

            BundleProcess saved = distribution.run("destinations", "save", right.toString());
            assertThat(saved.out()).contains("Destination second is saved in ");
            assertThat(saved.exitCode()).isZero();
            assertThat(distribution.path("config/destinations/second.yaml")).hasContent(named);
        }
    }
}
