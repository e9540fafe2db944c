package io.audienceroutes.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.stage.HeavyWork;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.workflow.WorkflowQueue.Claim;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims, turns, the file ledger and the audit, on the real database. */
final class WorkflowQueueTest {
    @TempDir
    Path folder;

    private StateDatabase database;
    private Workflows workflows;
    private Audiences audiences;
    private WorkflowQueue queue;
    private final PauseSwitch gate = new PauseSwitch();
    private final HeavyWork heavy = new HeavyWork(1);
    private final ExecutorService otherThread = Executors.newSingleThreadExecutor();

    @BeforeEach
    void open() {
        database = new StateDatabase(folder.resolve("state.db"));
        workflows = new Workflows(database, Clock.systemUTC());
        audiences = new Audiences(database, Clock.systemUTC());
        queue = queueOf(ProcessOwner.here());
    }

    @AfterEach
    void close() {
        otherThread.shutdownNow();
        queue.close();
        database.close();
    }

    @Test
    void workflowThatIsReceivedIsNotClaimedUntilItIsAdmitted() {
        String id = queue.open(
                Examples.destination(folder), audience("Readers"), "Readers", new Arrival("a.csv", false, "p"));
        assertThat(queue.next().ready()).isFalse();

        new Admission(workflows).admit(id, "aa", 1);
        queue.received(id);

        assertThat(queue.next()).isEqualTo(new Claim(id, WorkflowState.RUNNING, Stage.PREPARE));
    }

    @Test
    void receivingThatNobodyHoldsIsClaimedToBeFailed() {
        String id = queue.open(
                Examples.destination(folder), audience("Readers"), "Readers", new Arrival("a.csv", false, "p"));
        queue.received(id);

        assertThat(queue.next()).isEqualTo(new Claim(id, WorkflowState.RUNNING, Stage.RECEIVE));
    }

    @Test
    void oneAudienceIsHandedOutInTheOrderOfArrivalAndAnotherBesideIt() throws Exception {
        String first = admitted("Readers", "aa");
        String second = admitted("Readers", "bb");
        String elsewhere = admitted("Buyers", "cc");

        assertThat(queue.next().workflowId()).isEqualTo(first);
        assertThat(nextOfTheOtherThread().workflowId()).isEqualTo(elsewhere);
        end(first, WorkflowState.FAILED);
        end(elsewhere, WorkflowState.SUCCEEDED);

        assertThat(queue.next().workflowId()).isEqualTo(second);
    }

    @Test
    void claimedStageIsHandedToNoOtherThreadAndNoOtherProcess() throws Exception {
        String id = admitted("Readers", "aa");
        assertThat(queue.next().workflowId()).isEqualTo(id);

        assertThat(nextOfTheOtherThread().ready()).isFalse();
        try (WorkflowQueue elsewhere = queueOf(ProcessOwner.here())) {
            assertThat(elsewhere.next().ready()).isFalse();
        }
    }

    @Test
    void stageThatFindsNoPlaceIsLeftAndOneThatWaitsForTikTokIsClaimed() throws Exception {
        queue.sharing(heavy);
        String first = admitted("Readers", "aa");
        String second = admitted("Buyers", "bb");
        String delivering = admitted("Others", "cc");
        database.useTransaction(handle ->
                handle.execute("UPDATE workflow SET state = 'RUNNING', stage = 'DELIVER' WHERE id = ?", delivering));
        assertThat(queue.next().workflowId()).isEqualTo(first);

        assertThat(nextOfTheOtherThread().workflowId()).isEqualTo(delivering);
        assertThat(nextOfTheOtherThread().workflowId()).isEqualTo(delivering);
        end(first, WorkflowState.SUCCEEDED);
        end(delivering, WorkflowState.SUCCEEDED);
        assertThat(nextOfTheOtherThread().ready()).isFalse();

        heavy.end();

        assertThat(nextOfTheOtherThread().workflowId()).isEqualTo(second);
    }

    @Test
    void placeIsTakenWithHeavyStagesOnly() throws Exception {
        queue.sharing(heavy);
        assertThat(queue.next().ready()).isFalse();
        String delivering = admitted("Others", "cc");
        database.useTransaction(handle ->
                handle.execute("UPDATE workflow SET state = 'RUNNING', stage = 'DELIVER' WHERE id = ?", delivering));
        assertThat(queue.next().workflowId()).isEqualTo(delivering);
        String preparing = admitted("Readers", "aa");

        assertThat(nextOfTheOtherThread().workflowId()).isEqualTo(preparing);
    }

    @Test
    void oneOfSeveralRunnersLeadsUntilItEnds() {
        WorkflowQueue elsewhere = queueOf(ProcessOwner.here());
        elsewhere.announceRunner();
        queue.announceRunner();
        assertThat(elsewhere.leads()).isTrue();
        assertThat(queue.leads()).isFalse();

        elsewhere.close();

        assertThat(queue.leads()).isTrue();
        queue.announceRunner();
        assertThat(queue.runnerElsewhere()).isFalse();
    }

    @Test
    void processThatDoesNotWorkYetWakesNobody() {
        String id = due("Readers");
        gate.close();

        assertThat(queue.wakeDue()).isZero();
        assertThat(workflows.require(id).state()).isEqualTo(WorkflowState.WAITING);
        gate.reopen();
        assertThat(queue.wakeDue()).isEqualTo(1);
        assertThat(queue.next().workflowId()).isEqualTo(id);
    }

    @Test
    void processThatWorksOnOneAudienceWakesNoOther() {
        String own = due("Readers");
        String other = due("Buyers");
        queue.restrictTo(audience("Readers"));

        assertThat(queue.wakeDue()).isEqualTo(1);

        assertThat(workflows.require(own).state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(workflows.require(other).state()).isEqualTo(WorkflowState.WAITING);
    }

    @Test
    void takingUpWhatGoesOnByItselfIsAnsweredAndChangesNothing() {
        String id = due("Readers");
        assertThat(queue.wakeDue()).isEqualTo(1);
        Destination crm = Examples.destination(folder);
        Resolutions resolutions = new Resolutions(workflows, audiences, name -> Optional.of(crm));

        for (String answer : List.of(
                resolutions.retry(id, "test"),
                resolutions.restart(id, "restart", "test"),
                resolutions.restart(id, "resolve", "test"))) {
            assertThat(answer)
                    .isEqualTo("Workflow " + id
                            + " is Running, stage Prepare: it resumes automatically. Nothing was changed.");
        }
        assertThat(workflows.require(id).state()).isEqualTo(WorkflowState.RUNNING);
    }

    @Test
    void refusedResolutionIsInProperEnglish() {
        String id = admitted("Readers", "aa");
        assertThat(queue.next().workflowId()).isEqualTo(id);
        end(id, WorkflowState.SUCCEEDED);
        Destination crm = Examples.destination(folder);
        Resolutions resolutions = new Resolutions(workflows, audiences, name -> Optional.of(crm));

        assertThatThrownBy(() -> resolutions.restart(id, "resolve", "test"))
                .hasMessageContaining("is Succeeded and cannot be resolved; only");
        assertThatThrownBy(() -> resolutions.restart(id, "restart", "test"))
                .hasMessageContaining("cannot be restarted; only");
    }

    private String due(String audience) {
        String id = admitted(audience, audience);
        Failure busy = new Failure(Stage.PREPARE, "rate-limit", "40100", "busy", "", Instant.EPOCH);
        workflows.waitUntil(id, WaitingFor.RATE, Instant.EPOCH, busy);
        return id;
    }

    @Test
    void claimOfADeadProcessIsTakenOver() {
        String id = admitted("Readers", "aa");
        ProcessOwner here = ProcessOwner.here();
        ProcessOwner dead = new ProcessOwner(here.machine(), here.pid(), here.startedAt() + 1, "dead");
        WorkflowQueue gone = queueOf(dead);
        assertThat(gone.next().workflowId()).isEqualTo(id);

        assertThat(queue.next()).isEqualTo(new Claim(id, WorkflowState.RUNNING, Stage.PREPARE));
        gone.close();
        assertThat(queue.claimed()).isEqualTo(1);
    }

    @Test
    void workflowThatEndedThreeProcessesInARowIsPutAside() {
        String id = admitted("Readers", "aa");
        ProcessOwner here = ProcessOwner.here();
        for (int process = 1; process <= 3; process++) {
            WorkflowQueue gone =
                    queueOf(new ProcessOwner(here.machine(), here.pid(), here.startedAt() + process, "dead" + process));
            assertThat(gone.next().work()).isEqualTo(Work.PREPARE);
        }

        Claim claim = queue.next();

        assertThat(claim.workflowId()).isEqualTo(id);
        assertThat(claim.work()).isEqualTo(Work.PUT_ASIDE);
    }

    @Test
    void postponedWorkflowIsNotHandedOutAgainAtOnce() {
        String id = admitted("Readers", "aa");
        assertThat(queue.next().workflowId()).isEqualTo(id);

        queue.postpone(id);

        assertThat(queue.next().ready()).isFalse();
        assertThat(workflows.require(id).state()).isEqualTo(WorkflowState.RUNNING);
    }

    @Test
    void closedGateHandsOutNothing() {
        admitted("Readers", "aa");
        gate.close();

        assertThat(queue.next().ready()).isFalse();
        gate.reopen();
        assertThat(queue.next().ready()).isTrue();
    }

    @Test
    void sameContentHasItsTurnBeforeItIsKnownToBeADuplicate() {
        String first = admitted("Readers", "aa");
        String again = admitted("Readers", "aa");
        for (String id : List.of(first, again)) {
            assertThat(workflows.require(id).state()).isEqualTo(WorkflowState.WAITING);
        }

        assertThat(queue.next().workflowId()).isEqualTo(first);
        end(first, WorkflowState.FAILED);

        assertThat(queue.next().workflowId()).isEqualTo(again);
    }

    @Test
    void refusedTransitionChangesNothing() {
        String id = admitted("Readers", "aa");
        queue.next();
        end(id, WorkflowState.SUCCEEDED);
        int events = workflows.eventsOf(id).size();

        assertThatThrownBy(() -> end(id, WorkflowState.FAILED))
                .isInstanceOf(WorkflowError.class)
                .hasMessageContaining("is Succeeded and cannot become Failed");
        assertThat(workflows.require(id).state()).isEqualTo(WorkflowState.SUCCEEDED);
        assertThat(workflows.eventsOf(id)).hasSize(events);
    }

    @Test
    void changedOrMissingAuditEntryIsFound() {
        String id = admitted("Readers", "aa");
        queue.next();
        end(id, WorkflowState.SUCCEEDED);
        assertThat(workflows.firstBrokenEvent()).isZero();
        database.useTransaction(
                handle -> handle.execute("UPDATE workflow_event SET actor = 'nobody' WHERE sequence = 2"));
        assertThat(workflows.firstBrokenEvent()).isEqualTo(2);

        database.useTransaction(handle -> handle.execute("DELETE FROM workflow_event WHERE sequence = 1"));
        assertThat(workflows.firstBrokenEvent()).isEqualTo(1);
    }

    @Test
    void auditCutOffAtItsEndIsFound() {
        admitted("Readers", "aa");
        int last = workflows.list(Optional.empty(), 1).stream()
                .mapToInt(workflow -> workflows.eventsOf(workflow.id()).size())
                .sum();

        database.useTransaction(handle -> handle.execute(
                "DELETE FROM workflow_event WHERE sequence = (SELECT MAX(sequence) FROM workflow_event)"));

        assertThat(workflows.firstBrokenEvent()).isEqualTo(last);
    }

    private WorkflowQueue queueOf(ProcessOwner owner) {
        return new WorkflowQueue(workflows, gate, Clock.systemUTC(), Duration.ofMinutes(1), owner);
    }

    private Claim nextOfTheOtherThread() throws InterruptedException, ExecutionException {
        return otherThread.submit(queue::next).get();
    }

    private long audience(String name) {
        return audiences.rowFor(Examples.destination(folder), name);
    }

    private String admitted(String audience, String sha256) {
        Arrival arrival = new Arrival(sha256 + ".csv", false, "pick-up");
        String id = queue.open(Examples.destination(folder), audience(audience), audience, arrival);
        new Admission(workflows).admit(id, sha256, 1);
        queue.received(id);
        return id;
    }

    private void end(String id, WorkflowState state) {
        Receipt receipt = Examples.receipt(workflows.require(id), state);
        workflows.leave(
                id,
                new Workflows.Ending(
                        state, "ended", "product", Optional.empty(), receipt, MemberRecords.Change.none()));
        assertThat(Map.of(id, workflows.require(id).state())).containsEntry(id, state);
    }
}
