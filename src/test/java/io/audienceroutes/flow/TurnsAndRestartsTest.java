package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Turns on one audience; what people ask of a workflow; and what a dead process leaves. */
final class TurnsAndRestartsTest extends FlowTest {
    private static final String UNKNOWN_FAULT = "{'path':'segment/mapping/','skip':2,'code':49999,'message':'New'}";

    @Test
    void oneAudienceIsDeliveredToInTheOrderOfArrivalAndAFailureReleasesIt() {
        bundle.destination("crm", "batchSize: 2");
        tiktok.fault("{'path':'segment/mapping/','skip':1,'code':40100,'message':'App reaches the QPM limit.'}");
        String first = bundle.deliver("crm", "first.csv", Lists.file(0, 6));
        bundle.awaitWaiting(first);
        String second = bundle.deliver("crm", "second.csv", Lists.file(6, 8));
        await().during(Duration.ofMillis(300))
                .until(() -> bundle.workflow(second).waitingFor().equals(Optional.of(WaitingFor.TURN)));
        tiktok.fault("{'path':'segment/mapping/','code':49999,'message':'New'}");

        bundle.ask(first, Commands.Name.RETRY);

        assertThat(bundle.awaitEnd(first).state()).isEqualTo(WorkflowState.FAILED);
        assertDelivered(bundle.awaitEnd(second), 2, 1);
        assertDelivered(bundle.resolve(first), 6, bundle.receipt(first).batches());
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 8));
    }

    @Test
    void stopLeavesAtTheBordersOfBatchesAndRetryGoesOnThere() {
        oneBatchAfterTheOther();
        bundle.destination("crm", "batchSize: 2");
        tiktok.fault("{'path':'segment/mapping/','skip':1,'delayMillis':800,'afterEffect':true}");
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 8));
        await().until(() -> tiktok.calls(SimulatorDriver.MAPPING).size() == 2);

        assertThat(bundle.ask(id, Commands.Name.STOP).succeeded()).isTrue();

        Workflow stopped = bundle.awaitEnd(id);
        assertThat(stopped.state()).isEqualTo(WorkflowState.STOPPED);
        assertThat(bundle.receipt(id).outcomes().added()).isEqualTo(4);
        assertThat(bundle.receipt(id).outcomes().held()).isEqualTo(4);
        assertThat(bundle.receipt(id).balances()).isTrue();
        assertThat(bundle.alerts(id))
                .singleElement()
                .satisfies(alert -> assertThat(alert.title()).isEqualTo("Workflow stopped"));
        assertThat(bundle.ask(id, Commands.Name.RETRY).succeeded()).isTrue();
        assertDelivered(bundle.awaitEnd(id), 8, 4);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(4);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 8));
    }

    @Test
    void skippedDeliveryEndsAsIssueAndCountsWhatItLeftOut() {
        oneBatchAfterTheOther();
        bundle.destination("crm", "batchSize: 2");
        tiktok.fault(UNKNOWN_FAULT);
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 7));

        Commands.Answer answer = bundle.ask(failed.id(), Commands.Name.SKIP);

        assertThat(answer.text()).contains("without the 3 members");
        Workflow skipped = bundle.awaitEnd(failed.id());
        assertThat(skipped.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.receipt(skipped.id()).outcomes().added()).isEqualTo(4);
        assertThat(bundle.receipt(skipped.id()).outcomes().failed()).isEqualTo(3);
        assertThat(bundle.receipt(skipped.id()).balances()).isTrue();
        assertThat(tiktok.emails(READERS)).hasSize(4);
        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 7)), 3, 2);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 7));
    }

    @Test
    void restartWithAnotherBatchSizeComparesAgainAndCountsWhatWasDelivered() {
        bundle.destination("crm", "batchSize: 2");
        tiktok.fault(UNKNOWN_FAULT);
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 9));
        bundle.destination("crm", "batchSize: 5");

        Commands.Answer answer = bundle.ask(failed.id(), Commands.Name.RESTART);

        assertThat(answer.text()).contains("continues in stage Compare");
        assertDelivered(bundle.awaitEnd(failed.id()), 9, 1);
        assertThat(bundle.receipt(failed.id()).outcomes().unchanged()).isZero();
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 9));
    }

    @Test
    void restartWithAnotherColumnPreparesAgain() {
        bundle.destination("crm", "columns: {EMAIL: mail}");
        tiktok.fault("{'path':'segment/mapping/','code':49999,'message':'New'}");
        Workflow failed = bundle.deliverToTheEnd("crm", "mail,work\nann@example.com,ben@example.com\n");
        bundle.destination("crm", "columns: {EMAIL: work}");

        Commands.Answer answer = bundle.ask(failed.id(), Commands.Name.RESTART);

        assertThat(answer.text()).contains("continues in stage Prepare");
        assertDelivered(bundle.awaitEnd(failed.id()), 1, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes("ben@example.com"));
    }

    @Test
    void resolvingNamesTheActionThatItIsFor() {
        tiktok.fault("{'path':'segment/mapping/','code':49999,'message':'New'}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        Commands.Answer wrong = bundle.ask(failed.id(), Commands.Name.RESOLVE, Optional.of("invalid-credentials"));

        assertThat(wrong.succeeded()).isFalse();
        assertThat(wrong.text()).contains("unknown-error", "invalid-credentials", "Nothing was changed");
    }

    @Test
    void workOfADeadProcessIsPickedUpAtTheNextStart() throws SQLException {
        oneBatchAfterTheOther();
        String id = stoppedInTheMiddle();
        String dead = "INSERT INTO lease (name, owner, held_until, fence) SELECT 'workflow:" + id
                + "', 'elsewhere/1/1/gone', '2000-01-01T00:00:00.000Z', 1";
        sql(
                dead,
                "UPDATE delivered_batch SET state = 'SENT', in_flight = 1, request_id = NULL, settled_at = NULL WHERE batch_index ="
                        + " (SELECT MAX(batch_index) FROM delivered_batch)");

        bundle.start();

        assertDelivered(bundle.awaitEnd(id), 8, 4);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(5);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 8));
    }

    @Test
    void workOfALiveProcessIsLeftAlone() throws SQLException {
        oneBatchAfterTheOther();
        String id = stoppedInTheMiddle();
        sql("INSERT INTO lease (name, owner, held_until, fence) SELECT 'workflow:" + id
                + "', 'elsewhere/1/1/alive', '2999-01-01T00:00:00.000Z', 1");

        bundle.start();

        await().during(Duration.ofMillis(400)).until(() -> bundle.workflow(id).state() == WorkflowState.RUNNING);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(2);
    }

    @Test
    void receivingThatWasCutOffFailsWithItsActionAndAnAlert() throws SQLException {
        String id = bundle.deliverToTheEnd("crm", Lists.file(0, 3)).id();
        sql(
                "UPDATE workflow SET state = 'RUNNING', stage = 'RECEIVE', ended_at = NULL, comparison = NULL,"
                        + " preparation = NULL WHERE id = '" + id + "'",
                "DELETE FROM delivered_batch");

        Workflow failed = bundle.awaitEnd(id);

        assertFailed(failed, "storage-failed", "interrupted", "Nothing was sent");
        assertThat(bundle.ask(id, Commands.Name.RETRY).text()).contains("before its file was staged");
    }

    @Test
    void damagedChangeFileSendsNothingIsStoredOnceAndMendedByRestart() throws IOException {
        oneBatchAfterTheOther();
        bundle.destination("crm", "batchSize: 2");
        tiktok.fault(UNKNOWN_FAULT);
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 8));
        damageChangeFile(failed.id());

        bundle.ask(failed.id(), Commands.Name.RETRY);
        Workflow damaged = bundle.awaitEnd(failed.id());

        assertThat(damaged.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(damaged.failure().orElseThrow().action()).isEqualTo("member-files-damaged");
        assertThat(bundle.alerts(failed.id())).hasSize(2);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(3);
        assertThat(bundle.ask(failed.id(), Commands.Name.RESTART).text()).contains("stage Prepare");
        assertDelivered(bundle.awaitEnd(failed.id()), 8, 2);
        assertThat(bundle.workflow(failed.id()).stage()).isEqualTo(Stage.CONFIRM);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 8));
    }

    /** Two of four batches are accepted; the process has ended, the workflow is still running. */
    private String stoppedInTheMiddle() {
        bundle.destination("crm", "batchSize: 2");
        tiktok.fault("{'path':'segment/mapping/','skip':1,'delayMillis':800,'afterEffect':true}");
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 8));
        await().until(() -> tiktok.calls(SimulatorDriver.MAPPING).size() == 2);
        bundle.close();
        return id;
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + bundle.stateFile());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            for (String one : List.of(statements)) {
                statement.execute(one);
            }
        }
    }

    private void damageChangeFile(String id) throws IOException {
        try (Stream<Path> files = Files.walk(bundle.data().resolve("workflows").resolve(id))) {
            Path adds = files.filter(file -> file.endsWith("adds.digests"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(adds);
            bytes[bytes.length - 1] ^= 1;
            Files.write(adds, bytes);
        }
    }
}
