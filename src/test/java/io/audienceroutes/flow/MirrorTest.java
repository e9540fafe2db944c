package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Receipt.Unlisted;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audience becomes the last list, whatever became of the deliveries before. */
final class MirrorTest extends FlowTest {
    private static final String ALL = "shrinkGuard: {percent: 100}";
    private static final String UNKNOWN_FAULT = "'path':'segment/mapping/','code':49999,'message':'New'";

    @BeforeEach
    void mirror() {
        bundle.destination("crm", "syncMode: mirror", "batchSize: 2", ALL);
    }

    @Test
    void audienceEqualsTheLastListAndTheReceiptTellsWhoLeft() {
        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 10)), 10, 5);

        Workflow second = bundle.deliverToTheEnd("crm", Lists.file(4, 12));

        assertDelivered(second, 2, 3);
        assertThat(bundle.receipt(second.id()).unlisted()).isEqualTo(new Unlisted(4, 4, 0));
        assertThat(bundle.receipt(second.id()).outcomes().unchanged()).isEqualTo(6);
        assertThat(bundle.description(second.id())).contains("4 found = 4 removed");
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(4, 12));
    }

    @Test
    void listsABAAreThreeDeliveries() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 6));
        bundle.deliverToTheEnd("crm", Lists.file(3, 9));
        bundle.deliverToTheEnd("crm", Lists.file(0, 6));

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
    }

    @Test
    void removalsBeginWhenEveryAdditionIsAccepted() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 6));
        int before = tiktok.calls(SimulatorDriver.MAPPING).size();
        tiktok.fault("{" + UNKNOWN_FAULT + ",'skip':1}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(3, 10));

        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(tiktok.emails(READERS)).containsAll(Lists.hashes(0, 6));
        assertThat(bundle.receipt(failed.id()).unlisted()).isEqualTo(new Unlisted(3, 0, 3));
        assertThat(bundle.resolve(failed.id()).state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(3, 10));
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(before + 5);
    }

    @Test
    void deliveryThatFailsInItsRemovalsGoesOnWithTheFirstThatIsNotDone() {
        oneBatchAfterTheOther();
        bundle.deliverToTheEnd("crm", Lists.file(0, 8));
        tiktok.fault("{" + UNKNOWN_FAULT + ",'skip':2}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(6, 9));

        assertThat(bundle.receipt(failed.id()).unlisted()).isEqualTo(new Unlisted(6, 2, 4));
        int before = tiktok.calls(SimulatorDriver.MAPPING).size();
        Workflow resolved = bundle.resolve(failed.id());
        assertDelivered(resolved, 1, 4);
        assertThat(bundle.receipt(resolved.id()).unlisted()).isEqualTo(new Unlisted(6, 6, 0));
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(before + 2);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(6, 9));
    }

    @Test
    void stoppedInItsRemovalsAndRetriedSendsNoneTwice() {
        oneBatchAfterTheOther();
        bundle.deliverToTheEnd("crm", Lists.file(0, 8));
        int before = tiktok.calls(SimulatorDriver.MAPPING).size();
        tiktok.fault("{'path':'segment/mapping/','skip':1,'delayMillis':800,'afterEffect':true}");
        String id = bundle.deliver("crm", "customers.csv", Lists.file(7, 8));
        await().until(() -> tiktok.calls(SimulatorDriver.MAPPING).size() == before + 2);

        bundle.ask(id, Commands.Name.STOP);

        assertThat(bundle.awaitEnd(id).state()).isEqualTo(WorkflowState.STOPPED);
        assertThat(bundle.receipt(id).unlisted()).isEqualTo(new Unlisted(7, 4, 3));
        bundle.ask(id, Commands.Name.RETRY);
        bundle.awaitEnd(id);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(before + 4);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(7, 8));
    }

    @Test
    void listThatFailsHalfWayLeavesNobodyBehindForTheNextOne() {
        oneBatchAfterTheOther();
        tiktok.fault("{" + UNKNOWN_FAULT + ",'skip':60}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 200));
        assertThat(bundle.receipt(failed.id()).outcomes().added()).isEqualTo(120);

        Workflow next = bundle.deliverToTheEnd("crm", Lists.file(100, 150));

        assertThat(next.state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(100, 150));
    }

    /** The batch took effect, its answer was lost, and the workflow did not come to its end. */
    @Test
    void additionOfLostAnswerIsRemovedByTheNextList() {
        oneBatchAfterTheOther();
        lostAnswer(Lists.file(0, 6));
        assertThat(tiktok.emails(READERS)).hasSize(4);

        bundle.deliverToTheEnd("crm", Lists.file(10, 12));

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(10, 12));
    }

    /** The batch did not take effect, and nobody knows: it must not count as delivered. */
    @Test
    void additionOfLostRequestIsMadeByTheNextList() {
        tiktok.fault("{'path':'segment/mapping/','skip':1,'times':100,'cut':'before'}");
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 6));
        bundle.awaitWaiting(id);
        tiktok.heal();
        bundle.ask(id, Commands.Name.STOP);
        bundle.awaitEnd(id);

        bundle.deliverToTheEnd("crm", Lists.file(0, 6));

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
    }

    /** A member whose removal is in doubt is added again where it is listed, and removed again where it is not. */
    @Test
    void removalOfLostAnswerLeavesNobodyOutAndNobodyBehind() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 6));
        lostAnswer(Lists.file(4, 6));
        assertThat(tiktok.emails(READERS)).hasSizeLessThan(6);

        bundle.deliverToTheEnd("crm", Lists.file(0, 6));
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));

        bundle.deliverToTheEnd("crm", Lists.file(5, 6));
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(5, 6));
    }

    @Test
    void removeModeRemovesTheListedAndCountsWhoWasNeverThere() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        bundle.destination("crm", "syncMode: remove", "batchSize: 2", ALL);

        Workflow removing = bundle.deliverToTheEnd("crm", Lists.file(7, 13));

        assertThat(removing.state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
        var receipt = bundle.receipt(removing.id());
        assertThat(receipt.balances()).isTrue();
        assertThat(receipt.outcomes().removed()).isEqualTo(3);
        assertThat(receipt.outcomes().notPresent()).isEqualTo(3);
        assertThat(receipt.outcomes().added()).isZero();
        assertThat(receipt.unlisted()).isEqualTo(Unlisted.none());
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 7));
    }

    @Test
    void removeModeGoesOnAfterAFailureAndCountsEachMemberOnce() {
        oneBatchAfterTheOther();
        bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        bundle.destination("crm", "syncMode: remove", "batchSize: 2", ALL);
        tiktok.fault("{" + UNKNOWN_FAULT + ",'skip':1}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(4, 12));
        assertThat(bundle.receipt(failed.id()).outcomes().removed()).isEqualTo(2);
        assertThat(bundle.receipt(failed.id()).outcomes().failed()).isEqualTo(4);
        assertThat(bundle.receipt(failed.id()).balances()).isTrue();
        bundle.destination("crm", "syncMode: remove", "batchSize: 3", ALL);

        Workflow resolved = bundle.resolve(failed.id());

        assertThat(bundle.receipt(resolved.id()).outcomes().removed()).isEqualTo(6);
        assertThat(bundle.receipt(resolved.id()).outcomes().notPresent()).isEqualTo(2);
        assertThat(bundle.receipt(resolved.id()).balances()).isTrue();
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 4));
    }

    @Test
    void skippedRemovalsStayKnownAndTheNextListMakesThem() {
        oneBatchAfterTheOther();
        bundle.deliverToTheEnd("crm", Lists.file(0, 6));
        tiktok.fault("{" + UNKNOWN_FAULT + "}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(4, 6));

        bundle.ask(failed.id(), Commands.Name.SKIP);

        Workflow skipped = bundle.awaitEnd(failed.id());
        assertThat(skipped.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.receipt(skipped.id()).unlisted()).isEqualTo(new Unlisted(4, 0, 4));
        assertThat(bundle.receipt(skipped.id()).balances()).isTrue();
        bundle.deliverToTheEnd(
                "crm", Lists.file(List.of("customer4@example.com", "customer5@example.com", "x@example.com")));
        assertThat(tiktok.emails(READERS)).hasSize(3).containsAll(Lists.hashes(4, 6));
    }

    @Test
    void membersThatSomebodyElsePutThereStay() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 2));
        String stranger = Lists.sha256("stranger@example.com");
        tiktok.map(READERS, "EMAIL_SHA256", stranger);

        bundle.deliverToTheEnd("crm", Lists.file(5, 7));

        assertThat(tiktok.emails(READERS)).hasSize(3).contains(stranger).containsAll(Lists.hashes(5, 7));
    }

    /** The second batch takes effect, its answers are lost until a person stops the workflow. */
    private void lostAnswer(String list) {
        tiktok.fault("{'path':'segment/mapping/','skip':1,'times':100,'cut':'after'}");
        String id = bundle.deliver("crm", "customers.csv", list);
        bundle.awaitWaiting(id);
        tiktok.heal();
        bundle.ask(id, Commands.Name.STOP);
        assertThat(bundle.awaitEnd(id).state()).isEqualTo(WorkflowState.STOPPED);
    }
}
