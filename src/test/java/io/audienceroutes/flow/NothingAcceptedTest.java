package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Finding;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A delivery of which TikTok accepts nothing fails, however small it is, and holds up no later list. */
final class NothingAcceptedTest extends FlowTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 20})
    void deliveryOfWhichNothingIsAcceptedFails(int members) {
        bundle.deliverToTheEnd("crm", Lists.file(1000, 1100));
        refuse(0, members);

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, members));

        assertFailed(workflow, "members-refused", "40062", "request id 2");
        assertThat(workflow.warnings()).noneMatch(warning -> warning.contains("took the others"));
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.outcomes().failed()).isEqualTo(members);
        assertThat(receipt.outcomes().added()).isZero();
    }

    @Test
    void refusedMembersOfAFailedDeliveryAreNamedByTheirLines() throws IOException {
        refuse(0, 2);

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 2));

        assertFailed(workflow, "members-refused", "all 2 members", "rejects.csv", "Nothing was changed");
        assertThat(rejects(workflow))
                .anyMatch(line -> line.startsWith("customers.csv,2,email,refused-by-tiktok,"))
                .anyMatch(line -> line.startsWith("customers.csv,3,email,refused-by-tiktok,"));
    }

    @Test
    void nextListIsDeliveredBesideTheFailedOne() {
        refuse(0, 2);
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 2));

        Workflow next = bundle.deliverToTheEnd("crm", Lists.file(5, 10));

        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);
        assertDelivered(next, 5, 1);
    }

    @Test
    void resolveSendsThemAgainAndTakesBackWhatWasNamed() throws IOException {
        refuse(0, 3);
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        tiktok.change("{'refusedIds':[]}");

        Workflow resolved = bundle.resolve(failed.id());

        assertDelivered(resolved, 3, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 3));
        assertThat(rejects(resolved)).hasSize(1);
        assertThat(bundle.receipt(resolved.id()).findings())
                .extracting(Finding::about)
                .doesNotContain("refused by TikTok");
    }

    @Test
    void skipGivesThemUp() {
        refuse(0, 3);
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        bundle.ask(failed.id(), Commands.Name.SKIP);
        Workflow skipped = bundle.awaitEnd(failed.id());

        assertThat(skipped.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.receipt(skipped.id()).outcomes().failed()).isEqualTo(3);
        assertThat(skipped.warnings()).isNotEmpty();
    }

    @Test
    void warningOfAFewRefusedMembersCountsTheOthers() {
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 100}");
        bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        refuse(20, 22);

        Workflow workflow = bundle.deliverToTheEnd(
                "crm",
                Lists.file(List.of("customer20@example.com", "customer21@example.com", "customer0@example.com")));

        assertThat(workflow.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(workflow.warnings())
                .as("removals were accepted, and no other addition")
                .anyMatch(
                        warning -> warning.startsWith("TikTok refused 2 members that were sent alone, and accepted the"
                                + " other 9 changes of this delivery."));
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).isNotEmpty();
    }

    @Test
    void listWithoutARowHasNoWarningOfRejects() {
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 100}", "campaign: -");
        Workflow workflow = bundle.deliverToTheEnd("crm", "email\n");

        assertThat(workflow.warnings()).noneMatch(warning -> warning.contains("0 of 0 rows"));
        assertThat(bundle.description(workflow.id())).doesNotContain("0 of 0 rows", "all 0 rows");
    }

    private List<String> rejects(Workflow workflow) throws IOException {
        return Files.readAllLines(
                bundle.data().resolve("workflows").resolve(workflow.id()).resolve("rejects.csv"));
    }

    private void refuse(int from, int to) {
        tiktok.change("{'refusedIds':['"
                + IntStream.range(from, to)
                        .mapToObj(number -> Lists.sha256("customer" + number + "@example.com"))
                        .collect(Collectors.joining("','"))
                + "']}");
    }
}
