package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.testing.CertificateAuthority;
import io.audienceroutes.testing.ForwardProxy;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to TikTok: TLS with certificates of one's own, and a forward proxy with a login. */
@Tag("flow")
final class ConnectionTest {
    private static final String PROXY_PASSWORD = "open sesame";

    @TempDir
    static Path certificates;

    @TempDir
    Path folder;

    private static CertificateAuthority authority;
    private static SimulatorDriver tiktok;

    private RunningBundle bundle;

    @BeforeAll
    static void startTikTokWithTls() {
        authority = new CertificateAuthority(certificates);
        tiktok = new SimulatorDriver(authority, authority.serverFor("IP:127.0.0.1"));
    }

    @AfterAll
    static void stopTikTok() {
        tiktok.close();
    }

    @BeforeEach
    void makeBundle() {
        tiktok.reset();
        bundle = RunningBundle.in(folder, tiktok.baseUrl());
        bundle.destination("crm");
    }

    @AfterEach
    void stopBundle() {
        bundle.close();
    }

    @Test
    void certificatesOfAPemFileAreTrusted() {
        bundle.with("tiktok.trust-store-file", authority.pem().toString()).start();

        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 3)));
    }

    @Test
    void certificatesOfAnEncryptedStoreAreTrusted() {
        bundle.secret("our-authorities", CertificateAuthority.PASSWORD);
        bundle.with("tiktok.trust-store-file", authority.trustStore().toString())
                .with("tiktok.trust-store-secret-name", "our-authorities")
                .start();

        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 3)));
    }

    @Test
    void strangersCertificateStopsTheWorkflowBeforeAnythingIsSent() {
        bundle.start();

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertFailed(workflow, "certificate-not-trusted", "nothing was sent (SSLHandshakeException");
    }

    @Test
    void certificateOfAnotherHostStopsTheWorkflow(@TempDir Path others) {
        CertificateAuthority same = new CertificateAuthority(others);
        try (SimulatorDriver impostor = new SimulatorDriver(same, same.serverFor("DNS:example.com"))) {
            bundle.with("tiktok.base-url", impostor.baseUrl().toString())
                    .with("tiktok.trust-store-file", same.pem().toString())
                    .start();

            assertFailed(bundle.deliverToTheEnd("crm", Lists.file(0, 3)), "certificate-not-trusted", "127.0.0.1");
        }
    }

    @Test
    void everyCallGoesThroughTheProxyWithItsLogin() {
        try (ForwardProxy proxy = new ForwardProxy(PROXY_PASSWORD)) {
            behind(proxy, PROXY_PASSWORD).start();

            assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 3)));

            assertThat(proxy.tunnels())
                    .isNotEmpty()
                    .containsOnly(
                            tiktok.baseUrl().getHost() + ":" + tiktok.baseUrl().getPort());
        }
    }

    @Test
    void proxyThatRefusesTheLoginStopsTheWorkflowBeforeAnythingIsSent() {
        try (ForwardProxy proxy = new ForwardProxy(PROXY_PASSWORD)) {
            behind(proxy, "another word").start();

            Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

            assertFailed(workflow, "proxy-refused", "nothing was sent", "407");
            assertThat(workflow.failure().orElseThrow().message()).doesNotContain("another word");
        }
    }

    @Test
    void settingsThatCannotBeUsedAreToldBeforeAnythingStarts() throws Exception {
        Path noCertificate = Files.writeString(folder.resolve("empty.pem"), "nothing");
        bundle.with("tiktok.trust-store-file", noCertificate.toString());
        assertThatThrownBy(bundle::start).hasStackTraceContaining("tiktok.trust-store-file cannot be used");

        bundle.with("tiktok.trust-store-file", "").with("tiktok.proxy", "http://user:word@proxy.example.com:3128");
        assertThatThrownBy(bundle::start)
                .hasStackTraceContaining("tiktok.proxy cannot be used")
                .satisfies(refusal -> assertThat(refusal).hasMessageNotContaining("word@"));

        bundle.with("tiktok.proxy", "http://proxy.example.com:3128").with("tiktok.proxy-username", "routes");
        assertThatThrownBy(bundle::start).hasStackTraceContaining("The proxy's login is incomplete");

        bundle.with("tiktok.proxy-username", "").with("tiktok.base-url", "http://tiktok.example.com");
        assertThatThrownBy(bundle::start).hasMessageContaining("the access token must not be sent unencrypted");
    }

    private RunningBundle behind(ForwardProxy proxy, String password) {
        bundle.secret("proxy-login", password);
        return bundle.with("tiktok.trust-store-file", authority.pem().toString())
                .with("tiktok.proxy", proxy.address())
                .with("tiktok.proxy-username", ForwardProxy.USERNAME)
                .with("tiktok.proxy-secret-name", "proxy-login");
    }

    private static void assertDelivered(Workflow workflow) {
        assertThat(workflow.failure()).isEmpty();
        assertThat(tiktok.emails("Readers of crm")).isEqualTo(Lists.hashes(0, 3));
    }

    private static void assertFailed(Workflow workflow, String action, String... found) {
        assertThat(workflow.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(workflow.failure().orElseThrow().action()).isEqualTo(action);
        assertThat(workflow.failure().orElseThrow().message()).contains(found);
        assertThat(tiktok.audiences("Readers of crm")).isEmpty();
    }
}
