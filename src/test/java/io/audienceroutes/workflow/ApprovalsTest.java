package io.audienceroutes.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.WorkflowEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A held workflow, and the word that lets it go on, on the real database. */
final class ApprovalsTest {
    private static final String CONDITION = "audience-would-shrink";
    private static final String TEXT = "This delivery would remove 40 of 100 members.";

    @TempDir
    Path folder;

    private StateDatabase database;
    private Workflows workflows;
    private WorkflowQueue queue;
    private Approvals approvals;
    private Resolutions resolutions;
    private String id;

    @BeforeEach
    void openHeldWorkflow() {
        Clock clock = Clock.systemUTC();
        database = new StateDatabase(folder.resolve("state.db"));
        workflows = new Workflows(database, clock);
        queue = new WorkflowQueue(workflows, new PauseSwitch(), clock, Duration.ofSeconds(30), ProcessOwner.here());
        approvals = new Approvals(workflows);
        Audiences audiences = new Audiences(database, clock);
        resolutions = new Resolutions(workflows, audiences, name -> Optional.empty());
        long audience = audiences.rowFor(Examples.destination(folder), "Readers");
        id = queue.open(Examples.destination(folder), audience, "Readers", new Arrival("a.csv", false, "test"));
        new Admission(workflows).admit(id, "aa", 1);
        queue.received(id);
        assertThat(queue.next().workflowId()).isEqualTo(id);
        hold(WaitingFor.APPROVAL);
    }

    @AfterEach
    void close() {
        queue.close();
        database.close();
    }

    @Test
    void heldWorkflowKeepsItsAudienceAndIsNotClaimed() {
        assertThat(workflows.require(id).state()).isEqualTo(WorkflowState.WAITING);
        assertThat(workflows.require(id).waitingFor()).contains(WaitingFor.APPROVAL);
        assertThat(queue.next().ready()).isFalse();
        assertThat(workflows.wakeDue()).isZero();
    }

    @Test
    void approvalLetsTheSameStageRunAgainAndIsKeptWithItsReason() {
        resolutions.approve(id, "operator@example.com", "The list was cut on purpose");

        assertThat(queue.next()).isEqualTo(new WorkflowQueue.Claim(id, WorkflowState.RUNNING, Stage.PREPARE));
        assertThat(approvals.of(id)).singleElement().satisfies(approval -> {
            assertThat(approval.actor()).isEqualTo("operator@example.com");
            assertThat(approval.reason()).isEqualTo("The list was cut on purpose");
            assertThat(approval.text()).isEqualTo(TEXT);
            assertThat(approval.figures()).isEqualTo("held=100; removed=40");
        });
        assertThat(workflows.eventsOf(id)).extracting(WorkflowEvent::kind).contains("held", "approve");
    }

    @Test
    void approvalCoversWhatItsGiverReadAndNoOtherFigures() {
        resolutions.approve(id, "operator@example.com", "");

        assertThatCode(() -> approvals.require(id, held(40, TEXT))).doesNotThrowAnyException();
        assertThatThrownBy(() -> approvals.require(id, held(90, TEXT))).isInstanceOf(WorkflowHeld.class);
    }

    @Test
    void otherWordsForTheSameFiguresDoNotVoidAnApproval() {
        resolutions.approve(id, "operator@example.com", "");

        assertThatCode(() -> approvals.require(id, held(40, "40 of the 100 members would be removed.")))
                .doesNotThrowAnyException();
    }

    @Test
    void withoutAnApprovalTheStageIsHeld() {
        assertThatThrownBy(() -> approvals.require(id, held(40, TEXT))).isInstanceOf(WorkflowHeld.class);
    }

    @Test
    void rejectedWorkflowStops() {
        resolutions.reject(id, "operator@example.com");

        assertThat(workflows.require(id).state()).isEqualTo(WorkflowState.STOPPING);
        assertThat(queue.next().state()).isEqualTo(WorkflowState.STOPPING);
        assertThat(approvals.of(id)).isEmpty();
    }

    @Test
    void onlyAHeldWorkflowCanBeApprovedOrRejected() {
        resolutions.approve(id, "operator@example.com", "");

        assertThatThrownBy(() -> resolutions.approve(id, "operator@example.com", ""))
                .hasMessage("Workflow " + id
                        + " is Running and cannot be approved; only a workflow that waits for an approval or"
                        + " a file can.");
        assertThatThrownBy(() -> resolutions.reject(id, "operator@example.com"))
                .hasMessageContaining("cannot be rejected");
    }

    private static WorkflowHeld held(int removed, String text) {
        HeldFigures figures = new HeldFigures().with("removed", removed).with("held", 100);
        return new WorkflowHeld(WaitingFor.APPROVAL, CONDITION, figures, text);
    }

    private void hold(WaitingFor waitingFor) {
        Failure failure = new Failure(
                Stage.PREPARE,
                CONDITION,
                CONDITION,
                TEXT,
                "",
                Instant.EPOCH,
                held(40, TEXT).figures());
        workflows.hold(id, waitingFor, failure);
    }
}
