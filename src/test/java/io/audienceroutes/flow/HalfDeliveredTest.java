package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Receipt.Unlisted;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a workflow delivered before it ended is known to the next one, run by run. */
final class HalfDeliveredTest extends FlowTest {
    private static final String ALL = "shrinkGuard: {percent: 100}";
    private static final String REFUSED = "'path':'segment/mapping/','code':40001,'message':'No permission'";
    private static final String SECOND_REFUSED = "{" + REFUSED + ",'skip':1}";

    @BeforeEach
    void mirror() {
        bundle.destination("crm", "syncMode: mirror", "batchSize: 2", ALL);
        oneBatchAfterTheOther();
    }

    /** Both runs of one workflow deliver as many batches, of other members. */
    @Test
    void secondRunUnderAnotherEmailRuleIsFoldedToo() {
        tiktok.fault(SECOND_REFUSED);
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(dotted(0, 4)));
        bundle.destination("crm", "syncMode: mirror", "batchSize: 2", "emailRule: strip", ALL);
        tiktok.fault(SECOND_REFUSED);
        assertThat(goOn(failed.id()).state()).isEqualTo(WorkflowState.FAILED);

        assertEnded(goOn(bundle.deliver("crm", "customers.csv", Lists.file(10, 12))));

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(10, 12));
    }

    @Test
    void secondRunInOtherBatchesIsFoldedToo() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 8));
        tiktok.fault(SECOND_REFUSED);
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(4, 8));
        bundle.destination("crm", "syncMode: mirror", "batchSize: 1", ALL);
        tiktok.fault(SECOND_REFUSED);
        assertThat(bundle.resolve(failed.id()).state()).isEqualTo(WorkflowState.FAILED);

        bundle.deliverToTheEnd("crm", Lists.file(0, 8));

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "add"})
    void workflowOfAnAudienceThatWasMadeAnewComparesAgain(String mode) {
        bundle.destination("crm", "syncMode: " + mode, "batchSize: 2", ALL);
        bundle.deliverToTheEnd("crm", Lists.file(0, 4));
        tiktok.fault(SECOND_REFUSED);
        Workflow old = bundle.deliverToTheEnd("crm", Lists.file(0, 8));
        assertThat(old.state()).isEqualTo(WorkflowState.FAILED);
        tiktok.deleteAudience(tiktok.audiences(READERS).get(0).path("id").asText());
        Workflow anew = bundle.deliverToTheEnd("crm", Lists.file(20, 24));
        assertThat(anew.state()).isEqualTo(WorkflowState.FAILED);
        tiktok.fault(SECOND_REFUSED);
        assertThat(bundle.resolve(anew.id()).state()).isEqualTo(WorkflowState.FAILED);
        assertThat(tiktok.emails(READERS)).hasSize(2);

        assertEnded(bundle.resolve(old.id()));

        assertThat(tiktok.emails(READERS)).containsAll(Lists.hashes(0, 8)).hasSize(mode.equals("mirror") ? 8 : 10);
    }

    @Test
    void definiteRefusalLeavesNothingInDoubt() {
        bundle.destination("crm", "syncMode: mirror", "batchSize: 100");
        tiktok.fault("{" + REFUSED + "}");
        Workflow refused = bundle.deliverToTheEnd("crm", Lists.file(0, 60));
        assertThat(refused.state()).isEqualTo(WorkflowState.FAILED);

        Workflow next = goOnUnheld(bundle.deliver("crm", "customers.csv", Lists.file(100, 130)));

        assertDelivered(next, 30, 1);
        assertThat(bundle.receipt(next.id()).unlisted()).isEqualTo(Unlisted.none());
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(100, 130));
    }

    @Test
    void refusalAfterALostAnswerStaysInDoubt() {
        bundle.destination("crm", "syncMode: mirror", "batchSize: 100", ALL);
        tiktok.fault("{'path':'segment/mapping/','cut':'after'}");
        tiktok.fault("{" + REFUSED + "}");
        Workflow refused = bundle.deliverToTheEnd("crm", Lists.file(0, 6));
        assertThat(refused.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(tiktok.emails(READERS)).hasSize(6);

        bundle.deliverToTheEnd("crm", Lists.file(10, 12));

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(10, 12));
    }

    /** The first try of a batch comes late: after its second one was accepted, and after the next list removed it. */
    @Test
    void additionThatLandsAfterItsRemovalIsRemovedByTheListAfterThat() {
        tiktok.fault("{'path':'segment/mapping/','cut':'before'}");
        bundle.deliverToTheEnd("crm", Lists.file(0, 2));
        bundle.deliverToTheEnd("crm", Lists.file(4, 6));
        Lists.hashes(0, 2).forEach(late -> tiktok.map(READERS, "EMAIL_SHA256", late));

        bundle.deliverToTheEnd("crm", Lists.file(4, 8));

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(4, 8));
        Workflow quiet = bundle.deliverToTheEnd("crm", Lists.file(4, 8));
        assertDelivered(quiet, 0, 0);
    }

    @Test
    void removalThatLandsAfterItsAdditionIsAddedByTheListAfterThat() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 4));
        tiktok.fault("{'path':'segment/mapping/','cut':'before'}");
        bundle.deliverToTheEnd("crm", Lists.file(2, 4));
        bundle.deliverToTheEnd("crm", Lists.file(0, 4));
        tiktok.unmap(READERS, "EMAIL_SHA256", Lists.hashes(0, 1).first());

        bundle.deliverToTheEnd("crm", Lists.file(0, 6));

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
        Workflow quiet = bundle.deliverToTheEnd("crm", Lists.file(0, 6));
        assertDelivered(quiet, 0, 0);
    }

    private Workflow goOnUnheld(String id) {
        return bundle.awaitThat(
                id,
                workflow -> workflow.failure().isPresent() || workflow.state().ended());
    }

    /** Resolves, and approves what the guard holds. */
    private Workflow goOn(String id) {
        if (bundle.workflow(id).state() == WorkflowState.FAILED) {
            bundle.ask(id, Commands.Name.RESOLVE);
        }
        Workflow now = bundle.awaitThat(
                id,
                workflow -> bundle.claimed() == 0
                        && (workflow.state().ended() || workflow.failure().isPresent()));
        if (now.state() == WorkflowState.WAITING) {
            bundle.approve(id, "Known");
        }
        return bundle.awaitEnd(id);
    }

    private static void assertEnded(Workflow workflow) {
        assertThat(workflow.state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
    }

    private static List<String> dotted(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> "custo.mer" + number + "@example.com")
                .toList();
    }
}
