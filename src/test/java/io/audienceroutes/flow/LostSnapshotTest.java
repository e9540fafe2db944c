package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The record of who is in an audience is damaged or gone: nothing is sent before a person has decided. */
final class LostSnapshotTest extends FlowTest {
    private int callsBefore;

    @BeforeEach
    void deliverFirstList() {
        bundle.destination("crm", "syncMode: mirror", "batchSize: 2");
        bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        callsBefore = tiktok.calls(SimulatorDriver.MAPPING).size();
    }

    @Test
    void damagedSnapshotIsHeldBeforeAnythingIsSent() throws IOException {
        byte[] bytes = Files.readAllBytes(snapshot());
        bytes[bytes.length - 1] ^= 1;
        Files.write(snapshot(), bytes);

        assertThat(bundle.memberFileProblems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).contains("checksum"));

        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "next.csv", Lists.file(1, 11)));

        assertThat(held.failure().orElseThrow().action()).isEqualTo("rebuild-members");
        assertThat(held.failure().orElseThrow().message())
                .contains("under EMAIL_SHA256", snapshot().getFileName().toString(), "checksum", "Nothing was sent");
        assertThat(bundle.description(held.id())).contains("Rebuild the members", "members verify");
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(callsBefore);
    }

    @Test
    void restoredSnapshotLetsTheWorkflowGoOnAsIfNothingHadHappened() throws IOException {
        Path snapshot = snapshot();
        byte[] backup = Files.readAllBytes(snapshot);
        Files.delete(snapshot);
        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "next.csv", Lists.file(1, 11)));
        assertThat(held.failure().orElseThrow().message()).contains("no file");
        Files.write(snapshot, backup);

        bundle.ask(held.id(), Commands.Name.RETRY);

        assertDelivered(bundle.awaitEnd(held.id()), 1, 2);
        assertThat(bundle.memberFileProblems()).isEmpty();
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(1, 11));
    }

    @Test
    void approvedRebuildAddsAllRemovesNobodyAndSaysSo() throws IOException {
        Files.delete(snapshot());
        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "next.csv", Lists.file(1, 11)));

        bundle.approve(held.id(), "No backup");

        Workflow rebuilt = bundle.awaitEnd(held.id());
        assertThat(rebuilt.state()).isEqualTo(WorkflowState.ISSUE);
        assertDelivered(rebuilt, 10, 5);
        assertThat(bundle.receipt(held.id()).warnings())
                .anySatisfy(warning -> assertThat(warning).contains("no longer listed may stay"));
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 11));
        bundle.deliverToTheEnd("crm", Lists.file(2, 12));
        assertThat(tiktok.emails(READERS)).hasSize(11).contains(Lists.sha256("customer0@example.com"));
    }

    /** What was delivered cannot be written into the snapshot: no other list may be compared with what lacks it. */
    @Test
    void deliveryThatCouldNotBeFoldedHoldsTheNextListUntilItCanBe() throws IOException {
        tiktok.fault("{'path':'segment/mapping/','skip':1,'delayMillis':1500,'afterEffect':true}");
        Path snapshot = snapshot();
        byte[] backup = Files.readAllBytes(snapshot);
        String id = bundle.deliver("crm", "second.csv", Lists.file(0, 14));
        bundle.awaitThat(id, workflow -> tiktok.calls(SimulatorDriver.MAPPING).size() == callsBefore + 2);
        Files.delete(snapshot);
        Workflow failed = bundle.awaitEnd(id);
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);
        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "third.csv", Lists.file(1, 13)));
        assertThat(held.failure().orElseThrow().message())
                .contains("the members that workflow " + id + " delivered", "retry this workflow")
                .doesNotContain("take up");
        Files.write(snapshot, backup);
        bundle.ask(id, Commands.Name.RETRY);

        bundle.ask(held.id(), Commands.Name.RETRY);

        assertDelivered(bundle.awaitEnd(held.id()), 0, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(1, 13));
        assertThat(bundle.awaitEnd(id).state()).isEqualTo(WorkflowState.SKIPPED);
        assertThat(bundle.memberFileProblems()).isEmpty();
    }

    private Path snapshot() {
        try (Stream<Path> files = Files.list(bundle.data().resolve("members"))) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
