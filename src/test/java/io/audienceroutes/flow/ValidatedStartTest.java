package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.destination.ConnectionState;
import io.audienceroutes.destination.ConnectionState.State;
import io.audienceroutes.failure.Alert;
import io.audienceroutes.testing.FaultProxy;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination that cannot deliver is told and not polled, the others run, and a repaired one starts by itself. */
@Tag("flow")
final class ValidatedStartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SHOP = "7000000000000000001";
    private static final String OTHER = "7000000000000000002";

    @TempDir
    Path folder;

    private SimulatorDriver tiktok;
    private RunningBundle bundle;

    @BeforeEach
    void prepare() {
        tiktok = new SimulatorDriver();
        bundle = calling(tiktok.baseUrl());
        for (String name : List.of("fine", "probe")) {
            destination(name, "advertiserIds: [\"7000000000000000003\"]");
        }
    }

    @AfterEach
    void end() {
        bundle.close();
        tiktok.close();
    }

    @Test
    void refusedTokenKeepsItsDestinationsFromPollingWithOneAlertUntilAnotherTokenIsThere() {
        bundle.secretToken("acme", "not-a-token");
        destination("crm", "credential: acme");
        destination("web", "credential: acme");
        bundle.start();

        deliversAlthoughOthersCannot();
        ConnectionState crm = awaitState("crm", State.NOT_VALID);
        awaitState("web", State.NOT_VALID);
        assertThat(crm.finding().orElseThrow().question()).isEqualTo("Access token");
        assertThat(crm.finding().orElseThrow().action()).contains("invalid-credentials");
        assertStays("crm");
        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.title()).isEqualTo("Invalid credentials");
            assertThat(alert.message())
                    .startsWith("Not polled: destination crm: credential acme, Access token:")
                    .contains("40105", "no destination with credential acme is polled")
                    .doesNotContain("not-a-token");
        });

        bundle.grant("acme", tiktok.newToken());

        assertTaken("crm");
        awaitState("web", State.VALID);
        assertThat(alerts()).extracting(Alert::title).contains("Destination works again");
    }

    @Test
    void vanishedAdvertiserIsPolledAgainOnceItIsBackAndSomebodyAsks() {
        destination("crm");
        tiktok.change("{'removeAdvertisers':['" + SHOP + "']}");
        bundle.start();

        deliversAlthoughOthersCannot();
        assertNotPolled("crm", "Advertiser " + SHOP, "advertiser-not-found");

        tiktok.change("{'advertisers':[{'id':'" + SHOP + "'}]}");
        assertStays("crm");
        bundle.connections().askAgain("crm");

        assertTaken("crm");
    }

    @Test
    void analystIsNotPolledAndIsCheckedAgainByItself() {
        bundle.with("destinations.check-interval-ms", "200");
        destination("crm", "advertiserIds: [\"" + OTHER + "\"]");
        tiktok.change("{'advertisers':[{'id':'" + OTHER + "','role':'ANALYST'}]}");
        bundle.start();

        deliversAlthoughOthersCannot();
        assertNotPolled("crm", "Role on " + OTHER, "missing-advertiser-permissions");
        assertThat(alerts()).hasSize(1);

        tiktok.change("{'advertisers':[{'id':'" + OTHER + "','role':'OPERATOR'}]}");

        assertTaken("crm");
    }

    @Test
    void grantThatLacksAPermissionIsNotPolled() {
        bundle.start();
        bundle.grant("acme", tiktok.newToken(), List.of("1"));
        bundle.close();
        destination("crm", "credential: acme");
        bundle.start();

        deliversAlthoughOthersCannot();
        assertNotPolled("crm", "Permissions", "app-scope-missing");
    }

    @Test
    void repairedFileIsTakenUpWithoutARestart() {
        destination("crm", "advertiserIds: [\"7999999999999999999\"]");
        bundle.start();
        awaitState("crm", State.NOT_VALID);

        destination("crm");
        bundle.connections().askAgain("crm");

        assertTaken("crm");
    }

    @Test
    void whatWasNotValidBeforeTheRestartIsCheckedAgainAndToldOnce() {
        destination("crm", "advertiserIds: [\"7999999999999999999\"]");
        bundle.start();
        ConnectionState before = awaitState("crm", State.NOT_VALID);
        bundle.close();
        bundle.start();

        await().atMost(PATIENCE)
                .until(() -> state("crm")
                        .checkedAt()
                        .orElseThrow()
                        .isAfter(before.checkedAt().orElseThrow()));
        deliversAlthoughOthersCannot();

        assertNotPolled("crm", "Advertiser 7999999999999999999", "advertiser-not-found");
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void silentTikTokStopsNoSource() throws IOException {
        try (FaultProxy proxy = FaultProxy.before(tiktok.baseUrl().getPort())) {
            proxy.vanish();
            bundle = calling(URI.create("http://127.0.0.1:" + proxy.port()));
            destination("crm");
            bundle.start();

            drop("crm");
            Workflow waiting = bundle.awaitThat(
                    () -> only("crm"), workflow -> workflow.failure().isPresent());
            assertThat(waiting.state().ended()).isFalse();
            assertThat(state("crm").state()).isEqualTo(State.UNKNOWN);
            assertThat(alerts()).isEmpty();

            proxy.heal();
            bundle.awaitThat(() -> only("crm"), workflow -> workflow.state().ended());
        }
        assertThat(tiktok.emails("Readers of crm")).isEqualTo(Lists.hashes(0, 3));
    }

    private RunningBundle calling(URI address) {
        return RunningBundle.in(folder, address)
                .with("destinations.check-interval-ms", "3600000")
                .pickingUp();
    }

    private void destination(String name, String... more) {
        String[] lines = new String[more.length + 1];
        System.arraycopy(more, 0, lines, 0, more.length);
        lines[more.length] = "source: {folder: {directory: \"" + inbox(name) + "\", settleSeconds: 1, pollSeconds: 1}}";
        bundle.destination(name, lines);
    }

    private Path inbox(String name) {
        try {
            return Files.createDirectories(folder.resolve("inbox-" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drop(String name) {
        drop(name, "list.csv", Lists.file(0, 3));
    }

    private void drop(String name, String file, String text) {
        try {
            Files.writeString(inbox(name).resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deliversAlthoughOthersCannot() {
        assertTaken("fine");
    }

    private void assertTaken(String name) {
        drop(name);
        bundle.awaitThat(() -> only(name), workflow -> workflow.state().ended());
        assertThat(tiktok.emails("Readers of " + name)).isEqualTo(Lists.hashes(0, 3));
    }

    private void assertNotPolled(String name, String question, String action) {
        ConnectionState.Finding finding =
                awaitState(name, State.NOT_VALID).finding().orElseThrow();
        assertThat(finding.question()).isEqualTo(question);
        assertThat(finding.action()).contains(action);
        assertThat(finding.remedy()).isPresent();
        assertStays(name);
        assertThat(alerts()).anySatisfy(alert -> {
            assertThat(alert.action()).contains(action);
            assertThat(alert.message()).contains("destination " + name);
        });
    }

    /** Two files of a destination that is polled, dropped later, come through: there was time to take this one. */
    private void assertStays(String name) {
        drop(name);
        for (String probe : List.of("probe-1-" + name + ".csv", "probe-2-" + name + ".csv")) {
            drop("probe", probe, Lists.file(probe.length(), 40));
            bundle.awaitThat(
                    () -> bundle.workflows().stream()
                            .filter(workflow -> workflow.fileName().equals(probe))
                            .findFirst(),
                    workflow -> workflow.state().ended());
        }
        assertThat(inbox(name).resolve("list.csv")).exists();
        assertThat(only(name)).isEmpty();
    }

    private Optional<Workflow> only(String destination) {
        return bundle.workflows().stream()
                .filter(workflow -> workflow.destination().equals(destination))
                .findFirst();
    }

    private ConnectionState state(String name) {
        return bundle.connections().find(name).orElseThrow();
    }

    private ConnectionState awaitState(String name, State wanted) {
        return await().atMost(PATIENCE).until(() -> state(name), found -> found.state() == wanted);
    }

    private List<Alert> alerts() {
        return bundle.alerts().stream()
                .filter(alert -> alert.workflowId().isEmpty())
                .toList();
    }
}
