package io.audienceroutes.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Examples;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.Source.HostKey;
import io.audienceroutes.destination.Source.SftpLogin;
import io.audienceroutes.destination.Source.SshAlgorithms;
import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import io.audienceroutes.source.PickUpBench.Received;
import io.audienceroutes.testing.OpenSshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Debian's sshd does to a pick-up that it does not let in, or speaks other algorithms than. */
@Tag("bundle")
final class OpenSshFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private PickUpBench bench;

    @BeforeEach
    void startBench() throws Exception {
        bench = new PickUpBench();
    }

    @AfterEach
    void stopBench() {
        bench.close();
    }

    @Test
    void wrongPasswordIsOneTryALookAndARefusedLogin() throws Exception {
        try (OpenSshServer server = OpenSshServer.startWith(
                home.resolve("server"),
                "PasswordAuthentication yes",
                "PermitRootLogin yes",
                "AuthenticationMethods password")) {
            start(server, new SftpLogin.Password("partner"), SshAlgorithms.usual());

            awaitDown("source-login-refused");
            await().atMost(PATIENCE).until(() -> bench.state("crm").failures() >= 3);

            int looks = bench.state("crm").failures();
            long tries = server.log()
                    .lines()
                    .filter(line -> line.contains("Failed password"))
                    .count();
            assertThat(tries).isBetween(1L, looks + 1L);
            assertThat(bench.conditions()).containsExactly("source-login-refused");
            assertThat(bench.news().get(0).message()).doesNotContain("canary");
        }
    }

    @Test
    void missingCipherIsNamedWithWhatTheServerOffersAndMayBeAllowed() throws Exception {
        try (OpenSshServer server = OpenSshServer.startWith(home.resolve("server"), "Ciphers 3des-cbc")) {
            drop(server);
            start(server, key(server), SshAlgorithms.usual());
            awaitDown("source-algorithms-differ");
            assertThat(bench.news().get(0).message()).contains("offers 3des-cbc", "algorithms: {cipher: [3des-cbc]}");

            bench.remove(destination(server, key(server), SshAlgorithms.usual()));
            start(server, key(server), new SshAlgorithms(List.of(), List.of(), List.of("3des-cbc"), List.of()));

            awaitReceived();
        }
    }

    @Test
    void missingKeyExchangeIsNamedWhereTheServerIsKnownByAFingerprintToo() throws Exception {
        try (OpenSshServer server =
                OpenSshServer.startWith(home.resolve("server"), "KexAlgorithms diffie-hellman-group1-sha1")) {
            drop(server);
            start(server, key(server), SshAlgorithms.usual(), new HostKey.Fingerprint(server.hostKeyFingerprint()));
            awaitDown("source-algorithms-differ");
            assertThat(bench.news().get(0).message()).contains("keyExchange: [diffie-hellman-group1-sha1]");

            bench.remove(destination(server, key(server), SshAlgorithms.usual()));
            start(
                    server,
                    key(server),
                    new SshAlgorithms(List.of("diffie-hellman-group1-sha1"), List.of(), List.of(), List.of()));

            awaitReceived();
        }
    }

    @Test
    void serverWithSha1SignaturesAloneIsNamedAndMayBeAllowed() throws Exception {
        try (OpenSshServer server = OpenSshServer.startWithRsaKeys(
                home.resolve("server"), "HostKeyAlgorithms ssh-rsa", "PubkeyAcceptedAlgorithms ssh-rsa")) {
            drop(server);
            start(server, key(server), SshAlgorithms.usual());
            awaitDown("source-algorithms-differ");
            assertThat(bench.news().get(0).message()).contains("offers ssh-rsa", "algorithms: {hostKey: [ssh-rsa]}");

            bench.remove(destination(server, key(server), SshAlgorithms.usual()));
            start(server, key(server), new SshAlgorithms(List.of(), List.of("ssh-rsa"), List.of(), List.of()));

            awaitReceived();
        }
    }

    /** What the server takes from its users is not in its offer: that it refused tells no reason. */
    @Test
    void keyThatIsRefusedBecauseOfItsSignatureIsToldWithTheSettingThatMayHelp() throws Exception {
        try (OpenSshServer server =
                OpenSshServer.startWithRsaKeys(home.resolve("server"), "PubkeyAcceptedAlgorithms ssh-rsa")) {
            drop(server);
            start(server, key(server), SshAlgorithms.usual());
            awaitDown("source-login-refused");
            assertThat(bench.news().get(0).message()).contains("algorithms: {hostKey: [ssh-rsa]}");

            bench.remove(destination(server, key(server), SshAlgorithms.usual()));
            start(server, key(server), new SshAlgorithms(List.of(), List.of("ssh-rsa"), List.of(), List.of()));

            awaitReceived();
        }
    }

    @Test
    void serverWithKeyExchangesAgainstQuantumComputersAloneIsNamedAndMayBeAllowed() throws Exception {
        String hybrid = "sntrup761x25519-sha512@openssh.com";
        try (OpenSshServer server = OpenSshServer.startWith(home.resolve("server"), "KexAlgorithms " + hybrid)) {
            drop(server);
            start(server, key(server), SshAlgorithms.usual());
            awaitDown("source-algorithms-differ");
            assertThat(bench.news().get(0).message())
                    .contains("offers " + hybrid, "algorithms: {keyExchange: [" + hybrid + "]}");

            bench.remove(destination(server, key(server), SshAlgorithms.usual()));
            start(server, key(server), new SshAlgorithms(List.of(hybrid), List.of(), List.of(), List.of()));

            awaitReceived();
        }
    }

    @Test
    void namesThatAreNoTextInUtf8StayAndAreTold() throws Exception {
        try (OpenSshServer server = OpenSshServer.start(home.resolve("server"))) {
            drop(server);
            Path outbox = server.root().resolve("outbox");
            assertThat(new ProcessBuilder(
                                    "sh", "-c", "printf latin > \"$0/$(printf 'caf\\351.csv')\"", outbox.toString())
                            .start()
                            .waitFor())
                    .isZero();
            start(server, key(server), SshAlgorithms.usual());

            awaitReceived();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(bench.state("crm").leftAlone()).containsOnlyKeys("caf_.csv"));
            assertThat(bench.state("crm").leftAlone().values())
                    .allMatch(reason -> reason.contains("not valid UTF-8") && reason.contains("ename"));
            assertThat(bench.conditions()).containsExactly("source-file-left-alone");
            assertThat(bench.received()).hasSize(1);
        }
    }

    @Test
    void linksAndPipesOnAServerStayAndAreTold() throws Exception {
        try (OpenSshServer server = OpenSshServer.start(home.resolve("server"))) {
            Path outbox = Files.createDirectories(server.root().resolve("outbox"));
            Files.createSymbolicLink(outbox.resolve("link.csv"), Path.of("/etc/passwd"));
            assertThat(new ProcessBuilder("mkfifo", outbox.resolve("pipe.csv").toString())
                            .start()
                            .waitFor())
                    .isZero();
            drop(server);
            start(server, key(server), SshAlgorithms.usual());

            awaitReceived();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(bench.state("crm").leftAlone()).containsOnlyKeys("link.csv", "pipe.csv"));
            assertThat(bench.received()).hasSize(1);
        }
    }

    @Test
    void hashedNamesAndPatternsOfKnownHostsAreKnown() throws Exception {
        try (OpenSshServer server = OpenSshServer.start(home.resolve("server"))) {
            String line = Files.readString(server.knownHostsFile(), UTF_8);
            drop(server);
            Path known = Files.writeString(
                    home.resolve("known"), line.replaceFirst("^\\S+", "[127.0.0.*]:" + server.port()), UTF_8);
            start(server, key(server), SshAlgorithms.usual(), new HostKey.KnownHosts(known.toString()));
            awaitReceived();

            Files.writeString(known, "@revoked " + line, UTF_8);
            awaitDown("host-key-changed");
            assertThat(bench.state("crm").message().orElseThrow()).contains("@revoked");

            Files.writeString(known, line.replaceFirst("^", "@cert-authority "), UTF_8);
            await().atMost(PATIENCE)
                    .until(() -> bench.state("crm").message().orElse("").contains("@cert-authority"));

            Files.writeString(known, line, UTF_8);
            assertThat(new ProcessBuilder("ssh-keygen", "-q", "-H", "-f", known.toString())
                            .start()
                            .waitFor())
                    .isZero();
            await().atMost(PATIENCE).until(() -> bench.state("crm").condition().isEmpty());
        }
    }

    private static SftpLogin key(OpenSshServer server) {
        return new SftpLogin.PrivateKey(server.privateKeyFile().toString(), Optional.empty());
    }

    private static void drop(OpenSshServer server) throws Exception {
        Files.writeString(
                Files.createDirectories(server.root().resolve("outbox")).resolve("list.csv"), "the list", UTF_8);
    }

    private void start(OpenSshServer server, SftpLogin login, SshAlgorithms algorithms) {
        bench.start(destination(server, login, algorithms), home, Map.of("partner", "canary-wrong"));
    }

    private void start(OpenSshServer server, SftpLogin login, SshAlgorithms algorithms, HostKey hostKey) {
        bench.start(destination(server, login, algorithms, hostKey), home, Map.of());
    }

    private static Destination destination(OpenSshServer server, SftpLogin login, SshAlgorithms algorithms) {
        return destination(
                server,
                login,
                algorithms,
                new HostKey.KnownHosts(server.knownHostsFile().toString()));
    }

    private static Destination destination(
            OpenSshServer server, SftpLogin login, SshAlgorithms algorithms, HostKey hostKey) {
        return Examples.destination(
                "crm",
                Optional.of(new Source.Sftp(
                        server.host(),
                        server.port(),
                        server.username(),
                        login,
                        hostKey,
                        Optional.empty(),
                        algorithms,
                        "outbox",
                        ".*\\.csv",
                        new SourceHandling(Ready.SETTLE, 1, 1, Afterwards.ARCHIVE, Optional.empty(), OnFailure.STAY))));
    }

    private void awaitDown(String condition) {
        await().atMost(PATIENCE)
                .until(() ->
                        bench.state("crm").condition().filter(condition::equals).isPresent());
    }

    private void awaitReceived() {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(bench.received()).extracting(Received::text).containsExactly("the list"));
    }
}
