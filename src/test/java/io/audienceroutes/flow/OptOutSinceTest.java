package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Commands.Name;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who opts out while a delivery failed, waits or lies with a dead process is not sent by it, and leaves where they were. */
final class OptOutSinceTest extends FlowTest {
    private static final String NO_GUARD = "shrinkGuard: {percent: 100}";
    private static final String REFUSED = "'path':'segment/mapping/','code':40001,'message':'No permission'";

    private Path optOuts;

    @BeforeEach
    void nameAnOptOutList() {
        optOuts = bundle.data().resolveSibling("opt-out.csv");
        optOut("nobody@example.com");
        oneBatchAfterTheOther();
    }

    @ParameterizedTest
    @CsvSource({"mirror, RESOLVE", "mirror, RETRY", "add, RESTART", "add, RETRY"})
    void nobodyWhoOptedOutIsSentByAWorkflowThatFailedBeforeItSentAnything(String mode, Name command) {
        destination(mode);
        tiktok.fault("{" + REFUSED + "}");
        Workflow failed = bundle.deliverToTheEnd("crm", file(0, 6));
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);
        optOut("person3@example.com");

        Workflow again = goOn(failed.id(), command);

        assertEnded(again, 10, 2);
        assertMembers(0, 1, 2, 4, 5);
        assertThat(sentDigests()).doesNotContain(phone(3), Lists.sha256(person(3)));
    }

    /** The first batch holds two of them; one who was sent and one who was not opt out. */
    @ParameterizedTest
    @ValueSource(strings = {"mirror", "add"})
    void whoOptedOutAfterAPartWasSentLeavesWithEveryIdentifier(String mode) {
        destination(mode);
        tiktok.fault("{" + REFUSED + ",'skip':1}");
        Workflow failed = bundle.deliverToTheEnd("crm", file(0, 6));
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);
        int sent = owner(tiktok.emails(READERS).first());
        int unsent = IntStream.range(0, 6)
                .filter(number -> !tiktok.emails(READERS).contains(Lists.sha256(person(number))))
                .findFirst()
                .orElseThrow();
        optOut(person(sent), person(unsent));

        Workflow again = bundle.resolve(failed.id());

        assertEnded(again, 8, 4);
        assertMembers(IntStream.range(0, 6)
                .filter(number -> number != sent && number != unsent)
                .toArray());
        assertThat(sentDigests()).doesNotContain(phone(unsent), Lists.sha256(person(unsent)));
        assertQuiet(file(0, 6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "add"})
    void whoOptsOutWhileADeliveryWaitsIsNotSent(String mode) {
        destination(mode);
        tiktok.fault(
                "{'path':'segment/mapping/','skip':1,'times':1,'code':40100,'message':'App reaches the QPM limit.'}");
        String id = bundle.deliver("crm", "customers.csv", file(0, 6));
        bundle.awaitWaiting(id);
        int sent = owner(tiktok.emails(READERS).first());
        optOut(person(sent));
        tiktok.heal();

        Workflow again = goOn(id, Name.RETRY);

        assertEnded(again, 10, 2);
        assertMembers(IntStream.range(0, 6).filter(number -> number != sent).toArray());
        assertQuiet(file(0, 6));
    }

    @Test
    void whoOptsOutWhileADeliveryWaitsForAnApprovalIsNotSent() {
        destination("mirror");
        bundle.deliverToTheEnd("crm", file(0, 6));
        bundle.destination("crm", "syncMode: mirror", "userIdTypes: [EMAIL, PHONE]", "optOut: {file: " + optOuts + "}");
        String id = bundle.deliver("crm", "customers.csv", file(4, 8));
        bundle.awaitHeld(id);
        optOut("person7@example.com");
        bundle.approve(id, "Known");

        // What would be done is not what was approved
        bundle.awaitThat(id, workflow -> bundle.events(id, "held") == 2 && bundle.claimed() == 0);
        bundle.approve(id, "Known");

        assertThat(bundle.awaitEnd(id).failure()).isEmpty();
        assertMembers(4, 5, 6);
        assertThat(sentDigests()).doesNotContain(phone(7), Lists.sha256(person(7)));
    }

    @Test
    void whoOptsOutWhileTheProcessIsDeadIsNotSent() {
        destination("mirror");
        tiktok.fault("{'path':'segment/mapping/','skip':2,'times':100,'delayMillis':300}");
        String id = bundle.deliver("crm", "customers.csv", file(0, 12));
        bundle.awaitThat(
                id, workflow -> tiktok.accepted(SimulatorDriver.MAPPING).size() > 2);
        bundle.close();
        tiktok.heal();
        List<Integer> unsent = IntStream.range(0, 12)
                .filter(number -> !tiktok.emails(READERS).contains(Lists.sha256(person(number))))
                .boxed()
                .toList();
        assertThat(unsent).isNotEmpty();
        optOut(person(unsent.get(0)));

        bundle.start();
        Workflow again = bundle.awaitEnd(id);

        assertEnded(again, 22, 2);
        assertMembers(
                IntStream.range(0, 12).filter(number -> number != unsent.get(0)).toArray());
        assertThat(sentDigests()).doesNotContain(phone(unsent.get(0)), Lists.sha256(person(unsent.get(0))));
    }

    @Test
    void failedMembersWhoOptedOutAreNotSentAgain() {
        destination("mirror");
        tiktok.change("{'refusedIds':['" + Lists.sha256(person(2)) + "','" + Lists.sha256(person(4)) + "']}");
        Workflow issue = bundle.deliverToTheEnd("crm", file(0, 6));
        assertThat(bundle.receipt(issue.id()).outcomes().failed()).isEqualTo(2);
        tiktok.change("{'refusedIds':[]}");
        optOut(person(4));

        Workflow again = goOn(issue.id(), Name.RETRY_FAILED);

        assertEnded(again, 10, 2);
        assertMembers(0, 1, 2, 3, 5);
    }

    @Test
    void listThatCannotBeReadAnyMoreStopsTheDelivery() throws IOException {
        destination("mirror");
        tiktok.fault("{" + REFUSED + ",'skip':1}");
        Workflow failed = bundle.deliverToTheEnd("crm", file(0, 6));
        Files.delete(optOuts);
        int calls = tiktok.calls(SimulatorDriver.MAPPING).size();

        Workflow again = goOn(failed.id(), Name.RETRY);

        assertThat(again.failure().orElseThrow().action()).isEqualTo("opt-out-unusable");
        assertThat(again.failure().orElseThrow().message())
                .contains("Nothing more was sent", "audience-routes workflows retry " + failed.id());
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(calls);
        optOut(person(0));
        assertEnded(bundle.resolve(failed.id()), 10, 2);
        assertMembers(1, 2, 3, 4, 5);
    }

    @Test
    void listThatHasNotChangedIsNotPreparedAgain() {
        destination("mirror");
        tiktok.fault("{" + REFUSED + ",'skip':1}");
        Workflow failed = bundle.deliverToTheEnd("crm", file(0, 6));

        assertEnded(bundle.resolve(failed.id()), 12, 0);

        assertThat(bundle.events(failed.id(), "opt-outs-changed")).isZero();
    }

    /** A list that is longer at every look: the delivery goes on all the same, with one that is as new as its preparation. */
    @Test
    void listThatNeverRestsHoldsUpNoDelivery() throws InterruptedException {
        destination("mirror");
        AtomicBoolean ended = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int number = 0; !ended.get(); number++) {
                optOut("nobody" + number + "@example.com");
            }
        });
        writer.start();
        try {
            Workflow delivered = bundle.deliverToTheEnd("crm", file(0, 6));

            assertEnded(delivered, 12, 0);
            assertThat(bundle.events(delivered.id(), "opt-outs-changed")).isEqualTo(1);
        } finally {
            ended.set(true);
            writer.join();
        }
    }

    private void destination(String mode) {
        bundle.destination(
                "crm",
                "syncMode: " + mode,
                "batchSize: 2",
                "userIdTypes: [EMAIL, PHONE]",
                "optOut: {file: " + optOuts + "}",
                NO_GUARD);
    }

    private Workflow goOn(String workflowId, Name command) {
        Commands.Answer answer = bundle.ask(workflowId, command);
        assertThat(answer.succeeded()).as(answer.text()).isTrue();
        return bundle.awaitEnd(workflowId);
    }

    private void assertEnded(Workflow workflow, long added, long suppressed) {
        assertThat(workflow.failure()).isEmpty();
        assertThat(workflow.state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.balances()).as("%s", receipt).isTrue();
        assertThat(receipt.outcomes().added()).as("%s", receipt).isEqualTo(added);
        assertThat(receipt.outcomes().suppressed()).as("%s", receipt).isEqualTo(suppressed);
        assertThat(receipt.outcomes().failed()).as("%s", receipt).isZero();
    }

    private void assertMembers(int... numbers) {
        TreeSet<String> emails = new TreeSet<>();
        TreeSet<String> phones = new TreeSet<>();
        for (int number : numbers) {
            emails.add(Lists.sha256(person(number)));
            phones.add(phone(number));
        }
        assertThat(tiktok.emails(READERS)).isEqualTo(emails);
        assertThat(tiktok.members(READERS, "PHONE_SHA256")).isEqualTo(phones);
    }

    /** The ledger know what is there: the same file once more does nothing. */
    private void assertQuiet(String file) {
        Workflow quiet = bundle.deliverToTheEnd("crm", file);
        assertDelivered(quiet, 0, 0);
        assertThat(bundle.receipt(quiet.id()).unlisted()).isEqualTo(Receipt.Unlisted.none());
    }

    private static List<String> sentDigests() {
        List<String> digests = new ArrayList<>(tiktok.emails(READERS));
        digests.addAll(tiktok.members(READERS, "PHONE_SHA256"));
        return digests;
    }

    private static int owner(String digest) {
        return IntStream.range(0, 100)
                .filter(number -> Lists.sha256(person(number)).equals(digest))
                .findFirst()
                .orElseThrow();
    }

    private void optOut(String... people) {
        Path next = optOuts.resolveSibling("opt-out.next");
        try {
            Files.writeString(next, "email\n" + String.join("\n", people) + "\n");
            Files.move(next, optOuts, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(int from, int to) {
        StringBuilder file = new StringBuilder("email,phone\n");
        for (int number = from; number < to; number++) {
            file.append(person(number))
                    .append(",+1202555")
                    .append(1000 + number)
                    .append('\n');
        }
        return file.toString();
    }

    private static String person(int number) {
        return "person" + number + "@example.com";
    }

    private static String phone(int number) {
        return Lists.sha256("+1202555" + (1000 + number));
    }
}
