package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audienceroutes.testing.SimulatorDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination that cannot deliver, as the commands tell it. */
@Tag("bundle")
class ValidatedRunTest {
    @TempDir
    Path folder;

    @Test
    void runOnceDeliversTheOthersAndTellsWhatIsNotValid() throws Exception {
        try (SimulatorDriver tiktok = new SimulatorDriver();
                Distribution distribution = Distribution.in(folder).inProductionAt(tiktok.baseUrl())) {
            String sample = distribution.read("config/destinations/sample-newsletter.yaml");
            Files.writeString(
                    distribution.path("config/destinations/broken.yaml"),
                    sample.replace("name: sample-newsletter", "name: broken")
                            .replace("Sample newsletter subscribers", "Second list")
                            .replace("data/inbox/sample-newsletter", "data/inbox/broken")
                            .replace("7000000000000000001", "7999999999999999999"));
            String list = distribution.read("config/sample/newsletter-sample.csv");
            Path delivered = drop(distribution, "data/inbox/sample-newsletter", list);
            Path left = drop(distribution, "data/inbox/broken", list);

            BundleProcess run = distribution.run("run", "--once");

            assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
            assertThat(run.out())
                    .contains(
                            "broken: not valid",
                            "its source is not polled",
                            "Advertiser 7999999999999999999",
                            "Succeeded")
                    .doesNotContain("A file was not picked up");
            assertThat(delivered).doesNotExist();
            assertThat(left).exists();
            assertThat(distribution.run("destinations", "list").out())
                    .containsPattern("sample-newsletter +sandbox +7000000000000000001 +valid")
                    .containsPattern("broken +sandbox +7999999999999999999 +not valid")
                    .contains("action        advertiser-not-found");
            JsonNode listed = new ObjectMapper()
                    .readTree(distribution.run("destinations", "list", "--json").out());
            assertThat(listed.findValuesAsText("name")).containsExactly("broken", "sample-newsletter");
            assertThat(listed.get(0).path("connection").path("state").asText()).isEqualTo("NOT_VALID");
        }
    }

    private static Path drop(Distribution distribution, String inbox, String list) throws Exception {
        Path file = Files.createDirectories(distribution.path(inbox)).resolve("list.csv");
        return Files.writeString(file, list);
    }
}
