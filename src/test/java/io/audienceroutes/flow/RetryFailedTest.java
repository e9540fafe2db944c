package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.testing.ShiftedClock;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Commands.Name;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Receipt.Unlisted;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A workflow that ended with failed members sends these again, and no others, as long as it is the newest list. */
final class RetryFailedTest extends FlowTest {
    private static final String ALL = "shrinkGuard: {percent: 100}";
    private static final String REFUSED = "'path':'segment/mapping/','code':40001,'message':'No permission'";

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "add"})
    void refusedMembersAreSentAgainAndNoOthers(String mode) throws IOException {
        bundle.destination("crm", "syncMode: " + mode, "batchSize: 100", ALL);
        refuse(7, 150, 151);
        Workflow issue = bundle.deliverToTheEnd("crm", Lists.file(0, 200));
        assertThat(issue.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.receipt(issue.id()).outcomes().failed()).isEqualTo(3);
        assertThat(bundle.description(issue.id())).contains("audience-routes workflows retry-failed " + issue.id());
        accept();
        long before = acceptedRows();

        Workflow again = retryFailed(issue.id());

        assertDelivered(again, 200, bundle.receipt(again.id()).batches());
        assertThat(acceptedRows() - before).isEqualTo(3);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 200));
        assertThat(again.warnings()).noneMatch(warning -> warning.startsWith("TikTok refused"));
        assertThat(bundle.receipt(again.id()).findings())
                .noneMatch(finding -> finding.about().equals("refused by TikTok"));
        assertThat(Files.readAllLines(working(again.id()).resolve("rejects.csv")))
                .hasSize(1);
        assertThat(bundle.description(again.id())).doesNotContain("retry-failed " + again.id());
        assertUnchanged(bundle.deliverToTheEnd("crm", Lists.file(0, 200)), 200);
    }

    @Test
    void whatAPersonGaveUpIsSentAfterAll() {
        oneBatchAfterTheOther();
        bundle.destination("crm", "syncMode: mirror", "batchSize: 2", ALL);
        bundle.deliverToTheEnd("crm", Lists.file(0, 6));
        tiktok.fault("{" + REFUSED + ",'skip':1}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(4, 10));
        Workflow issue = skip(failed.id());
        assertThat(bundle.receipt(issue.id()).outcomes().failed()).isEqualTo(2);
        assertThat(bundle.receipt(issue.id()).unlisted()).isEqualTo(new Unlisted(4, 0, 4));

        Workflow again = retryFailed(issue.id());

        assertDelivered(again, 4, 4);
        assertThat(bundle.receipt(again.id()).unlisted()).isEqualTo(new Unlisted(4, 4, 0));
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(4, 10));
        assertUnchanged(bundle.deliverToTheEnd("crm", Lists.file(4, 10)), 6);
    }

    @Test
    void removalsThatWereGivenUpAreNoSuccess() {
        oneBatchAfterTheOther();
        bundle.destination("crm", "syncMode: mirror", "batchSize: 2000", ALL);
        bundle.deliverToTheEnd("crm", Lists.file(0, 1_002));
        tiktok.fault("{" + REFUSED + "}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 1_000));

        Workflow issue = skip(failed.id());

        assertThat(issue.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(retryFailed(issue.id()).state()).isEqualTo(WorkflowState.SUCCEEDED);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 1_000));
    }

    @Test
    void removalsOfAListThatRemovesAreSentAgain() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 100));
        bundle.destination("crm", "syncMode: remove", "batchSize: 100", ALL);
        refuse(3, 89);
        Workflow issue = bundle.deliverToTheEnd("crm", Lists.file(0, 90));
        assertThat(bundle.receipt(issue.id()).outcomes().failed()).isEqualTo(2);
        accept();

        Workflow again = retryFailed(issue.id());

        Receipt receipt = bundle.receipt(again.id());
        assertThat(receipt.balances()).isTrue();
        assertThat(receipt.outcomes().removed()).isEqualTo(90);
        assertThat(receipt.outcomes().failed()).isZero();
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(90, 100));
    }

    @Test
    void membersThatAreRefusedAgainFailAgain() {
        bundle.destination("crm", "batchSize: 100");
        refuse(7, 50);
        Workflow issue = bundle.deliverToTheEnd("crm", Lists.file(0, 100));
        refuse(50);

        Workflow again = retryFailed(issue.id());

        assertThat(again.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.receipt(again.id()).outcomes().added()).isEqualTo(99);
        assertThat(bundle.receipt(again.id()).outcomes().failed()).isEqualTo(1);
        assertThat(again.warnings())
                .filteredOn(warning -> warning.startsWith("TikTok refused"))
                .singleElement()
                .satisfies(warning -> assertThat(warning).startsWith("TikTok refused 1 member that was"));
        accept();
        assertDelivered(retryFailed(issue.id()), 100, bundle.receipt(issue.id()).batches());
    }

    @Test
    void whoAskedAndWhyIsKept() {
        bundle.destination("crm", "batchSize: 100");
        refuse(7);
        Workflow issue = bundle.deliverToTheEnd("crm", Lists.file(0, 100));
        accept();

        retryFailed(issue.id());

        assertThat(bundle.events(issue.id()))
                .filteredOn(event -> event.kind().equals("retry-failed"))
                .singleElement()
                .satisfies((WorkflowEvent event) -> {
                    assertThat(event.actor()).isEqualTo("operator@example.com");
                    assertThat(event.details())
                            .containsEntry("reason", "Hashes are known now")
                            .containsEntry("members", "1");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "add"})
    void listBehindANewerOneIsNotTakenUp(String mode) {
        bundle.destination("crm", "syncMode: " + mode, "batchSize: 100", ALL);
        refuse(7);
        Workflow issue = bundle.deliverToTheEnd("crm", Lists.file(0, 100));
        accept();
        Workflow newer = bundle.deliverToTheEnd("crm", Lists.file(20, 100));

        Commands.Answer answer = bundle.ask(issue.id(), Name.RETRY_FAILED);

        assertThat(answer.succeeded()).isFalse();
        assertThat(answer.text())
                .contains("The 1 failed members of workflow " + issue.id() + " cannot be sent again", newer.id());
        assertThat(bundle.description(issue.id()))
                .contains(answer.text())
                .doesNotContain("workflows retry-failed " + issue.id());
        assertThat(bundle.workflow(issue.id()).state()).isEqualTo(WorkflowState.ISSUE);
    }

    /** Half of a newer list was delivered, which failed: the older one is compared again. */
    @Test
    void audienceThatWasChangedSinceIsComparedAgain() {
        oneBatchAfterTheOther();
        bundle.destination("crm", "syncMode: mirror", "batchSize: 50", ALL);
        refuse(7);
        Workflow issue = bundle.deliverToTheEnd("crm", Lists.file(0, 100));
        accept();
        tiktok.fault("{" + REFUSED + ",'skip':1}");
        Workflow newer = bundle.deliverToTheEnd("crm", Lists.file(0, 300));
        assertThat(newer.state()).isEqualTo(WorkflowState.FAILED);

        Workflow again = retryFailed(issue.id());

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 100));
        assertThat(bundle.receipt(again.id()).balances()).isTrue();
        assertThat(bundle.receipt(again.id()).outcomes().failed()).isZero();
    }

    @Test
    void filesAreKeptForATimeOrUntilANewerListIsConfirmed() {
        ShiftedClock clock = new ShiftedClock();
        bundle.close();
        bundle.at(clock)
                .with("clean-up.first-delay-ms", "1")
                .with("clean-up.interval-ms", "20")
                .start();
        bundle.destination("crm", "batchSize: 100");
        bundle.destination("shop", "batchSize: 100");
        refuse(7);
        Workflow issue = bundle.deliverToTheEnd("crm", Lists.file(0, 100));
        Workflow followed = bundle.deliverToTheEnd("shop", Lists.file(0, 100));
        assertThat(working(followed.id()).resolve("changes-email_sha256")).exists();

        bundle.deliverToTheEnd("shop", Lists.file(100, 110));

        awaitSwept(followed.id());
        assertThat(working(issue.id()).resolve("changes-email_sha256")).exists();
        assertThat(working(followed.id())).isDirectoryNotContaining("glob:**.before");
        clock.advance(Duration.ofDays(30));
        awaitSwept(issue.id());
        Commands.Answer answer = bundle.ask(issue.id(), Name.RETRY_FAILED);
        assertThat(answer.succeeded()).isFalse();
        assertThat(answer.text()).contains("working files were deleted", "deliver FILE --destination crm");
        assertThat(bundle.description(issue.id())).contains(answer.text());
    }

    private void awaitSwept(String workflowId) {
        await().until(() -> Files.notExists(working(workflowId).resolve("changes-email_sha256"))
                && Files.notExists(bundle.data().resolve("staging").resolve(workflowId + ".segment")));
    }

    private Path working(String workflowId) {
        return bundle.data().resolve("workflows").resolve(workflowId);
    }

    private Workflow skip(String workflowId) {
        assertThat(bundle.ask(workflowId, Name.SKIP).succeeded()).isTrue();
        return bundle.awaitEnd(workflowId);
    }

    private Workflow retryFailed(String workflowId) {
        Commands.Answer answer =
                bundle.ask(workflowId, Name.RETRY_FAILED, Optional.empty(), Optional.of("Hashes are known now"));
        assertThat(answer.succeeded()).as(answer.text()).isTrue();
        return bundle.awaitEnd(workflowId);
    }

    private void assertUnchanged(Workflow quiet, long members) {
        assertDelivered(quiet, 0, 0);
        assertThat(bundle.receipt(quiet.id()).outcomes().unchanged()).isEqualTo(members);
    }

    private static void refuse(int... customers) {
        String ids = IntStream.of(customers)
                .mapToObj(number -> Lists.sha256("customer" + number + "@example.com"))
                .collect(Collectors.joining("','"));
        tiktok.change("{'refusedIds':['" + ids + "']}");
    }

    private static void accept() {
        tiktok.change("{'refusedIds':[]}");
    }

    private static long acceptedRows() {
        return tiktok.accepted(SimulatorDriver.MAPPING).stream()
                .mapToLong(call -> call.path("rows").asLong())
                .sum();
    }
}
