package io.audienceroutes.workflow.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.testing.MovableClock;
import io.audienceroutes.workflow.Admission;
import io.audienceroutes.workflow.Arrival;
import io.audienceroutes.workflow.Examples;
import io.audienceroutes.workflow.PauseSwitch;
import io.audienceroutes.workflow.WorkflowQueue;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.BatchLedger.BatchKey;
import io.audienceroutes.workflow.ledger.BatchLedger.Change;
import io.audienceroutes.workflow.ledger.BatchLedger.PartState;
import io.audienceroutes.workflow.ledger.BatchLedger.PlannedBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger says of batches that were sent, answered, divided and given up. */
final class BatchLedgerTest {
    private static final String SCHEMA = "EMAIL_SHA256";

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private StateDatabase database;
    private BatchLedger ledger;
    private LedgerReader reader;
    private String workflow;

    @BeforeEach
    void workflowThatDelivers() {
        database = new StateDatabase(folder.resolve("state.db"));
        Workflows workflows = new Workflows(database, clock);
        try (WorkflowQueue queue =
                new WorkflowQueue(workflows, new PauseSwitch(), clock, Duration.ofSeconds(30), ProcessOwner.here())) {
            long audience = new Audiences(database, clock).rowFor(Examples.destination(folder), "Readers");
            workflow =
                    queue.open(Examples.destination(folder), audience, "Readers", new Arrival("a.csv", false, "test"));
            WorkflowState unused = new Admission(workflows).admit(workflow, "aa", 1);
            queue.received(workflow);
        }
        database.useTransaction(
                handle -> handle.execute("UPDATE workflow SET stage = 'DELIVER' WHERE id = ?", workflow));
        ledger = new BatchLedger(database, workflows.fencing(), clock);
        reader = new LedgerReader(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSentBatchIsNotSettledUntilItIsAccepted() {
        ledger.sent(batch(0), 100);
        assertThat(settled()).isEmpty();

        ledger.accepted(batch(0), "r-1", false);

        assertThat(settled()).containsExactly(0);
        assertThat(reader.totals(workflow).added()).isEqualTo(100);
        assertThat(reader.requestIds(workflow)).containsExactly("r-1");
        assertThat(lost()).isEmpty();
    }

    @Test
    void aBatchThatIsSentAgainWithoutAnAnswerWasLost() {
        ledger.sent(batch(0), 100);
        ledger.sent(batch(0), 100);
        ledger.accepted(batch(0), "r-2", false);

        assertThat(lost()).isEqualTo("0");
    }

    @Test
    void aLostAnswerIsRememberedAfterARefusal() {
        ledger.sent(batch(0), 100);
        ledger.declined(batch(0), true);
        ledger.sent(batch(0), 100);
        ledger.declined(batch(0), false);

        assertThat(lost()).isEqualTo("0");
        assertThat(settled()).isEmpty();
    }

    @Test
    void aDeclinedBatchIsNeitherSettledNorLost() {
        ledger.sent(batch(0), 100);
        ledger.declined(batch(0), false);

        assertThat(settled()).isEmpty();
        assertThat(lost()).isEmpty();
    }

    @Test
    void aDividedBatchCountsByItsParts() {
        ledger.divided(batch(0), 100);
        ledger.sent(batch(0).withPart(2), 50);
        ledger.accepted(batch(0).withPart(2), "r-1", false);
        ledger.sent(batch(0).withPart(3), 1);
        ledger.refused(batch(0).withPart(3), "not an address");

        assertThat(reader.divided(workflow, Change.ADD, SCHEMA))
                .isEqualTo(Map.of(0, Map.of(1, PartState.DIVIDED, 2, PartState.ACCEPTED, 3, PartState.REFUSED)));
        assertThat(reader.totals(workflow).added()).isEqualTo(50);
        assertThat(reader.totals(workflow).refused()).isEqualTo(1);
        assertThat(reader.refusals(workflow, 10))
                .containsExactly(new LedgerReader.Refusal(batch(0).withPart(3), "not an address"));
    }

    @Test
    void aDivisionThatIsTakenBackKeepsThatAnAnswerWasLost() {
        ledger.divided(batch(0), 100);
        ledger.sent(batch(0).withPart(2), 50);
        ledger.declined(batch(0).withPart(2), true);

        ledger.undivide(batch(0));

        assertThat(reader.divided(workflow, Change.ADD, SCHEMA)).isEmpty();
        assertThat(lost()).isEqualTo("0");
    }

    @Test
    void whatIsGivenUpIsSettledAndWhatWasAcceptedStaysAccepted() {
        ledger.sent(batch(0), 100);
        ledger.accepted(batch(0), "r-1", false);

        giveUp(0);
        giveUp(1);

        assertThat(settled()).containsExactly(0, 1);
        assertThat(accepted()).containsExactly(0);
        assertThat(reader.totals(workflow).added()).isEqualTo(100);
        assertThat(reader.totals(workflow).addsGivenUp()).isEqualTo(100);
    }

    @Test
    void whatFailedIsUnsettledAndWhatWasAcceptedIsNot() {
        ledger.sent(batch(0), 100);
        ledger.accepted(batch(0), "r-1", false);
        giveUp(1);
        ledger.sent(batch(2), 1);
        ledger.refused(batch(2), "not an address");

        database.useTransaction(handle -> BatchLedger.unsettleFailed(handle, workflow));

        assertThat(settled()).containsExactly(0);
        assertThat(reader.refusals(workflow, 10)).isEmpty();
    }

    @Test
    void additionsAndRemovalsAreCountedApart() {
        BatchKey removal = new BatchKey(workflow, Change.REMOVE, SCHEMA, 0);
        ledger.sent(batch(0), 100);
        ledger.accepted(batch(0), "r-1", false);
        ledger.sent(removal, 7);
        ledger.accepted(removal, "r-2", false);

        LedgerReader.Totals totals = reader.totals(workflow);

        assertThat(totals.added()).isEqualTo(100);
        assertThat(totals.removed()).isEqualTo(7);
        assertThat(totals.changed()).isEqualTo(107);
        assertThat(totals.acceptedBatches()).isEqualTo(2);
        assertThat(totals.lastAcceptedAt()).contains(MovableClock.START);
    }

    private void giveUp(int index) {
        database.useTransaction(handle ->
                BatchLedger.giveUp(handle, new PlannedBatch(batch(index), 100), Instant.parse("2026-03-01T12:00:00Z")));
    }

    private BatchKey batch(int index) {
        return new BatchKey(workflow, Change.ADD, SCHEMA, index);
    }

    private int[] settled() {
        return indexes(reader.settled(workflow, Change.ADD, SCHEMA));
    }

    private int[] accepted() {
        return indexes(reader.accepted(workflow, Change.ADD, SCHEMA));
    }

    private String lost() {
        return reader.lostMembers(workflow, Change.ADD, SCHEMA).text();
    }

    private static int[] indexes(BitSet set) {
        return set.stream().toArray();
    }
}
