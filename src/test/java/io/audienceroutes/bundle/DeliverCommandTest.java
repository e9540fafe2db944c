package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bundle")
class DeliverCommandTest {
    private static final String DESTINATION = """
            name: vip-customers
            credential: canary
            advertiserIds:
              - "7000000000000000001"
            audienceName: VIP customers
            userIdTypes:
              - EMAIL
            """;

    @TempDir
    Path folder;

    @Test
    void fileOfOneProcessBecomesAnAudienceInTheSimulatorOfAnother() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            BundleProcess simulatorProcess = distribution.start("simulator", "--port", "0");
            URI address =
                    URI.create(simulatorProcess.awaitPrinted("TikTok simulator on (http://127\\.0\\.0\\.1:\\d+)"));
            SimulatorClient simulator = new SimulatorClient(address);
            String token = simulator.newToken();
            keepSecret(distribution, token);
            Files.writeString(distribution.path("config/destinations/vip-customers.yaml"), DESTINATION);
            distribution.edit("config/log4j2.properties", "logger.camel.level = warn", "logger.camel.level = info");
            SegmentSample sample = SegmentSample.write(folder.resolve("customers.csv"), 30_000, 4711);
            distribution
                    .using(address)
                    .with("log.level", "info")
                    .with("camel.main.startup-summary-level", "verbose")
                    .with("camel.main.auto-configuration-log-summary", "true");

            BundleProcess delivery = distribution.run(
                    "deliver", sample.path(), "--destination", "vip-customers", "--profile", "sandbox", "--json");

            assertThat(delivery.exitCode()).as(delivery.err()).isZero();
            assertThat(simulator.members("VIP customers")).isEqualTo(sample.digests());
            requireReceipt(new ObjectMapper().readTree(delivery.out()), sample);
            assertThat(sample.file()).as("the file stays where it is").exists();
            requireNoSecret(distribution, token, delivery);
            requireNoAddress(distribution);
        }
    }

    private static void requireReceipt(JsonNode receipt, SegmentSample sample) throws Exception {
        int found = sample.rows();
        assertThat(receipt.path("state").asText()).isEqualTo("Succeeded");
        assertThat(receipt.path("destination").asText()).isEqualTo("vip-customers");
        assertThat(receipt.path("audienceName").asText()).isEqualTo("VIP customers");
        assertThat(receipt.path("audienceId").asText()).matches("\\d+");
        assertThat(receipt.path("file").asText()).isEqualTo("customers.csv");
        assertThat(receipt.path("fileSha256").asText()).isEqualTo(sha256(sample.file()));
        assertThat(receipt.path("rowsRead").asInt()).isEqualTo(sample.rows());
        assertThat(receipt.path("rowsRejected").asInt()).isEqualTo(sample.rejected());
        assertThat(receipt.path("rowsAccepted").asInt()).isEqualTo(sample.rows() - sample.rejected());
        assertThat(receipt.path("identifiers").asInt()).isLessThanOrEqualTo(found);
        JsonNode outcomes = receipt.path("outcomes");
        assertThat(outcomes.path("added").asInt()).isEqualTo(sample.digests().size());
        assertThat(outcomes.path("duplicate").asInt()).isEqualTo(sample.duplicates());
        int sum = 0;
        for (JsonNode outcome : outcomes) {
            sum += outcome.asInt();
        }
        assertThat(sum).isEqualTo(receipt.path("identifiers").asInt());
        assertThat(outcomes.fieldNames())
                .toIterable()
                .containsExactly(
                        "added",
                        "unchanged",
                        "duplicate",
                        "rejected",
                        "suppressed",
                        "held",
                        "removed",
                        "notPresent",
                        "failed");
        assertThat(receipt.path("batches").asInt()).isEqualTo(3);
        assertThat(receipt.path("requestIds").size()).isGreaterThanOrEqualTo(3);
        for (String field :
                new String[] {"workflowId", "unlisted", "warnings", "startedAt", "endedAt", "availableBy"}) {
            assertThat(receipt.has(field)).as(field).isTrue();
        }
    }

    private static void requireNoSecret(Distribution distribution, String token, BundleProcess delivery)
            throws Exception {
        assertThat(delivery.err()).as("the verbose summary is on").contains("Property-placeholders summary");
        assertThat(distribution.everythingPrinted()).doesNotContain(token).doesNotContain("simulator-access-token");
        for (String file : distribution.filesBelow("data")) {
            assertThat(content(distribution, file)).as(file).doesNotContain(token);
        }
    }

    private static void requireNoAddress(Distribution distribution) throws Exception {
        assertThat(distribution.everythingPrinted()).doesNotContainPattern("@[0-9]*\\.?example\\.");
        assertThat(distribution.filesBelow("data")).anyMatch(file -> file.endsWith("rejects.csv"));
        for (String file : distribution.filesBelow("data")) {
            assertThat(content(distribution, file))
                    .as(file)
                    .doesNotContainIgnoringCase("member.4711.")
                    .doesNotContainIgnoringCase("inner blank")
                    .doesNotContainIgnoringCase("missing-domain");
        }
    }

    private static String content(Distribution distribution, String file) throws Exception {
        return Files.readString(distribution.path("data/" + file), StandardCharsets.ISO_8859_1);
    }

    private static void keepSecret(Distribution distribution, String token) throws Exception {
        Path secrets = Files.createDirectories(distribution.path("config/secrets"));
        Path file = Files.createFile(
                secrets.resolve("canary.access-token"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, token);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
