package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A batch whose content TikTok refuses is sent in parts, until what it does not take is alone. */
final class DividedBatchTest extends FlowTest {
    private static final String BATCHES_OF_100 = "batchSize: 100";

    @Test
    void refusedMembersAreAloneAndTheOthersGo() {
        bundle.destination("crm", BATCHES_OF_100);
        refuse(150, 151, 299);

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 300));

        assertDeliveredBut(workflow, 300, 3);
        assertThat(tiktok.emails(READERS)).isEqualTo(without(Lists.hashes(0, 300), 150, 151, 299));
    }

    @Test
    void snapshotHoldsAcceptedMembersOnly() {
        bundle.destination("crm", BATCHES_OF_100);
        refuse(7);
        assertDeliveredBut(bundle.deliverToTheEnd("crm", Lists.file(0, 100)), 100, 1);
        tiktok.change("{'refusedIds':[]}");

        Workflow second = bundle.deliverToTheEnd("crm", Lists.file(0, 100));

        assertDelivered(second, 1, 1);
        assertThat(bundle.receipt(second.id()).outcomes().unchanged()).isEqualTo(99);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 100));
    }

    @Test
    void divisionThatWasCutOffGoesOnWhereItWas() {
        bundle.destination("crm", BATCHES_OF_100);
        refuse(30);
        tiktok.fault("{'path':'segment/mapping/','skip':6,'code':49999,'message':'New'}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 100));
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(bundle.receipt(failed.id()).balances()).isTrue();
        startAgainWith("deliver.requests-in-flight", "4");

        Workflow resolved = bundle.resolve(failed.id());

        assertDeliveredBut(resolved, 100, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(without(Lists.hashes(0, 100), 30));
        assertThat(acceptedRows()).as("no accepted part is sent again").isEqualTo(99);
    }

    @Test
    void tooLargeBatchesAreHalvedForTheRestOfTheRun() {
        bundle.destination("crm", BATCHES_OF_100);
        tiktok.change("{'mostRows':30}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 400));

        assertDelivered(workflow, 400, 16);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 400));
        assertThat(tiktok.calls(SimulatorDriver.MAPPING))
                .as("100 and 50 were too many, once")
                .hasSize(16 + 2);
    }

    @Test
    void batchThatIsRefusedThroughoutIsNotTheFaultOfMembers() {
        bundle.destination("crm", BATCHES_OF_100);
        tiktok.fault("{'path':'segment/mapping/','times':1000,'code':40062,'message':'PII not hashed'}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 100));

        assertFailed(failed, "members-refused", "40062", "request id 2");
        assertThat(tiktok.calls(SimulatorDriver.MAPPING))
                .as("the batch, its halves and its quarters")
                .hasSize(7);
        tiktok.heal();
        assertDelivered(bundle.resolve(failed.id()), 100, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 100));
    }

    @Test
    void manyRefusedMembersAreAMatterForAPerson() {
        bundle.destination("crm", "batchSize: 1000");
        // All in one half of the batch, so that not every part of it is refused
        List<String> hashes = List.copyOf(Lists.hashes(0, 1_000));
        refuse(IntStream.range(0, 40).mapToObj(number -> hashes.get(10 * number)));

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 1_000));

        assertFailed(failed, "members-refused", "40062");
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSizeBetween(201, 215);
        Receipt receipt = bundle.receipt(failed.id());
        assertThat(receipt.outcomes().added() + receipt.outcomes().failed()).isEqualTo(1_000);
    }

    @Test
    void severalWorkersDivideSeveralBatches() {
        startAgainWith("deliver.requests-in-flight", "6");
        bundle.destination("crm", "batchSize: 20");
        refuse(3, 177, 178, 250, 399);

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 400));

        assertDeliveredBut(workflow, 400, 5);
        assertThat(tiktok.emails(READERS)).isEqualTo(without(Lists.hashes(0, 400), 3, 177, 178, 250, 399));
        assertThat(acceptedRows()).isEqualTo(395);
    }

    @Test
    void obstacleWaitsForTheCallsInFlightAndIsStoredOnce() {
        startAgainWith("deliver.requests-in-flight", "6");
        bundle.destination("crm", "batchSize: 1");
        tiktok.fault("{'path':'segment/mapping/','skip':5,'times':1,'code':49999,'message':'New'}");
        tiktok.fault("{'path':'segment/mapping/','skip':6,'times':6,'delayMillis':300}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 40));

        assertFailed(failed, "unknown-error", "49999");
        assertThat(bundle.receipt(failed.id()).outcomes().added())
                .as("every answer of TikTok is in the books")
                .isEqualTo(tiktok.accepted(SimulatorDriver.MAPPING).size());
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSizeLessThan(20);
        assertDelivered(bundle.resolve(failed.id()), 40, 40);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 40));
    }

    @Test
    void throttledWorkersLeaveOneWait() {
        startAgainWith("deliver.requests-in-flight", "6");
        bundle.destination("crm", "batchSize: 1");
        tiktok.fault(
                "{'path':'segment/mapping/','skip':3,'times':4,'code':40100,'message':'App reaches the QPM limit.'}");
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 40));

        bundle.awaitWaiting(id);

        assertThat(bundle.events(id, "waiting")).isEqualTo(1);
        tiktok.heal();
        bundle.ask(id, io.audienceroutes.workflow.Commands.Name.RETRY);
        assertDelivered(bundle.awaitEnd(id), 40, 40);
    }

    private void refuse(int... customers) {
        refuse(IntStream.of(customers).mapToObj(number -> Lists.sha256("customer" + number + "@example.com")));
    }

    private void refuse(Stream<String> hashes) {
        tiktok.change("{'refusedIds':['" + hashes.collect(Collectors.joining("','")) + "']}");
    }

    private static SortedSet<String> without(SortedSet<String> hashes, int... customers) {
        List<String> gone = IntStream.of(customers)
                .mapToObj(number -> Lists.sha256("customer" + number + "@example.com"))
                .toList();
        hashes.removeAll(gone);
        return hashes;
    }

    private static long acceptedRows() {
        return tiktok.accepted(SimulatorDriver.MAPPING).stream()
                .mapToLong(call -> call.path("rows").asLong())
                .sum();
    }

    private void assertDeliveredBut(Workflow workflow, long listed, long refused) {
        assertThat(workflow.failure()).isEmpty();
        assertThat(workflow.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(workflow.warnings())
                .anyMatch(warning -> warning.startsWith("TikTok refused " + refused + " member"));
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.balances()).as("receipt balances: %s", receipt).isTrue();
        assertThat(receipt.outcomes().added()).isEqualTo(listed - refused);
        assertThat(receipt.outcomes().failed()).isEqualTo(refused);
    }
}
