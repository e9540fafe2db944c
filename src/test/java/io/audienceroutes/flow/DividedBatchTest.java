package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Finding;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void refusedMembersAreNamedByTheLineOfTheirFirstRow() throws IOException {
        bundle.destination("crm", BATCHES_OF_100, "rejectLimit: {percent: 50, rows: 10}");
        refuse(3, 150);
        List<String> rows = new ArrayList<>(Lists.addresses(0, 200));
        rows.add(1, "nobody at example.com");
        rows.add("Customer150@example.com");
        rows.add(" customer3@EXAMPLE.com");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(rows));

        assertThat(workflow.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(rejects(workflow)).hasSize(4).satisfies(lines -> {
            assertThat(lines.get(1)).startsWith("customers.csv,3,email,email-inner-space,");
            assertThat(lines.get(2)).startsWith("customers.csv,6,email,refused-by-tiktok,");
            assertThat(lines.get(3)).startsWith("customers.csv,153,email,refused-by-tiktok,");
            assertThat(lines.get(3))
                    .contains("TikTok refused it with code 40062 ", "(request id 2", ",c***@e***")
                    .doesNotContain("customer150", Lists.sha256("customer150@example.com"));
        });
        assertThat(bundle.receipt(workflow.id()).findings())
                .contains(new Finding("refused by TikTok", "2 members; rejects.csv lists 2 by file and line"));
        assertThat(bundle.description(workflow.id())).contains("lists 2 by file and line");
    }

    @Test
    void refusedMembersOfACampaignAreNamedWithTheirFile() throws IOException {
        bundle.destination(
                "spring",
                BATCHES_OF_100,
                "audienceName: -",
                "campaign: {files: single, pattern: '(?<campaign>.+)_(?<group>.+)\\.csv', groups: [A, B],"
                        + " audienceName: 'Buyers of {campaign}'}");
        startAgainWith("deliver.requests-in-flight", "4");
        refuse(5, 105);
        bundle.drop("spring", "spring_A.csv", Lists.file(0, 100));
        String id = bundle.workflows().stream()
                .filter(each -> each.type() == WorkflowType.CAMPAIGN)
                .findFirst()
                .orElseThrow()
                .id();
        bundle.drop("spring", "spring_B.csv", Lists.file(100, 200));

        Workflow workflow = bundle.awaitEnd(id);

        assertThat(rejects(workflow))
                .anyMatch(line -> line.startsWith("spring_A.csv,7,email,refused-by-tiktok,"))
                .anyMatch(line -> line.startsWith("spring_B.csv,7,email,refused-by-tiktok,"))
                .hasSize(3);
    }

    @Test
    void moreRefusedMembersThanAreHeldAreSaidSo() throws IOException {
        startAgainWith("deliver.most-named-refusals", "2");
        bundle.destination("crm", BATCHES_OF_100);
        refuse(1, 2, 3);

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 100));

        assertDeliveredBut(workflow, 100, 3);
        assertThat(rejects(workflow)).hasSize(1 + 2);
        assertThat(bundle.receipt(workflow.id()).findings())
                .extracting(Finding::text)
                .contains("more than 2 members; of the first 2, rejects.csv lists 2 by file and line");
    }

    @Test
    void refusedRemovalThatIsNotListedIsCountedAndNotNamed() throws IOException {
        bundle.destination("crm", BATCHES_OF_100, "syncMode: mirror", "shrinkGuard: {percent: 100}");
        bundle.deliverToTheEnd("crm", Lists.file(0, 100));
        refuse(99);

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 90));

        assertThat(rejects(workflow)).hasSize(1);
        assertThat(bundle.receipt(workflow.id()).findings())
                .extracting(Finding::text)
                .anyMatch(text ->
                        text.startsWith("1 member; rejects.csv lists 0") && text.contains("are not in this file"));
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
        oneBatchAfterTheOther();
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
                .as("the batch, its halves, its quarters, and two members of each alone")
                .hasSize(7 + 8);
        tiktok.heal();
        assertDelivered(bundle.resolve(failed.id()), 100, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 100));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16})
    void refusedMembersThatAreSpreadEvenlyAreAloneAndTheOthersGo(int bad) {
        oneBatchAfterTheOther();
        bundle.destination("crm", "batchSize: 10000");
        List<String> hashes = List.copyOf(Lists.hashes(0, 10_000));
        List<String> refused = IntStream.range(0, bad)
                .mapToObj(number -> hashes.get(number * (10_000 / bad)))
                .toList();
        refuse(refused.stream());

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 10_000));

        assertDeliveredBut(workflow, 10_000, bad);
        Set<String> expected = Lists.hashes(0, 10_000);
        refused.forEach(expected::remove);
        assertThat(tiktok.emails(READERS)).isEqualTo(expected);
        assertThat(acceptedRows()).as("no member is sent twice").isEqualTo(10_000 - bad);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING))
                .as("two calls a level for each refused member, and what the probed members cut apart")
                .hasSizeLessThan(120 + 25 * bad);
        assertThat(bundle.receipt(workflow.id()).findings())
                .contains(new Finding(
                        "refused by TikTok", bad + " members; rejects.csv lists " + bad + " by file and line"));
    }

    @Test
    void manyRefusedMembersAreAMatterForAPerson() {
        bundle.destination("crm", "batchSize: 2000");
        // All in one half of the batch, so that not every part of it is refused
        List<String> hashes = List.copyOf(Lists.hashes(0, 2_000));
        refuse(IntStream.range(0, 900).mapToObj(hashes::get));

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 2_000));

        assertFailed(failed, "members-refused", "40062");
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSizeBetween(1_001, 1_015);
        Receipt receipt = bundle.receipt(failed.id());
        assertThat(receipt.outcomes().added() + receipt.outcomes().failed()).isEqualTo(2_000);
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

    private List<String> rejects(Workflow workflow) throws IOException {
        return Files.readAllLines(
                bundle.data().resolve("workflows").resolve(workflow.id()).resolve("rejects.csv"));
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
