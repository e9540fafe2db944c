package io.audienceroutes.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.destination.Examples;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import io.audienceroutes.source.PickUpBench.Outcome;
import io.audienceroutes.source.PickUpBench.Received;
import io.audienceroutes.testing.LogCapture;
import io.audienceroutes.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
final class PickUpFromS3Test {
    private static final String BUCKET = "segments";

    private PickUpBench bench;
    private S3Server server;

    @BeforeEach
    void startServerAndBench() throws Exception {
        server = S3Server.start();
        server.createBucket(BUCKET);
        bench = new PickUpBench();
    }

    @AfterEach
    void stopServerAndBench() {
        bench.close();
        server.close();
    }

    @Test
    void objectIsHandedOnByItsBaseNameAndDeleted() {
        start("inbound/", Optional.empty());

        server.put(BUCKET, "inbound/spring ü+1.csv", "email\nann@example.com\n");

        await().untilAsserted(() -> assertThat(bench.received())
                .containsExactly(new Received("crm", "spring ü+1.csv", 22, "email\nann@example.com\n")));
        await().untilAsserted(() -> assertThat(server.keys(BUCKET)).isEmpty());
    }

    @Test
    void objectIsMovedIntoTheArchiveWhereThereIsOne() {
        start("inbound/", Optional.of("inbound/.done/"));

        server.put(BUCKET, "inbound/spring ü.csv", "x");

        await().untilAsserted(() -> assertThat(server.keys(BUCKET))
                .singleElement()
                .asString()
                .matches("inbound/\\.done/inbound/\\d{8}-\\d{6}-\\d{3}-spring ü\\.csv"));
        assertThat(bench.received()).hasSize(1);
    }

    @Test
    void topOfTheBucketIsASourceToo() {
        start("", Optional.of("archive/"));

        server.put(BUCKET, "list.csv", "x");

        await().untilAsserted(() ->
                assertThat(server.keys(BUCKET)).singleElement().asString().matches("archive/.*-list\\.csv"));
        assertThat(bench.received()).extracting(Received::fileName).containsExactly("list.csv");
    }

    @Test
    void sameKeyAgainIsTakenAgain() {
        start("inbound/", Optional.empty());
        server.put(BUCKET, "inbound/list.csv", "first");
        await().untilAsserted(() -> assertThat(server.keys(BUCKET)).isEmpty());

        server.put(BUCKET, "inbound/list.csv", "second");

        await().untilAsserted(() ->
                assertThat(bench.received()).extracting(Received::text).containsExactly("first", "second"));
    }

    @Test
    void objectStaysUntilItsWorkflowIsStored() {
        start("inbound/", Optional.of("archive/"));
        for (Outcome failure : List.of(Outcome.NOT_STORED, Outcome.RAISES)) {
            bench.outcome(failure);
            String name = failure + ".csv";
            server.put(BUCKET, "inbound/" + name, "once");
            await().until(() -> bench.attempts() >= 2);
            assertThat(server.keys(BUCKET))
                    .contains("inbound/" + name)
                    .noneMatch(key -> key.startsWith("archive/") && key.endsWith(name));

            bench.outcome(Outcome.STORED);

            await().untilAsserted(() -> assertThat(server.keys(BUCKET))
                    .doesNotContain("inbound/" + name)
                    .anyMatch(key -> key.startsWith("archive/inbound/") && key.endsWith("-" + name)));
        }
    }

    @Test
    void objectsElsewhereAreLeftAlone() {
        List<String> elsewhere = List.of("inbound/deeper/list.csv", "other/list.csv", "top.csv");
        elsewhere.forEach(key -> server.put(BUCKET, key, "not here"));
        server.put(BUCKET, "inbound/a.csv", "a");
        server.put(BUCKET, "inbound/b.csv", "b");

        start("inbound/", Optional.empty());

        await().untilAsserted(() ->
                assertThat(bench.received()).extracting(Received::text).containsExactlyInAnyOrder("a", "b"));
        await().untilAsserted(() -> assertThat(server.keys(BUCKET)).containsExactlyElementsOf(elsewhere));
    }

    @Test
    void objectThatKeepsFailingHoldsBackNoOther() {
        bench.refuse("a.csv");
        server.put(BUCKET, "inbound/a.csv", "a");
        server.put(BUCKET, "inbound/b.csv", "b");
        server.put(BUCKET, "inbound/c.csv", "c");

        start("inbound/", Optional.empty());

        await().untilAsserted(() -> assertThat(server.keys(BUCKET)).containsExactly("inbound/a.csv"));
        assertThat(bench.received()).extracting(Received::text).containsExactly("b", "c");
    }

    @Test
    void machinesCredentialsAreUsedWhereNoneAreNamed() {
        System.setProperty("aws.accessKeyId", server.accessKey());
        System.setProperty("aws.secretAccessKey", server.secretKey());
        try {
            server.put(BUCKET, "inbound/list.csv", "x");
            start("inbound/", Optional.empty(), new Source.S3Login.Machine());

            await().untilAsserted(() -> assertThat(server.keys(BUCKET)).isEmpty());
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    @Test
    void namedProfileOpensACompatibleStore(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("credentials");
        Files.writeString(
                file,
                "[default]\naws_access_key_id = nobody\naws_secret_access_key = wrong\n\n[partner]\naws_access_key_id = "
                        + server.accessKey() + "\naws_secret_access_key = " + server.secretKey() + "\n");
        System.setProperty("aws.sharedCredentialsFile", file.toString());
        try {
            server.put(BUCKET, "inbound/list.csv", "by profile");
            start("inbound/", Optional.of("archive/"), new Source.S3Login.Profile("partner"));

            await().untilAsserted(() ->
                    assertThat(server.keys(BUCKET)).singleElement().asString().startsWith("archive/inbound/"));
            assertThat(bench.received()).extracting(Received::text).containsExactly("by profile");
        } finally {
            System.clearProperty("aws.sharedCredentialsFile");
        }
    }

    @Test
    void keysAreNeitherInAnAddressNorInTheLog() {
        try (LogCapture log = new LogCapture()) {
            bench.outcome(Outcome.RAISES);
            start("inbound/", Optional.empty());
            server.put(BUCKET, "inbound/list.csv", "x");
            await().until(() -> bench.attempts() >= 2);

            assertThat(bench.endpointUris()).noneMatch(uri -> uri.contains("canary"));
            assertThat(log.text()).contains("inbound/list.csv").doesNotContain(server.secretKey());
        }
    }

    private void start(String prefix, Optional<String> archive) {
        start(prefix, archive, new Source.S3Login.Keys("partner-s3-id", "partner-s3-key"));
    }

    /** Deletes where there is no archive. */
    private void start(String prefix, Optional<String> archive, Source.S3Login login) {
        Source.S3 source = new Source.S3(
                BUCKET,
                prefix,
                ".*",
                Optional.of(server.region()),
                Optional.of(server.endpoint().toString()),
                true,
                login,
                new SourceHandling(
                        Ready.WHOLE,
                        1,
                        1,
                        archive.isPresent() ? Afterwards.ARCHIVE : Afterwards.DELETE,
                        archive,
                        OnFailure.STAY));
        bench.start(
                Examples.destination("crm", Optional.of(source)),
                Path.of("."),
                Map.of("partner-s3-id", server.accessKey(), "partner-s3-key", server.secretKey()));
    }
}
