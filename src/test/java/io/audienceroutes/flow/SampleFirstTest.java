package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.destination.AudienceNameRefused;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.Receipt.SampleFigures;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sample goes first, a person looks at it, and only then the whole list follows. */
final class SampleFirstTest extends FlowTest {
    private static final String SAMPLE = READERS + " (sample)";

    @BeforeEach
    void askForASample() {
        bundle.destination("crm", "sampleFirst: {members: 10, keepHours: 0}");
    }

    @Test
    void nothingOfTheListGoesBeforeItsSampleIsApproved() {
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 1_000));

        Workflow held = awaitHeld(id);

        assertThat(tiktok.emails(SAMPLE)).isEqualTo(first(10, Lists.hashes(0, 1_000)));
        assertThat(tiktok.audiences(READERS))
                .as("its audience is not even made")
                .isEmpty();
        assertThat(held.failure())
                .map(Failure::message)
                .hasValueSatisfying(words -> assertThat(words)
                        .contains(
                                "customers.csv", SAMPLE, "10 members", "type Partner", "10 matched people", "available")
                        .contains("1,000 identifiers", READERS, "approve"));
        assertThat(bundle.description(id)).contains(held.failure().orElseThrow().message(), "workflows approve " + id);
        assertThat(bundle.alerts()).as("one alert is raised").hasSize(1);

        assertThat(bundle.ask(id, Commands.Name.APPROVE).succeeded()).isTrue();
        Workflow delivered = bundle.awaitEnd(id);

        assertDelivered(delivered, 1_000, 1);
        assertThat(delivered.state()).isEqualTo(WorkflowState.SUCCEEDED);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 1_000));
    }

    @Test
    void nobodyWhoOptedOutIsInASample() throws IOException {
        Path optOuts = folder.resolve("opt-out.csv");
        Files.writeString(optOuts, Lists.file(0, 50));
        bundle.destination("crm", "sampleFirst: {members: 10, keepHours: 0}", "optOut: {file: " + optOuts + "}");

        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 60));

        awaitHeld(id);
        assertThat(tiktok.emails(SAMPLE)).isEqualTo(Lists.hashes(50, 60));
        bundle.ask(id, Commands.Name.APPROVE);
        Workflow delivered = bundle.awaitEnd(id);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(50, 60));
        assertThat(bundle.receipt(delivered.id()).outcomes().suppressed()).isEqualTo(50);
    }

    @Test
    void receiptTellsTheSampleApartFromTheList() {
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 1_000));
        awaitHeld(id);
        bundle.ask(id, Commands.Name.APPROVE);
        bundle.awaitEnd(id);

        SampleFigures figures = bundle.receipt(id).sample().orElseThrow();
        Workflow sample = sampleOf(id);
        assertThat(figures.members()).isEqualTo(10);
        assertThat(figures.added()).isEqualTo(10);
        assertThat(figures.workflowId()).isEqualTo(sample.id());
        assertThat(figures.approvedBy()).contains("operator@example.com");
        assertThat(sample.state()).isEqualTo(WorkflowState.SUCCEEDED);
        assertThat(bundle.receipt(sample.id()).balances()).isTrue();
        assertThat(bundle.receipt(sample.id()).identifiers()).isEqualTo(10);
        assertThat(bundle.description(id)).contains("10 members, 10 of them added", "approved by operator@example.com");
    }

    @Test
    void listThatIsRejectedSendsNothingAndItsCorrectionSendsAnotherSample() {
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 50));
        awaitHeld(id);

        bundle.ask(id, Commands.Name.REJECT);
        assertThat(bundle.awaitEnd(id).state()).isEqualTo(WorkflowState.STOPPED);
        assertThat(tiktok.audiences(READERS)).isEmpty();

        assertThat(bundle.ask(id, Commands.Name.RESTART).succeeded()).isTrue();
        awaitHeld(id);
        assertThat(bundle.workflows())
                .filteredOn(each -> each.type() == WorkflowType.SAMPLE)
                .hasSize(2);
        bundle.ask(id, Commands.Name.APPROVE);
        assertDelivered(bundle.awaitEnd(id), 50, 1);
    }

    @Test
    void retryReadsTheSampleBackAndTheApprovalCoversWhatWasReadLast() {
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 50));
        String before = awaitHeld(id).failure().orElseThrow().message();
        tiktok.change("{'audienceChanges':[{'id':'" + sampleAudience() + "','matched':7,'valid':false}]}");

        bundle.ask(id, Commands.Name.RETRY);
        String now = bundle.awaitThat(
                        id,
                        workflow -> workflow.failure()
                                .filter(failure -> !failure.message().equals(before))
                                .isPresent())
                .failure()
                .orElseThrow()
                .message();

        assertThat(now).contains("7 matched people", "not available yet");
        awaitHeld(id);
        bundle.ask(id, Commands.Name.APPROVE);
        assertDelivered(bundle.awaitEnd(id), 50, 1);
    }

    @Test
    void approvedListGoesOnWithItsSampleWhenItFailsLater() {
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 50));
        awaitHeld(id);
        tiktok.fault("{'path':'segment/mapping/','code':40001,'message':'No permission to operate advertiser'}");
        bundle.ask(id, Commands.Name.APPROVE);
        assertThat(bundle.awaitEnd(id).failure().orElseThrow().action()).isEqualTo("missing-advertiser-permissions");

        assertDelivered(bundle.resolve(id), 50, 1);

        assertThat(bundle.workflows())
                .filteredOn(each -> each.type() == WorkflowType.SAMPLE)
                .hasSize(1);
    }

    @Test
    void listFailsLikeItsSampleAndAnotherSampleGoesWhenItIsResolved() {
        tiktok.fault("{'path':'segment/mapping/','code':40118,'message':'Not in whitelist'}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 50));

        assertFailed(
                failed, "app-not-allow-listed", "The sample of customers.csv", "40118", "Nothing of the whole list");
        assertThat(sampleOf(failed.id()).state()).isEqualTo(WorkflowState.FAILED);
        assertThat(bundle.ask(failed.id(), Commands.Name.RESOLVE).succeeded()).isTrue();
        awaitHeld(failed.id());
        assertThat(tiktok.emails(SAMPLE)).isEqualTo(first(10, Lists.hashes(0, 50)));
    }

    @Test
    void listThatIsStoppedStopsItsSample() {
        tiktok.fault("{'path':'segment/mapping/','code':60001,'message':'Maintenance','times':1000}");
        startAgainWith("tiktok.outage-delay-ms", "600000");
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 50));
        bundle.awaitThat(id, workflow -> workflow.waitingFor().equals(Optional.of(WaitingFor.SAMPLE)));
        bundle.awaitWaiting(sampleOf(id).id());

        bundle.ask(id, Commands.Name.STOP);

        assertThat(bundle.awaitEnd(id).state()).isEqualTo(WorkflowState.STOPPED);
        assertThat(bundle.awaitEnd(sampleOf(id).id()).state()).isEqualTo(WorkflowState.STOPPED);
    }

    @Test
    void waitsAndApprovalsOutliveARestart() {
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 50));
        awaitHeld(id);

        startAgainWith("runner.interval-ms", "21");

        assertThat(bundle.workflow(id).waitingFor()).contains(WaitingFor.APPROVAL);
        bundle.ask(id, Commands.Name.APPROVE);
        assertDelivered(bundle.awaitEnd(id), 50, 1);
    }

    @Test
    void sampleAudienceIsDeletedWhenItsTimeIsOverAndMadeAnewForTheNextList() {
        startAgainWith("clean-up.first-delay-ms", "1");
        bundle.close();
        bundle.with("clean-up.interval-ms", "20").start();
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 50));
        awaitHeld(id);
        assertThat(tiktok.audiences(SAMPLE))
                .as("it stays as long as nobody decided")
                .hasSize(1);
        bundle.ask(id, Commands.Name.APPROVE);
        bundle.awaitEnd(id);

        Workflow removal = bundle.awaitThat(
                () -> newest(WorkflowType.SAMPLE_REMOVAL),
                found -> found.state() == WorkflowState.SUCCEEDED
                        && tiktok.audiences(SAMPLE).isEmpty());

        assertThat(removal.audienceName()).isEqualTo(SAMPLE);
        assertThat(tiktok.emails(READERS)).as("the list's own audience stays").hasSize(50);
        String second = bundle.deliver("crm", "customers.csv", Lists.file(10, 60));
        awaitHeld(second);
        assertThat(tiktok.emails(SAMPLE)).isEqualTo(first(10, Lists.hashes(10, 60)));
    }

    @Test
    void audienceOfThatNameThatWeDidNotMakeIsNeverDeleted() {
        tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + SAMPLE + "'}]}");
        startAgainWith("clean-up.first-delay-ms", "1");
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 50));
        awaitHeld(id);
        bundle.ask(id, Commands.Name.APPROVE);
        bundle.awaitEnd(id);

        startAgainWith("clean-up.interval-ms", "20");
        assertDelivered(deliverWithoutSample(Lists.file(0, 51)), 1, 1);

        assertThat(tiktok.audiences(SAMPLE)).hasSize(1);
        assertThat(bundle.workflows()).extracting(Workflow::type).doesNotContain(WorkflowType.SAMPLE_REMOVAL);
    }

    @Test
    void nextSampleTakesThePlaceOfTheOneBefore() {
        String one = bundle.deliver("crm", "customers.csv", Lists.file(0, 50));
        awaitHeld(one);
        bundle.ask(one, Commands.Name.REJECT);
        bundle.awaitEnd(one);

        String two = bundle.deliver("crm", "customers.csv", Lists.file(0, 60));
        awaitHeld(two);

        NavigableSet<String> now = first(10, Lists.hashes(0, 60));
        long known =
                first(10, Lists.hashes(0, 50)).stream().filter(now::contains).count();
        assertThat(bundle.receipt(sampleOf(two).id()).outcomes().unchanged()).isEqualTo(known);
        assertThat(tiktok.emails(SAMPLE))
                .as("of the sample before, only who is in this one too")
                .isEqualTo(now);
    }

    @Test
    void personMayAskForASampleThatTheDestinationDoesNotNeed() {
        bundle.destination("crm");

        String id = bundle.deliverWithSample(3, "crm", "customers.csv", Lists.file(0, 50));

        awaitHeld(id);
        assertThat(tiktok.emails(SAMPLE)).isEqualTo(first(3, Lists.hashes(0, 50)));
        bundle.ask(id, Commands.Name.REJECT);
        bundle.awaitEnd(id);
        assertThat(bundle.ask(id, Commands.Name.RESTART).succeeded()).isTrue();
        awaitHeld(id);
        bundle.ask(id, Commands.Name.APPROVE);
        assertDelivered(bundle.awaitEnd(id), 50, 1);
    }

    @Test
    void nameThatLeavesNoRoomForTheSampleIsRefusedBeforeAnythingIsStored() {
        String name = "A".repeat(62);

        assertThatThrownBy(() -> bundle.deliverTo(name, "crm", "customers.csv", Lists.file(0, 3)))
                .isInstanceOf(AudienceNameRefused.class)
                .hasMessageContaining("at most 61")
                .hasMessageContaining("62 characters");

        assertThat(bundle.workflows()).isEmpty();
        assertThat(tiktok.calls(SimulatorDriver.CREATE)).isEmpty();
    }

    private Workflow awaitHeld(String id) {
        return bundle.awaitThat(
                id,
                workflow -> workflow.waitingFor().equals(Optional.of(WaitingFor.APPROVAL)) && bundle.claimed() == 0);
    }

    private Workflow deliverWithoutSample(String file) {
        bundle.destination("crm");
        return bundle.deliverToTheEnd("crm", file);
    }

    private Workflow sampleOf(String id) {
        return bundle.workflows().stream()
                .filter(each -> each.type() == WorkflowType.SAMPLE)
                .filter(each -> each.startedBy().equals("workflow " + id))
                .max(Comparator.comparing(Workflow::arrival))
                .orElseThrow();
    }

    private Optional<Workflow> newest(WorkflowType type) {
        return bundle.workflows().stream().filter(each -> each.type() == type).findFirst();
    }

    private String sampleAudience() {
        return tiktok.audiences(SAMPLE).get(0).path("id").asText();
    }

    private static NavigableSet<String> first(int members, Collection<String> hashes) {
        return hashes.stream().limit(members).collect(Collectors.toCollection(TreeSet::new));
    }
}
