package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.testing.CertificateAuthority;
import io.audienceroutes.testing.ForwardProxy;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination in the sandbox: what it does, production neither sees nor takes for its own. */
@Tag("flow")
final class SandboxTest {
    private static final String READERS = "Readers of crm";
    private static final String PRODUCTION = "advertiserIds: [\"7000000000000000003\"]";

    @TempDir
    Path folder;

    private SimulatorDriver tiktok;
    private SimulatorDriver sandbox;
    private RunningBundle bundle;

    @BeforeEach
    void start() {
        tiktok = new SimulatorDriver();
        sandbox = new SimulatorDriver();
        bundle = RunningBundle.in(folder, tiktok.baseUrl())
                .with("sandbox.base-url", sandbox.baseUrl().toString());
    }

    @AfterEach
    void end() {
        bundle.close();
        sandbox.close();
        tiktok.close();
    }

    @Test
    void rehearsalReachesTheSimulatorAndNothingElse() {
        bundle.destination("crm", PRODUCTION, "credential: acme", "sandbox: true", "syncMode: mirror");
        bundle.secretToken("acme", "production-token");
        bundle.start();

        Workflow done = bundle.deliverToTheEnd("crm", Lists.file(0, 5));

        assertThat(done.state()).as(String.valueOf(done.failure())).isEqualTo(WorkflowState.ISSUE);
        assertThat(sandbox.emails(READERS)).isEqualTo(Lists.hashes(0, 5));
        assertThat(tiktok.calls(call -> true)).isEmpty();
        assertThat(sandbox.calls(call -> call.toString().contains("production-token")))
                .isEmpty();
        assertThat(bundle.description(done.id())).contains("crm (sandbox: delivered to the simulator)");
        assertThat(bundle.checks("crm")).isNotEmpty();
        assertThat(tiktok.calls(call -> true)).isEmpty();
    }

    @Test
    void productionBeginsWithAnEmptySnapshotAndDeliversTheSameFileWhole() {
        bundle.destination("crm", PRODUCTION, "sandbox: true", "syncMode: mirror");
        bundle.start();
        bundle.drop("crm", "list.csv", Lists.file(0, 5));
        bundle.awaitThat(
                () -> bundle.workflows().stream().findFirst(),
                workflow -> workflow.state().ended());
        int rehearsed = sandbox.calls(call -> true).size();

        bundle.destination("crm", PRODUCTION, "syncMode: mirror");
        bundle.drop("crm", "list.csv", Lists.file(0, 5));
        Workflow done = bundle.awaitThat(
                () -> bundle.workflows().stream()
                        .filter(workflow -> !workflow.settings().sandbox())
                        .findFirst(),
                workflow -> workflow.state().ended());

        assertThat(done.state()).as(String.valueOf(done.failure())).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.receipt(done.id()).outcomes().added()).isEqualTo(5);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 5));
        assertThat(sandbox.calls(call -> true)).hasSize(rehearsed);
    }

    @Test
    void failedRehearsalNeverGoesOnInProduction() {
        bundle.destination("crm", PRODUCTION, "sandbox: true");
        bundle.start();
        sandbox.change("{'revokeTokens':['*']}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 5));
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);

        bundle.destination("crm", PRODUCTION);
        Commands.Answer answer = bundle.ask(failed.id(), Commands.Name.RESOLVE);

        assertThat(answer.succeeded()).isFalse();
        assertThat(answer.text()).contains("was a rehearsal", "is in production now");
        assertThat(tiktok.calls(call -> true)).isEmpty();
    }

    @Test
    void rehearsalStaysOnThisMachineBesideTlsAndAProxy(@TempDir Path certificates) {
        CertificateAuthority authority = new CertificateAuthority(certificates);
        try (SimulatorDriver secure = new SimulatorDriver(authority, authority.serverFor("IP:127.0.0.1"));
                ForwardProxy proxy = new ForwardProxy("for-tests-only")) {
            bundle = RunningBundle.in(folder, secure.baseUrl())
                    .with("tiktok.trust-store-file", authority.pem().toString())
                    .with("tiktok.proxy", proxy.address())
                    .with("tiktok.proxy-username", ForwardProxy.USERNAME)
                    .with("tiktok.proxy-secret-name", "proxy-login")
                    .with("sandbox.base-url", sandbox.baseUrl().toString());
            bundle.destination("crm", PRODUCTION, "sandbox: true");
            bundle.destination("web", PRODUCTION);
            bundle.secret("proxy-login", "for-tests-only");
            bundle.start();

            assertThat(bundle.deliverToTheEnd("crm", Lists.file(0, 3)).state()).isEqualTo(WorkflowState.ISSUE);
            assertThat(proxy.tunnels()).isEmpty();
            assertThat(bundle.deliverToTheEnd("web", Lists.file(3, 6)).state()).isEqualTo(WorkflowState.ISSUE);

            assertThat(sandbox.emails(READERS)).isEqualTo(Lists.hashes(0, 3));
            assertThat(secure.emails("Readers of web")).isEqualTo(Lists.hashes(3, 6));
            assertThat(secure.audiences(READERS)).isEmpty();
            assertThat(proxy.tunnels()).isNotEmpty();
        }
    }

    @Test
    void sandboxIsOnThisMachine() {
        bundle.with("sandbox.base-url", "http://sandbox.example.com:80").destination("crm", PRODUCTION);

        assertThatThrownBy(() -> bundle.start())
                .hasMessageContaining("sandbox.base-url")
                .hasMessageContaining("simulator on this machine");
    }
}
