package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.failure.Alert;
import io.audienceroutes.testing.S3Server;
import io.audienceroutes.testing.SftpServer;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources of all kinds on real servers, from an outside client's upload to the receipt. */
@Tag("flow")
class SourcesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String LIST = "email\nann@example.com\nbob@example.org\ncid@example.net\n";

    @TempDir
    Path folder;

    @Test
    void everyKindOfSourceIsDeliveredAndArchivedAndAFaultyOneStopsNone() throws Exception {
        Files.createDirectories(folder.resolve("server/outbox"));
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        try (SimulatorDriver tiktok = new SimulatorDriver();
                SftpServer sftp =
                        SftpServer.start(folder.resolve("server"), Files.createDirectories(folder.resolve("keys")));
                S3Server s3 = S3Server.start();
                RunningBundle bundle = RunningBundle.in(folder, tiktok.baseUrl())) {
            s3.createBucket("segments");
            secret("partner-sftp", sftp.password());
            secret("partner-s3-id", s3.accessKey());
            secret("partner-s3-key", s3.secretKey());
            bundle.destination(
                    "by-folder", "source: {folder: {directory: \"" + inbox + "\", settleSeconds: 1, pollSeconds: 1}}");
            bundle.destination("by-sftp", sftpSource(sftp, "outbox"));
            bundle.destination("by-s3", s3Source(s3));
            bundle.destination("by-nothing", sftpSource(sftp, "missing"));
            bundle.pickingUp().start();

            Files.writeString(inbox.resolve("list.csv"), LIST);
            sftp.upload("/outbox/list.csv", LIST);
            s3.put("segments", "inbound/list.csv", LIST);

            for (String destination : List.of("by-folder", "by-sftp", "by-s3")) {
                Workflow done = bundle.awaitEnd(await().atMost(PATIENCE)
                        .until(() -> only(bundle, destination), ids -> ids.size() == 1)
                        .get(0));
                assertThat(done.state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
                assertThat(bundle.receipt(done.id()).outcomes().added()).isEqualTo(3);
                assertThat(done.startedBy()).isEqualTo("pick-up of " + destination);
            }
            await().atMost(PATIENCE).until(() -> names(inbox).equals(List.of(".done")));
            await().atMost(PATIENCE)
                    .until(() -> names(folder.resolve("server/outbox")).equals(List.of(".done")));
            await().atMost(PATIENCE)
                    .until(() -> s3.keys("segments").stream().allMatch(key -> key.startsWith("archive/inbound/")));
            assertThat(bundle.alerts())
                    .filteredOn(alert -> alert.workflowId().isEmpty())
                    .singleElement()
                    .satisfies(SourcesTest::isAboutTheMissingFolder);
            assertThat(bundle.workflows()).hasSize(3);
        }
    }

    /** An expression language would read the first as nothing, and take the quotes of the others. */
    @Test
    void namesThatLookLikeValuesNameTheirAudiences() throws Exception {
        List<String> names = List.of("null", "q", "'q'", "\"q\"", "${body}", "a,b");
        try (SimulatorDriver tiktok = new SimulatorDriver();
                S3Server s3 = S3Server.start();
                RunningBundle bundle = RunningBundle.in(folder, tiktok.baseUrl())) {
            s3.createBucket("segments");
            secret("partner-s3-id", s3.accessKey());
            secret("partner-s3-key", s3.secretKey());
            bundle.destination("by-s3", s3Source(s3), "audienceName: -", "audienceNamePattern: '(?<audience>.+)'");
            bundle.pickingUp().start();

            for (String name : names) {
                s3.put("segments", "inbound/" + name, LIST);
            }

            await().atMost(PATIENCE).until(() -> only(bundle, "by-s3").size() >= names.size());
            for (String id : only(bundle, "by-s3")) {
                Workflow done = bundle.awaitEnd(id);
                assertThat(done.state()).as(done.fileName()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
                assertThat(done.audienceName()).isEqualTo(done.fileName());
            }
            assertThat(bundle.workflows()).extracting(Workflow::fileName).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void refusedFileIsKeptInQuarantineWithItsReasonWhereThatIsAskedFor() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        try (SimulatorDriver tiktok = new SimulatorDriver();
                RunningBundle bundle = RunningBundle.in(folder, tiktok.baseUrl())) {
            bundle.destination(
                    "crm",
                    "source: {folder: {directory: \"" + inbox
                            + "\", settleSeconds: 1, pollSeconds: 1, onFailure: quarantine}}");
            bundle.pickingUp().start();
            String refused = "letterbox;name\nann@example.com;Ann\n";
            Files.writeString(inbox.resolve("wrong.csv"), refused);

            String id = await().atMost(PATIENCE)
                    .until(() -> only(bundle, "crm"), ids -> ids.size() == 1)
                    .get(0);
            assertThat(bundle.awaitEnd(id).state()).isEqualTo(WorkflowState.FAILED);

            Path quarantine = bundle.data().resolve("quarantine/crm");
            await().atMost(PATIENCE).until(() -> names(quarantine).size() == 2);
            assertThat(quarantine.resolve(id + "-wrong.csv")).hasContent(refused);
            assertThat(Files.readString(quarantine.resolve(id + "-wrong.csv.reason.txt")))
                    .contains("wrong.csv", id, "segment-file-missing-column")
                    .doesNotContain("ann@example.com");
            await().atMost(PATIENCE).until(() -> names(inbox).equals(List.of(".done")));
        }
    }

    /** What a server sends beyond its promise could be without end, or half of the next list. */
    @Test
    void copyThatIsLongerThanPromisedIsGivenUpAndToldAndTheFileStays() throws Exception {
        Files.createDirectories(folder.resolve("server/outbox"));
        try (SimulatorDriver tiktok = new SimulatorDriver();
                SftpServer sftp =
                        SftpServer.start(folder.resolve("server"), Files.createDirectories(folder.resolve("keys")));
                RunningBundle bundle = RunningBundle.in(folder, tiktok.baseUrl())) {
            secret("partner-sftp", sftp.password());
            sftp.reportLength("list.csv", 20);
            sftp.upload("/outbox/list.csv", LIST.repeat(10_000));
            bundle.destination("by-sftp", sftpSource(sftp, "outbox"));
            bundle.pickingUp().start();

            Alert alert = await().atMost(PATIENCE)
                    .until(() -> bundle.alerts(), alerts -> !alerts.isEmpty())
                    .get(0);

            assertThat(alert.message()).contains("the source announced 20 bytes but sends more", "stays where it is");
            assertThat(alert.action()).contains("source-file-unstable");
            assertThat(bundle.workflows()).allMatch(workflow -> workflow.state() == WorkflowState.FAILED);
            assertThat(names(folder.resolve("server/outbox"))).contains("list.csv");
            assertThat(tiktok.calls(SimulatorDriver.MAPPING)).isEmpty();
        }
    }

    @Test
    void serverThatSendsNoBytesOfAFileIsToldOnceAndOtherSourcesAreDelivered() throws Exception {
        Files.createDirectories(folder.resolve("server/outbox"));
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        try (SimulatorDriver tiktok = new SimulatorDriver();
                SftpServer sftp =
                        SftpServer.start(folder.resolve("server"), Files.createDirectories(folder.resolve("keys")));
                RunningBundle bundle = RunningBundle.in(folder, tiktok.baseUrl())) {
            secret("partner-sftp", sftp.password());
            sftp.stall("list.csv");
            sftp.upload("/outbox/list.csv", LIST);
            bundle.destination("by-sftp", sftpSource(sftp, "outbox"));
            bundle.destination(
                    "by-folder", "source: {folder: {directory: \"" + inbox + "\", settleSeconds: 1, pollSeconds: 1}}");
            bundle.with("sources.stall-timeout-ms", "2000")
                    .with("sources.retry-delay-ms", "1000")
                    .pickingUp()
                    .start();
            Files.writeString(inbox.resolve("list.csv"), LIST);

            await().atMost(PATIENCE)
                    .until(() -> only(bundle, "by-sftp").size() == 1
                            && bundle.workflow(only(bundle, "by-sftp").get(0)).state() == WorkflowState.FAILED);
            String delivered = await().atMost(PATIENCE)
                    .until(() -> only(bundle, "by-folder"), ids -> ids.size() == 1)
                    .get(0);

            assertThat(bundle.awaitEnd(delivered).state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
            assertThat(bundle.alerts())
                    .filteredOn(alert -> alert.message().contains("by-sftp"))
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.action()).contains("source-unreachable"))
                    .satisfies(alert -> assertThat(alert.message()).contains("sources.stall-timeout-ms"));
            assertThat(names(folder.resolve("server/outbox"))).contains("list.csv");
        }
    }

    @Test
    void serverThatSendsNoBytesOfAFileHoldsUpNoStop() throws Exception {
        Files.createDirectories(folder.resolve("server/outbox"));
        try (SimulatorDriver tiktok = new SimulatorDriver();
                SftpServer sftp =
                        SftpServer.start(folder.resolve("server"), Files.createDirectories(folder.resolve("keys")))) {
            RunningBundle bundle = RunningBundle.in(folder, tiktok.baseUrl());
            secret("partner-sftp", sftp.password());
            sftp.stall("list.csv");
            sftp.upload("/outbox/list.csv", LIST);
            bundle.destination("by-sftp", sftpSource(sftp, "outbox"));
            bundle.pickingUp().start();
            await().atMost(PATIENCE).until(() -> only(bundle, "by-sftp").size() == 1);

            long begun = System.nanoTime();
            bundle.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
            assertThat(names(folder.resolve("server/outbox"))).contains("list.csv");
        }
    }

    private static void isAboutTheMissingFolder(Alert alert) {
        assertThat(alert.title()).isEqualTo("Folder or bucket missing");
        assertThat(alert.message()).contains("missing of acme@127.0.0.1", "by-nothing");
        assertThat(alert.action()).contains("source-folder-missing");
    }

    private static List<String> only(RunningBundle bundle, String destination) {
        return bundle.workflows().stream()
                .filter(workflow -> workflow.destination().equals(destination))
                .map(Workflow::id)
                .toList();
    }

    private static String sftpSource(SftpServer server, String directory) {
        return "source: {sftp: {host: " + server.host() + ", port: " + server.port() + ", username: "
                + server.username() + ", passwordSecret: partner-sftp, hostKeyFingerprint: '"
                + server.hostKeyFingerprint() + "', directory: " + directory + ", settleSeconds: 1, pollSeconds: 1}}";
    }

    private static String s3Source(S3Server server) {
        return "source: {s3: {bucket: segments, prefix: inbound/, endpoint: '" + server.endpoint()
                + "', pathStyle: true, accessKeySecret: partner-s3-id, secretKeySecret: partner-s3-key, pollSeconds: 1}}";
    }

    private void secret(String name, String value) throws IOException {
        Path file = Files.createDirectories(folder.resolve("secrets")).resolve(name);
        Files.writeString(file, value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static List<String> names(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
