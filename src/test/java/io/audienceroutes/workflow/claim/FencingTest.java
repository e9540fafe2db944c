package io.audienceroutes.workflow.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.testing.MovableClock;
import io.audienceroutes.workflow.Admission;
import io.audienceroutes.workflow.Arrival;
import io.audienceroutes.workflow.Examples;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.PauseSwitch;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageResults;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.WorkflowQueue;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.BatchLedger;
import io.audienceroutes.workflow.ledger.BatchLedger.BatchKey;
import io.audienceroutes.workflow.ledger.BatchLedger.Change;
import io.audienceroutes.workflow.ledger.LedgerReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one database: what was paused beyond its lease writes nothing once another has taken over. */
final class FencingTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration IN_FLIGHT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private Runner paused;
    private Runner other;
    private String id;

    @BeforeEach
    void pausedRunnerDelivers() {
        paused = new Runner();
        other = new Runner();
        id = admitted(paused);
        assertThat(paused.queue.next().workflowId()).isEqualTo(id);
        deliver(paused);
        assertThat(paused.queue.next().stage()).isEqualTo(Stage.DELIVER);
        paused.batchLedger.sent(batch(0), 100);
    }

    @AfterEach
    void close() {
        paused.close();
        other.close();
    }

    @Test
    void nextOwnerWaitsUntilTheRequestsInFlightAreOver() {
        clock.advance(LEASE.plusSeconds(1));
        assertThat(other.queue.next().ready()).isFalse();

        clock.advance(IN_FLIGHT);

        assertThat(other.queue.next().workflowId()).isEqualTo(id);
    }

    @Test
    void wokenRunnerWritesNothingIntoTheBooks() {
        takeOver();

        assertRefused(() -> paused.batchLedger.accepted(batch(0), "r-1", false));
        assertRefused(() -> paused.batchLedger.sent(batch(1), 100));
        assertRefused(() -> paused.batchLedger.refused(batch(0), "no"));
        assertRefused(() -> paused.batchLedger.divided(batch(0), 100));
        assertRefused(() -> paused.batchLedger.undivide(batch(0)));
        assertRefused(() -> paused.batchLedger.answered(id, "map", 200, 40001, "r-2"));

        assertThat(other.ledgerReader.totals(id).acceptedBatches()).isZero();
        other.batchLedger.accepted(batch(0), "r-3", false);
        assertThat(other.ledgerReader.totals(id).acceptedBatches()).isEqualTo(1);
    }

    @Test
    void wokenRunnerChangesNoStageNoStateAndNoTask() {
        takeOver();

        assertRefused(() -> paused.results.delivered(id));
        assertRefused(() -> paused.workflows.waitUntil(id, WaitingFor.TIKTOK, clock.instant(), failure()));
        assertRefused(() -> paused.workflows.hold(id, WaitingFor.APPROVAL, failure()));
        assertRefused(() -> paused.workflows.warn(id, "late"));
        assertRefused(() -> paused.tasks.failRunning(id));
        assertRefused(() -> paused.tasks.begin(id, Stage.DELIVER, "Add members", Map.of()));
        assertThat(other.workflows.require(id))
                .satisfies(workflow -> assertThat(workflow.state()).isEqualTo(WorkflowState.RUNNING))
                .satisfies(workflow -> assertThat(workflow.stage()).isEqualTo(Stage.DELIVER));
    }

    @Test
    void wokenRunnerSendsNothing() {
        takeOver();

        assertRefused(() -> paused.workflows.fencing().require(id));
        other.workflows.fencing().require(id);
    }

    @Test
    void wokenRunnerWhoseWorkNobodyTookGoesOn() {
        clock.advance(LEASE.plusHours(1));

        paused.workflows.fencing().require(id);
        paused.batchLedger.accepted(batch(0), "r-1", false);

        assertThat(other.queue.next().ready()).as("its lease is a new one").isFalse();
    }

    @Test
    void whoNeverClaimedTheWorkflowSendsNothing() {
        assertRefused(() -> other.workflows.fencing().require(id));
    }

    @Test
    void claimThatWasGivenBackSendsNothing() {
        paused.queue.postpone(id);
        assertThat(paused.queue.next().ready()).isFalse();

        assertRefused(() -> paused.workflows.fencing().require(id));
    }

    @Test
    void laterClaimOfTheSameProcessIsTheOnlyOneThatCounts() {
        takeOver();
        clock.advance(LEASE.plus(IN_FLIGHT).plusSeconds(1));
        assertThat(paused.queue.next().workflowId()).isEqualTo(id);

        paused.batchLedger.accepted(batch(0), "r-1", false);

        assertRefused(() -> other.batchLedger.accepted(batch(0), "r-2", false));
    }

    @Test
    void wokenPickUpAdmitsNothing() {
        String received = paused.queue.open(
                Examples.destination(folder),
                paused.audiences.rowFor(Examples.destination(folder), "Others"),
                "Others",
                new Arrival("b.csv", false, "p"));
        clock.advance(LEASE.plus(IN_FLIGHT).plusSeconds(1));
        other.queue.restrictTo(received);
        assertThat(other.queue.next().stage()).isEqualTo(Stage.RECEIVE);

        assertRefused(() -> new Admission(paused.workflows).admit(received, "aa", 1));
    }

    private void takeOver() {
        clock.advance(LEASE.plus(IN_FLIGHT).plusSeconds(1));
        assertThat(other.queue.next().workflowId()).isEqualTo(id);
    }

    private static void assertRefused(ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOf(ClaimLost.class).hasMessageContaining("another process");
    }

    private Failure failure() {
        return new Failure(Stage.DELIVER, "retry", "x", "y", "", clock.instant());
    }

    private BatchKey batch(int index) {
        return new BatchKey(id, Change.ADD, "EMAIL_SHA256", index);
    }

    private String admitted(Runner runner) {
        String workflow = runner.queue.open(
                Examples.destination(folder),
                runner.audiences.rowFor(Examples.destination(folder), "Readers"),
                "Readers",
                new Arrival("a.csv", true, "p"));
        WorkflowState unused = new Admission(runner.workflows).admit(workflow, "aa", 1);
        runner.queue.received(workflow);
        return workflow;
    }

    /** As the stages before Deliver leave it. */
    private void deliver(Runner runner) {
        runner.database.useTransaction(
                handle -> handle.execute("UPDATE workflow SET stage = 'DELIVER' WHERE id = ?", id));
    }

    /** What one process has. */
    private final class Runner implements AutoCloseable {
        private final StateDatabase database = new StateDatabase(folder.resolve("state.db"));
        private final Workflows workflows = new Workflows(database, clock);
        private final Audiences audiences = new Audiences(database, clock);
        private final BatchLedger batchLedger = new BatchLedger(database, workflows.fencing(), clock);
        private final LedgerReader ledgerReader = new LedgerReader(database);
        private final Tasks tasks = new Tasks(workflows);
        private final StageResults results = new StageResults(workflows);
        private final WorkflowQueue queue =
                new WorkflowQueue(workflows, new PauseSwitch(), clock, LEASE, IN_FLIGHT, ProcessOwner.here());

        @Override
        public void close() {
            queue.close();
            database.close();
        }
    }
}
