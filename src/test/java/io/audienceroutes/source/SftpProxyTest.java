package io.audienceroutes.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.destination.Examples;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.Source.HostKey;
import io.audienceroutes.destination.Source.SftpLogin;
import io.audienceroutes.destination.Source.SftpProxy;
import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import io.audienceroutes.source.PickUpBench.Received;
import io.audienceroutes.testing.SftpServer;
import io.audienceroutes.testing.TunnelProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An SFTP server that is reached over an HTTP or a SOCKS5 proxy, and over no other way. */
@Tag("flow")
final class SftpProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "canary-proxy";

    @TempDir
    Path home;

    private PickUpBench bench;
    private SftpServer server;
    private Path outbox;

    @BeforeEach
    void startServer() throws Exception {
        outbox = Files.createDirectories(home.resolve("server/outbox"));
        Files.writeString(outbox.resolve("list.csv"), "over a proxy", UTF_8);
        server = SftpServer.start(home.resolve("server"), Files.createDirectory(home.resolve("keys")));
        bench = new PickUpBench();
    }

    @AfterEach
    void stopServer() throws IOException {
        bench.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void proxyThatLetsEverybodyIn(TunnelProxy.Kind kind) throws IOException {
        try (TunnelProxy proxy = TunnelProxy.start(kind, Optional.empty())) {
            start(kind, proxy.port(), false);

            requireTakenThrough(proxy.tunnels());
        }
    }

    @ParameterizedTest
    @EnumSource
    void proxyThatAsksForALogin(TunnelProxy.Kind kind) throws IOException {
        try (TunnelProxy proxy = TunnelProxy.start(kind, Optional.of(PASSWORD))) {
            start(kind, proxy.port(), true);

            requireTakenThrough(proxy.tunnels());
        }
    }

    @ParameterizedTest
    @EnumSource
    void proxyThatRefusesTheLoginIsToldAndTheRightPasswordCountsWithoutARestart(TunnelProxy.Kind kind)
            throws IOException {
        try (TunnelProxy proxy = TunnelProxy.start(kind, Optional.of("another"))) {
            start(kind, proxy.port(), true);

            requireRefusedThenTaken(proxy.tunnels());
        }
    }

    private void requireRefusedThenTaken(Queue<String> tunnels) {
        await().atMost(PATIENCE).until(() -> !bench.news().isEmpty());
        assertThat(bench.conditions()).containsExactly("source-login-refused");
        assertThat(bench.news().get(0).message()).contains("proxy").doesNotContain("canary");
        assertThat(server.connections()).isZero();

        bench.secret("partner-proxy", "another");

        requireTakenThrough(tunnels);
    }

    private void requireTakenThrough(Queue<String> tunnels) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(bench.received()).extracting(Received::text).containsExactly("over a proxy"));
        await().atMost(PATIENCE).until(() -> !Files.exists(outbox.resolve("list.csv")));
        assertThat(tunnels).containsOnly("127.0.0.1:" + server.port());
        assertThat(server.connections()).as("none went another way").isLessThanOrEqualTo(tunnels.size());
    }

    private void start(TunnelProxy.Kind kind, int port, boolean login) {
        SftpProxy proxy = new SftpProxy(
                SftpProxy.Kind.valueOf(kind.name()),
                "127.0.0.1",
                port,
                Optional.of(TunnelProxy.USERNAME).filter(name -> login),
                Optional.of("partner-proxy").filter(name -> login));
        Source.Sftp source = new Source.Sftp(
                server.host(),
                server.port(),
                server.username(),
                new SftpLogin.Password("partner-sftp"),
                new HostKey.Fingerprint(server.hostKeyFingerprint()),
                Optional.of(proxy),
                "outbox",
                ".*",
                new SourceHandling(Ready.SETTLE, 1, 1, Afterwards.ARCHIVE, Optional.empty(), OnFailure.STAY));
        bench.start(
                Examples.destination("crm", Optional.of(source)),
                home,
                Map.of("partner-sftp", server.password(), "partner-proxy", PASSWORD));
    }
}
