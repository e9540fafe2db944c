package io.audienceroutes.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Examples;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import io.audienceroutes.source.PickUpBench.Outcome;
import io.audienceroutes.source.PickUpBench.Received;
import io.audienceroutes.testing.LogCapture;
import io.audienceroutes.testing.SftpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
final class PickUpFromSftpTest {
    @TempDir
    Path home;

    private PickUpBench bench;
    private SftpServer server;
    private Path outbox;

    @BeforeEach
    void startServerAndBench() throws Exception {
        outbox = Files.createDirectories(home.resolve("server/outbox"));
        server = SftpServer.start(home.resolve("server"), Files.createDirectory(home.resolve("keys")));
        bench = new PickUpBench();
    }

    @AfterEach
    void stopServerAndBench() throws IOException {
        bench.close();
        server.close();
    }

    @Test
    void settledFileIsHandedOnAndArchived() throws IOException {
        start(password(), server.knownHostsFile());

        server.upload("/outbox/spring ü.csv", "email\nann@example.com\n");

        await().untilAsserted(() -> assertThat(bench.received())
                .containsExactly(new Received("crm", "spring ü.csv", 22, "email\nann@example.com\n")));
        await().untilAsserted(() -> assertThat(names(outbox)).containsExactly(".done"));
        assertThat(names(outbox.resolve(".done"))).singleElement().asString().endsWith("-spring ü.csv");
    }

    @Test
    void privateKeyOpensTheServerToo() throws IOException {
        start(new Source.SftpLogin.PrivateKey("keys/client-key", Optional.empty()), server.knownHostsFile());

        Files.writeString(outbox.resolve("list.csv"), "by key", UTF_8);

        await().untilAsserted(() ->
                assertThat(bench.received()).extracting(Received::text).containsExactly("by key"));
        assertThat(server.passwordLogins()).isZero();
    }

    @Test
    void serverWithAnotherHostKeyNeverGetsThePassword() throws Exception {
        Path other = Files.createDirectories(home.resolve("other/keys"));
        try (SftpServer impostor = SftpServer.start(home.resolve("other"), other)) {
            String line = impostor.knownHostsLine().replace(":" + impostor.port(), ":" + server.port());
            Files.writeString(impostor.knownHostsFile(), line + "\n", UTF_8);
            Files.writeString(outbox.resolve("list.csv"), "not for you", UTF_8);

            start(password(), impostor.knownHostsFile());
            await().atMost(Duration.ofSeconds(30)).until(() -> server.connections() >= 1);
        }

        assertThat(server.passwordLogins()).isZero();
        assertThat(bench.received()).isEmpty();
        assertThat(outbox.resolve("list.csv")).exists();
    }

    @Test
    void serverThatIsNotKnownNeverGetsThePassword() throws IOException {
        Path nobody = Files.createFile(home.resolve("known_nobody"));

        start(password(), nobody);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> bench.state("crm").condition().isPresent());
        assertThat(server.passwordLogins()).isZero();
        assertThat(nobody).isEmptyFile();
    }

    @Test
    void fileThatIsStillWrittenIsLeftAlone() throws IOException {
        start(password(), server.knownHostsFile());
        server.upload(client -> {
            try (OutputStream slow = client.write("/outbox/slow.csv")) {
                AtomicInteger written = new AtomicInteger();
                await().pollInterval(Duration.ofMillis(50)).until(() -> {
                    slow.write('.');
                    slow.flush();
                    return written.incrementAndGet() == 50;
                });
                assertThat(bench.received()).isEmpty();
                slow.write("end".getBytes(UTF_8));
            }
        });

        await().untilAsserted(() ->
                assertThat(bench.received()).extracting(Received::text).containsExactly(".".repeat(50) + "end"));
    }

    @Test
    void fileStaysUntilItsWorkflowIsStored() throws IOException {
        start(password(), server.knownHostsFile());
        for (Outcome failure : List.of(Outcome.NOT_STORED, Outcome.RAISES)) {
            bench.outcome(failure);
            server.upload("/outbox/list.csv", "once");
            await().until(() -> bench.attempts() >= 2);
            assertThat(outbox.resolve("list.csv")).hasContent("once");

            bench.outcome(Outcome.STORED);

            await().untilAsserted(() -> assertThat(bench.received()).hasSize(1));
            await().until(() -> !Files.exists(outbox.resolve("list.csv")));
            bench.received().clear();
        }
        assertThat(names(outbox.resolve(".done"))).hasSize(2);
    }

    @Test
    void hiddenAndHalfWrittenNamesAreLeftAlone() throws IOException {
        for (String name : List.of(".list.csv", "list.csv.part", "list.csv.tmp")) {
            Files.writeString(outbox.resolve(name), "not yet", UTF_8);
        }
        Files.writeString(outbox.resolve("whole.csv"), "now", UTF_8);

        start(password(), server.knownHostsFile());

        await().untilAsserted(() ->
                assertThat(bench.received()).extracting(Received::fileName).containsExactly("whole.csv"));
    }

    @Test
    void instanceMadeAnewReadsThePasswordAnew() throws Exception {
        Destination destination = destination(password(), server.knownHostsFile());
        bench.start(destination, home, Map.of("partner-sftp", "wrong"));
        await().until(() -> server.connections() >= 1);
        Files.writeString(outbox.resolve("list.csv"), "at last", UTF_8);

        bench.remove(destination);
        bench.start(destination, home, Map.of("partner-sftp", server.password()));

        await().untilAsserted(() ->
                assertThat(bench.received()).extracting(Received::text).containsExactly("at last"));
    }

    @Test
    void passwordIsNeitherInAnAddressNorInTheLog() throws IOException {
        try (LogCapture log = new LogCapture()) {
            start(password(), server.knownHostsFile());
            bench.outcome(Outcome.RAISES);
            server.upload("/outbox/list.csv", "x");
            await().until(() -> bench.attempts() >= 2);

            assertThat(server.passwordLogins()).isPositive();
            assertThat(bench.endpointUris()).noneMatch(uri -> uri.contains("canary"));
            assertThat(log.text()).contains("sftp").doesNotContain("canary");
        }
    }

    private static Source.SftpLogin password() {
        return new Source.SftpLogin.Password("partner-sftp");
    }

    private void start(Source.SftpLogin login, Path knownHosts) {
        bench.start(destination(login, knownHosts), home, Map.of("partner-sftp", server.password()));
    }

    private Destination destination(Source.SftpLogin login, Path knownHosts) {
        Source.Sftp source = new Source.Sftp(
                server.host(),
                server.port(),
                server.username(),
                login,
                new Source.HostKey.KnownHosts(knownHosts.toString()),
                Optional.empty(),
                "outbox",
                "(.*\\.csv|.*\\.csv\\..*)",
                new SourceHandling(Ready.SETTLE, 1, 1, Afterwards.ARCHIVE, Optional.empty(), OnFailure.STAY));
        return Examples.destination("crm", Optional.of(source));
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
