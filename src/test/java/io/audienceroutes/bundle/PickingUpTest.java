package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.audienceroutes.testing.OpenSshServer;
import io.audienceroutes.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} as a process, with sources on Debian's OpenSSH server, on an S3 server and in a folder. */
@Tag("bundle")
class PickingUpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String INBOX = "inbox/by-folder";
    private static final String BUCKET = "segments";
    private static final String PREFIX = "inbound/";
    private static final String ARCHIVED = "\\d{8}-\\d{6}-\\d{3}-";

    @TempDir
    Path folder;

    @Test
    void filesOfOutsideClientsAreDeliveredArchivedAndReceipted() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500);
                OpenSshServer ssh = OpenSshServer.start(folder.resolve("ssh"));
                S3Server s3 = S3Server.start()) {
            setUp(bench, ssh, s3);
            Path inbox = Files.createDirectories(bench.distribution().path(INBOX));
            bench.destination("by-folder", "From a folder", "syncMode: add", BundleBench.pickUpFrom(INBOX));
            BundleProcess run = bench.startRun();
            run.awaitReady();

            SegmentSample bySftp = bench.sample(1_400, 21);
            SegmentSample byS3 = bench.sample(1_300, 22);
            SegmentSample byFolder = bench.sample(1_200, 23);
            ssh.upload(bySftp.file(), "outbox/customers of June.csv");
            s3.put(BUCKET, PREFIX + "customers.csv", Files.readString(byS3.file()));
            Files.copy(byFolder.file(), inbox.resolve("customers.csv.part"));
            Files.move(
                    inbox.resolve("customers.csv.part"),
                    inbox.resolve("customers.csv"),
                    StandardCopyOption.ATOMIC_MOVE);
            await().atMost(PATIENCE)
                    .until(() -> ssh.names("outbox").equals(List.of(".done"))
                            && s3.keys(BUCKET).stream().noneMatch(key -> key.startsWith(PREFIX))
                            && bench.receipts().size() == 3);
            run.terminate();

            assertThat(ssh.names("outbox/.done"))
                    .singleElement()
                    .asString()
                    .matches(ARCHIVED + "customers of June.csv");
            assertThat(s3.keys(BUCKET))
                    .singleElement()
                    .asString()
                    .matches("archive/inbound/" + ARCHIVED + "customers.csv");
            assertThat(bench.distribution().filesBelow(INBOX))
                    .singleElement()
                    .asString()
                    .matches("\\.done/" + ARCHIVED + "customers.csv");
            requireReceipt(bench, "by-sftp", bySftp);
            requireReceipt(bench, "by-s3", byS3);
            requireReceipt(bench, "by-folder", byFolder);
            assertThat(bench.simulator().members("From SFTP")).isEqualTo(bySftp.digests());
            assertThat(bench.simulator().members("From S3")).isEqualTo(byS3.digests());
            assertThat(bench.simulator().members("From a folder")).isEqualTo(byFolder.digests());
            assertThat(bench.distribution().everythingPrinted())
                    .doesNotContain(s3.secretKey())
                    .doesNotContainPattern("member\\.\\d+\\.\\d+@");
        }
    }

    @Test
    void twoProcessesOnOneDataDirectoryTakeEachFileOnce() throws Exception {
        int files = 15;
        try (BundleBench bench = BundleBench.in(folder, 500);
                OpenSshServer ssh = OpenSshServer.start(folder.resolve("ssh"));
                S3Server s3 = S3Server.start()) {
            setUp(bench, ssh, s3);
            BundleProcess first = bench.startRun();
            BundleProcess second = bench.startRun();
            first.awaitReady();
            second.awaitReady();

            Set<String> members = new TreeSet<>();
            List<String> puts = new ArrayList<>();
            for (int file = 0; file < files; file++) {
                SegmentSample sample = bench.sample(40, 100 + file);
                members.addAll(sample.digests());
                puts.add("put \"" + sample.file() + "\" outbox/list-" + file + ".csv");
                s3.put(BUCKET, PREFIX + "list-" + file + ".csv", Files.readString(sample.file()));
            }
            ssh.sftp(puts.toArray(String[]::new));
            await().atMost(PATIENCE)
                    .until(() -> ssh.names("outbox").equals(List.of(".done"))
                            && s3.keys(BUCKET).stream().noneMatch(key -> key.startsWith(PREFIX))
                            && bench.receipts().size() >= 2 * files);
            first.terminate();
            second.terminate();

            assertThat(bench.listed())
                    .hasSize(2 * files)
                    .extracting(workflow -> workflow.path("startedBy").asText() + " "
                            + workflow.path("fileName").asText())
                    .doesNotHaveDuplicates();
            assertThat(bench.receipts())
                    .extracting(receipt -> receipt.path("state").asText())
                    .doesNotContain("Skipped", "Failed");
            assertThat(ssh.names("outbox/.done")).hasSize(files);
            assertThat(s3.keys(BUCKET)).hasSize(files).allMatch(key -> key.startsWith("archive/"));
            assertThat(bench.distribution().filesBelow("data/staging")).isEmpty();
            assertThat(bench.simulator().members("From SFTP")).isEqualTo(members);
            assertThat(bench.simulator().members("From S3")).isEqualTo(members);
            assertThat(bench.simulator().mappings())
                    .as("one batch a file, none twice")
                    .isEqualTo(2L * files);
        }
    }

    private void setUp(BundleBench bench, OpenSshServer ssh, S3Server s3) throws IOException {
        Files.createDirectories(ssh.root().resolve("outbox"));
        s3.createBucket(BUCKET);
        bench.secret("partner-s3-id", s3.accessKey());
        bench.secret("partner-s3-key", s3.secretKey());
        bench.destination(
                "by-sftp",
                "From SFTP",
                "syncMode: add",
                "source:",
                "  sftp:",
                "    host: " + ssh.host(),
                "    port: " + ssh.port(),
                "    username: " + ssh.username(),
                "    privateKeyFile: " + ssh.privateKeyFile(),
                "    hostKeyFingerprint: " + ssh.hostKeyFingerprint(),
                "    directory: outbox",
                "    settleSeconds: 1",
                "    pollSeconds: 1");
        bench.destination(
                "by-s3",
                "From S3",
                "syncMode: add",
                "source:",
                "  s3:",
                "    bucket: " + BUCKET,
                "    prefix: " + PREFIX,
                "    endpoint: " + s3.endpoint(),
                "    pathStyle: true",
                "    accessKeySecret: partner-s3-id",
                "    secretKeySecret: partner-s3-key",
                "    pollSeconds: 1");
    }

    /** The receipt as the command prints it, and as it is stored. */
    private static void requireReceipt(BundleBench bench, String destination, SegmentSample sample) throws IOException {
        JsonNode receipt = bench.receipts().stream()
                .filter(one -> one.path("destination").asText().equals(destination))
                .findFirst()
                .orElseThrow();
        assertThat(receipt.path("rowsRead").asInt()).isEqualTo(sample.rows());
        assertThat(receipt.path("rowsRejected").asInt()).isEqualTo(sample.rejected());
        assertThat(receipt.path("outcomes").path("added").asInt())
                .isEqualTo(sample.digests().size());
        BundleProcess show = bench.workflows("show", receipt.path("workflowId").asText());
        assertThat(show.exitCode()).as(show.err()).isZero();
        assertThat(show.out())
                .contains(
                        "Receipt of rehearsal ",
                        "destination",
                        destination,
                        "every row and identifier is accounted for")
                .containsPattern("rows +" + String.format(Locale.ROOT, "%,d read", sample.rows()));
    }
}
