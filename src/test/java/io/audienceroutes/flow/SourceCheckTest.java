package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.diagnosis.Verdict;
import io.audienceroutes.testing.Browser;
import io.audienceroutes.testing.S3Server;
import io.audienceroutes.testing.SftpServer;
import io.audienceroutes.testing.SimulatorDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of sources on real servers, of the key of the store, and of the proxy. */
@Tag("flow")
final class SourceCheckTest {
    private static final String LIST = "email\nann@example.com\n";

    @TempDir
    Path folder;

    private SimulatorDriver tiktok;
    private RunningBundle bundle;

    @BeforeEach
    void prepare() {
        tiktok = new SimulatorDriver();
        bundle = RunningBundle.in(folder, tiktok.baseUrl());
    }

    @AfterEach
    void end() {
        bundle.close();
        tiktok.close();
    }

    @Test
    void folderIsListedAndAFileThatWaitsLongIsWarnedAbout() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        bundle.destination("crm", "source: {folder: {directory: \"" + inbox + "\"}}");
        bundle.destination("gone", "source: {folder: {directory: \"" + folder.resolve("gone") + "\"}}");
        bundle.destination("hand");
        bundle.start();

        assertThat(bundle.sourceCheck("crm").found()).endsWith("no file is waiting");
        assertThat(bundle.sourceCheck("hand").verdict()).isEqualTo(Verdict.FINE);
        assertFault("gone", "source-folder-missing", "there is no such folder");

        Path list = Files.writeString(inbox.resolve("list.csv"), LIST);
        assertThat(bundle.sourceCheck("crm").verdict()).isEqualTo(Verdict.FINE);
        Files.setLastModifiedTime(list, FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        Check old = bundle.sourceCheck("crm");
        assertThat(old.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(old.found()).contains("waiting files: 1, the oldest since ");
        assertThat(old.remedy().orElseThrow()).contains("sources");
        assertThat(list).exists();
    }

    @Test
    void serverIsLoggedInToKnownAndListed() throws Exception {
        Files.createDirectories(folder.resolve("server/outbox"));
        try (SftpServer sftp =
                SftpServer.start(folder.resolve("server"), Files.createDirectories(folder.resolve("keys")))) {
            bundle.secret("right", sftp.password());
            bundle.secret("wrong", "not-the-password");
            bundle.destination("fine", sftp(sftp, "outbox", "right", sftp.hostKeyFingerprint()));
            bundle.destination("login", sftp(sftp, "login", "wrong", sftp.hostKeyFingerprint()));
            bundle.destination("missing", sftp(sftp, "missing", "right", sftp.hostKeyFingerprint()));
            bundle.destination(
                    "stranger", sftp(sftp, "other", "right", "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
            bundle.start();
            sftp.upload("/outbox/list.csv", LIST);

            assertThat(bundle.sourceCheck("fine").found()).contains("waiting files: 1");
            assertFault("login", "source-login-refused", "refused user and password");
            assertFault("missing", "source-folder-missing", "no such folder");
            assertFault("stranger", "source-host-key-changed", "host key");
            assertThat(bundle.sourceCheck("login").found()).doesNotContain("not-the-password");
        }
        assertFault("fine", "source-unreachable", "unexpected response");
    }

    @Test
    void bucketIsListed() throws Exception {
        try (S3Server s3 = S3Server.start()) {
            s3.createBucket("segments");
            bundle.secret("id", s3.accessKey());
            bundle.secret("key", s3.secretKey());
            bundle.secret("wrong", "not-the-key");
            bundle.destination("fine", s3(s3, "segments", "key"));
            bundle.destination("missing", s3(s3, "nowhere", "key"));
            bundle.destination("login", s3(s3, "locked", "wrong"));
            bundle.start();
            s3.put("segments", "inbound/list.csv", LIST);
            s3.put("segments", "inbound/deeper/list.csv", LIST);

            assertThat(bundle.sourceCheck("fine").found()).contains("waiting files: 1");
            assertFault("missing", "source-folder-missing", "no such folder or bucket");
            assertFault("login", "source-login-refused", "access key");
        }
    }

    @Test
    void filesThatAreLeftAloneAreToldWithTheirReasonsInAFolder() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        bundle.destination("crm", "source: {folder: {directory: \"" + inbox + "\", include: 'crm-.*'}}");
        bundle.destination("shop", "source: {folder: {directory: \"" + inbox + "\", include: 'shop-.*'}}");
        bundle.start();
        Files.writeString(inbox.resolve("crm-list.csv"), LIST);
        Files.writeString(inbox.resolve("shop-list.csv"), LIST);
        Files.writeString(inbox.resolve("crm-list.csv.done"), "");
        assertThat(bundle.sourceCheck("crm").verdict()).isEqualTo(Verdict.FINE);

        Files.writeString(inbox.resolve("CRM.csv"), LIST);
        Files.writeString(inbox.resolve("crm-\\old.csv"), LIST);
        Files.createSymbolicLink(inbox.resolve("crm-link.csv"), Path.of("/etc/passwd"));
        assertThat(new ProcessBuilder("mkfifo", inbox.resolve("crm-pipe.csv").toString())
                        .start()
                        .waitFor())
                .isZero();
        Check check = bundle.sourceCheck("crm");

        assertThat(check.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(check.found())
                .contains(
                        "waiting files: 1, ",
                        "CRM.csv (include does not match its name)",
                        "crm-_old.csv (its name contains a backslash",
                        "crm-link.csv (it is a symbolic link",
                        "crm-pipe.csv (it is not a regular file")
                .doesNotContain("shop", ".done");
        assertThat(check.remedy().orElseThrow()).contains("include");
    }

    @Test
    void filesThatAreLeftAloneAreToldOfAServerAndABucketToo() throws Exception {
        Files.createDirectories(folder.resolve("server/outbox"));
        try (S3Server s3 = S3Server.start();
                SftpServer sftp =
                        SftpServer.start(folder.resolve("server"), Files.createDirectories(folder.resolve("keys")))) {
            s3.createBucket("segments");
            bundle.secret("id", s3.accessKey());
            bundle.secret("key", s3.secretKey());
            bundle.secret("right", sftp.password());
            bundle.destination("server", sftp(sftp, "outbox", "right", sftp.hostKeyFingerprint()));
            bundle.destination("bucket", s3(s3, "segments", "key").replace("prefix:", "include: '.*\\.csv', prefix:"));
            bundle.start();
            Files.writeString(folder.resolve("server/outbox/list.xlsx"), LIST);
            Files.writeString(folder.resolve("server/outbox/all*.csv"), LIST);
            s3.put("segments", "inbound/list.xlsx", LIST);

            assertThat(bundle.sourceCheck("server").verdict()).isEqualTo(Verdict.WARNING);
            assertThat(bundle.sourceCheck("server").found())
                    .contains("no file is waiting", "all_.csv (its name contains", "list.xlsx (include does not");
            assertThat(bundle.sourceCheck("bucket").verdict()).isEqualTo(Verdict.WARNING);
            assertThat(bundle.sourceCheck("bucket").found()).contains("list.xlsx (include does not");
        }
    }

    @Test
    void keyOfTheStoreIsThereClosedToOthersAndTheRightOne() throws Exception {
        bundle.destination("crm");
        bundle.start();
        assertThat(installation("Key of the credential store").verdict()).isEqualTo(Verdict.FINE);
        bundle.grant("acme", "some-token");
        assertThat(installation("Key of the credential store").verdict()).isEqualTo(Verdict.FINE);
        Path key = folder.resolve("secrets").resolve("master.key");

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        restart();
        assertThat(installation("Key of the credential store").verdict()).isEqualTo(Verdict.FAULT);
        Files.delete(key);
        restart();
        Check missing = installation("Key of the credential store");

        assertThat(missing.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(missing.remedy().orElseThrow()).contains("backup", "chmod 600");
    }

    @Test
    void proxyIsShownAndTried() throws Exception {
        bundle.destination("crm");
        bundle.start();
        assertThat(installation("Proxy").found()).contains("none is set");

        bundle.with("tiktok.proxy", "http://127.0.0.1:" + Browser.freePort());
        restart();

        assertThat(installation("Proxy").verdict()).isEqualTo(Verdict.FAULT);
        assertThat(installation("Proxy").found()).contains("without a login; it refuses connections");
    }

    private void restart() {
        bundle.close();
        bundle.start();
    }

    private Check installation(String question) throws InterruptedException {
        return bundle.installationChecks().stream()
                .filter(check -> check.question().equals(question))
                .findFirst()
                .orElseThrow();
    }

    private void assertFault(String destination, String action, String found) {
        Check check = bundle.sourceCheck(destination);
        assertThat(check.verdict()).as(check.toString()).isEqualTo(Verdict.FAULT);
        assertThat(check.action()).as(check.toString()).contains(action);
        assertThat(check.found()).contains(found);
        assertThat(check.remedy().orElseThrow()).contains("sources retry " + destination);
    }

    private static String sftp(SftpServer server, String directory, String secret, String fingerprint) {
        return "source: {sftp: {host: " + server.host() + ", port: " + server.port() + ", username: "
                + server.username() + ", passwordSecret: " + secret + ", hostKeyFingerprint: '" + fingerprint
                + "', directory: " + directory + "}}";
    }

    private static String s3(S3Server server, String bucket, String secret) {
        return "source: {s3: {bucket: " + bucket + ", prefix: inbound/, endpoint: '" + server.endpoint()
                + "', pathStyle: true, accessKeySecret: id, secretKeySecret: " + secret + "}}";
    }
}
