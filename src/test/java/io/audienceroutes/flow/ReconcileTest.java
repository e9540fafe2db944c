package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An audience whose books are not trusted becomes its last list again, as far as anything here tells who is in it. */
final class ReconcileTest extends FlowTest {
    private static final String OLD_LIST = Lists.file(0, 10);
    private static final String NEW_LIST = Lists.file(5, 15);

    @BeforeEach
    void mirrorWithoutGuard() {
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 100}");
    }

    @Test
    void whoWasDeliveredAfterARestoredBackupOfTheStateIsRemoved() throws IOException {
        restoreOlderState();
        assertThat(bundle.deliverToTheEnd("crm", OLD_LIST).state().ended()).isTrue();
        assertThat(tiktok.emails(READERS))
                .as("the books do not know who joined after the backup, nor who left")
                .isEqualTo(Lists.hashes(5, 15));

        Workflow reconciled = reconcileOnly();

        assertThat(reconciled.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 10));
        Receipt receipt = bundle.receipt(reconciled.id());
        assertThat(receipt.balances()).isTrue();
        assertThat(receipt.outcomes().added()).as("the whole list is sent").isEqualTo(10);
        assertThat(receipt.unlisted().removed()).isEqualTo(5);
        assertThat(receipt.warnings()).anySatisfy(warning -> assertThat(warning).contains("15 members", "are unknown"));
        assertThat(bundle.memberFileProblems()).isEmpty();
        assertDelivered(bundle.deliverToTheEnd("crm", NEW_LIST), 5, 2);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(5, 15));
    }

    @Test
    void planTellsWhatWouldBeSentAndSendsNothing() throws IOException {
        restoreOlderState();
        int before = tiktok.calls(SimulatorDriver.MAPPING).size();

        List<Plan> plans = bundle.planReconciliation(READERS);

        assertThat(plans).singleElement().satisfies(plan -> {
            assertThat(plan.schemas()).singleElement().satisfies(change -> {
                assertThat(change.adds()).isEqualTo(10);
                assertThat(change.removes()).isEqualTo(5);
            });
            assertThat(plan.findings().toString()).contains("are unknown");
        });
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(before);
    }

    @Test
    void guardHoldsWhatWouldRemoveTooMuch() throws IOException {
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 20}");
        assertDelivered(bundle.deliverToTheEnd("crm", OLD_LIST), 10, 1);
        keepState();
        String second = bundle.deliver("crm", "customers.csv", NEW_LIST);
        bundle.awaitHeld(second);
        assertThat(bundle.approve(second, "a test").succeeded()).isTrue();
        bundle.awaitEnd(second);
        restoreState();

        String held = bundle.reconciliations(READERS, false).get(0);

        bundle.awaitHeld(held);
        assertThat(bundle.workflow(held).failure().orElseThrow().message()).contains("5 of the 15 members");
        assertThat(bundle.ask(held, Commands.Name.APPROVE).succeeded()).isTrue();
        bundle.awaitEnd(held);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 10));
    }

    @Test
    void damagedFileIsNamedAndTheOthersServe() throws IOException {
        restoreOlderState();
        Path unnamed = memberFiles().stream()
                .filter(file -> !bundleNames(file))
                .findFirst()
                .orElseThrow();
        Files.write(unnamed, new byte[] {1, 2, 3});

        Workflow reconciled = reconcileOnly();

        assertThat(reconciled.warnings())
                .anySatisfy(warning ->
                        assertThat(warning).contains(unnamed.getFileName().toString(), "damaged or missing"));
        assertThat(tiktok.emails(READERS)).containsAll(Lists.hashes(0, 10));
    }

    @Test
    void generationsAreKeptForAWhileAndThenDeleted() throws IOException {
        assertDelivered(bundle.deliverToTheEnd("crm", OLD_LIST), 10, 1);
        assertDelivered(bundle.deliverToTheEnd("crm", NEW_LIST), 5, 2);
        Path older = memberFiles().stream()
                .filter(file -> !bundleNames(file))
                .findFirst()
                .orElseThrow();
        bundle.close();
        bundle.with("clean-up.first-delay-ms", "1")
                .with("clean-up.interval-ms", "20")
                .start();
        Files.setLastModifiedTime(older, FileTime.from(Instant.now().minus(Duration.ofHours(47))));
        Path sentinel = bundle.data().resolve("members").resolve("audience-0-email_sha256-old.members");
        Files.createFile(sentinel);

        Files.setLastModifiedTime(sentinel, FileTime.from(Instant.now().minus(Duration.ofHours(49))));

        await().atMost(Duration.ofSeconds(30)).until(() -> Files.notExists(sentinel));
        assertThat(older).exists();
    }

    @Test
    void audienceThatIsNotKnownIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> bundle.reconcile("Nobody's"))
                .isInstanceOf(WorkflowError.class)
                .hasMessageContaining("Audience 'Nobody's' cannot be reconciled")
                .hasMessageContaining("audience-routes audiences list");
    }

    @Test
    void olderListThatFailedIsNotSupersededByAReconciliation() throws IOException {
        oneBatchAfterTheOther();
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 100}");
        assertDelivered(bundle.deliverToTheEnd("crm", OLD_LIST), 10, 1);
        tiktok.fault("{'path':'segment/mapping/','code':40001,'message':'No permission to operate advertiser'}");
        Workflow failed = bundle.deliverToTheEnd("crm", NEW_LIST);
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);

        Workflow reconciled = reconcileOnly();
        assertThat(reconciled.state()).isEqualTo(WorkflowState.ISSUE);
        Workflow resolved = bundle.resolve(failed.id());

        assertThat(resolved.failure()).isEmpty();
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(5, 15));
    }

    /** The state is that of the old list, the audience and the member files are those of the new one. */
    private void restoreOlderState() throws IOException {
        assertDelivered(bundle.deliverToTheEnd("crm", OLD_LIST), 10, 1);
        keepState();
        assertDelivered(bundle.deliverToTheEnd("crm", NEW_LIST), 5, 2);
        restoreState();
    }

    private void keepState() throws IOException {
        bundle.close();
        copy(bundle.stateFile().getParent(), folder.resolve("backup"));
        bundle.start();
    }

    private void restoreState() throws IOException {
        bundle.close();
        copy(folder.resolve("backup"), bundle.stateFile().getParent());
        bundle.start();
    }

    private Workflow reconcileOnly() {
        List<Workflow> reconciled = bundle.reconcile(READERS);
        assertThat(reconciled).hasSize(1);
        return reconciled.get(0);
    }

    private List<Path> memberFiles() throws IOException {
        try (Stream<Path> files = Files.list(bundle.data().resolve("members"))) {
            return files.sorted().toList();
        }
    }

    private boolean bundleNames(Path file) {
        return bundle.namedMemberFiles().contains(file.getFileName().toString());
    }

    /** A closed database is one file: what was written ahead is in it. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> old = Files.list(to)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
