package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.authorization.AuthorizationRefused;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.testing.WireRecorder;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle in the sandbox and one in production: no token, state or refusal of the one ever acts on the other. */
@Tag("flow")
final class EnvironmentTest {
    private static final String CANARY = "production-token-canary";
    private static final String PRODUCTION = "advertiserIds: [\"7000000000000000003\"]";

    @TempDir
    Path folder;

    private final SimulatorDriver simulator = new SimulatorDriver();
    private final WireRecorder wire = new WireRecorder();
    private RunningBundle bundle;

    @AfterEach
    void end() {
        if (bundle != null) {
            bundle.close();
        }
        wire.close();
        simulator.close();
    }

    @Test
    void theRecorderSeesTheTokenOfProductionInProduction() {
        bundle = bundle("production", wire.baseUrl().toString());
        bundle.start();

        bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertThat(wire.received()).anyMatch(request -> request.contains(CANARY));
    }

    @Test
    void noTokenOfProductionReachesTheAddressOfTheSandbox() {
        bundle = bundle("sandbox", wire.baseUrl().toString());
        bundle.start();

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        bundle.checks("crm");

        assertThat(failed.failure().orElseThrow().action()).isEqualTo("simulator-refused-token");
        assertThat(wire.received()).isNotEmpty().noneMatch(request -> request.contains(CANARY));
    }

    @Test
    void theRefusalOfTheSandboxIsNoneOfProduction() {
        bundle = bundle("sandbox", wire.baseUrl().toString()).with("data.directory", "data/sandbox");
        bundle.start();
        bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        bundle.close();

        bundle = bundle("production", simulator.baseUrl().toString());
        bundle.secretToken("acme", simulator.newToken());
        bundle.start();
        Workflow delivered = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertThat(delivered.state()).as(String.valueOf(delivered.failure())).isEqualTo(WorkflowState.ISSUE);
    }

    @Test
    void everyDestinationRehearsesAndEveryReceiptSaysSo() {
        bundle = bundle("sandbox", simulator.baseUrl().toString());
        bundle.start();

        Workflow done = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertThat(done.state()).as(String.valueOf(done.failure())).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.receipt(done.id()).environment()).isEqualTo("sandbox");
        assertThat(bundle.receipt(done.id()).isRehearsal()).isTrue();
        assertThat(bundle.description(done.id()))
                .contains("Receipt of rehearsal " + done.id(), "accepted by the simulator")
                .doesNotContain("accepted by TikTok");
        assertThat(simulator.emails("Readers of crm")).isEqualTo(Lists.hashes(0, 3));
    }

    @Test
    void alertsOfRehearsalsSaySo() {
        bundle = bundle("sandbox", simulator.baseUrl().toString());
        bundle.start();
        simulator.change("{'revokeTokens':['*']}");

        bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertThat(bundle.alerts()).anyMatch(alert -> alert.title().startsWith("Rehearsal: The simulator refuses"));
    }

    @Test
    void theStateOfOneEnvironmentIsNotOpenedInTheOther() {
        bundle = bundle("production", simulator.baseUrl().toString());
        bundle.start();
        bundle.close();

        bundle = bundle("sandbox", simulator.baseUrl().toString());

        assertThatThrownBy(() -> bundle.start())
                .hasStackTraceContaining("belongs to the environment production and cannot be used in sandbox");
        bundle = null;
    }

    @Test
    void aGrantOfProductionIsNotAskedForInTheSandbox() {
        bundle = bundle("sandbox", simulator.baseUrl().toString());
        bundle.start();

        assertThatThrownBy(() -> bundle.pendingAuthorization("acme"))
                .isInstanceOf(AuthorizationRefused.class)
                .hasMessageContaining("belongs to production")
                .hasMessageContaining("without --profile sandbox");
    }

    private RunningBundle bundle(String environment, String baseUrl) {
        RunningBundle made = RunningBundle.in(folder, URI.create(baseUrl)).with("bundle.environment", environment);
        made.destination("crm", PRODUCTION, "credential: acme");
        made.secretToken("acme", CANARY);
        return made;
    }
}
