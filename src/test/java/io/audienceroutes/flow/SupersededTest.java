package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An older list never comes after a newer one. */
final class SupersededTest extends FlowTest {
    private static final String UNKNOWN_FAULT = "{'path':'segment/mapping/','skip':1,'code':49999,'message':'New'}";

    @BeforeEach
    void mirror() {
        bundle.destination("crm", "syncMode: mirror", "batchSize: 2", "shrinkGuard: {percent: 50}");
    }

    @Test
    void olderListThatFailedCannotBeTakenUpAfterANewerOneWasConfirmed() {
        oneBatchAfterTheOther();
        Workflow older = failedAfterTwo();
        bundle.deliverToTheEnd("crm", Lists.file(1, 7));
        assertThat(bundle.description(older.id()))
                .contains("workflows supersede " + older.id())
                .doesNotContain("workflows reject");

        for (Commands.Name name : new Commands.Name[] {
            Commands.Name.RETRY, Commands.Name.RESTART, Commands.Name.RESOLVE, Commands.Name.SKIP
        }) {
            Commands.Answer answer = bundle.ask(older.id(), name);
            assertThat(answer.succeeded()).as(name.toString()).isFalse();
            assertThat(answer.text()).contains("cannot continue", "workflows supersede " + older.id());
        }
        assertThat(bundle.ask(older.id(), Commands.Name.SUPERSEDE).succeeded()).isTrue();
        Workflow superseded = bundle.awaitEnd(older.id());
        assertThat(superseded.state()).isEqualTo(WorkflowState.SKIPPED);
        assertThat(bundle.receipt(older.id()).balances()).isTrue();
        assertThat(bundle.receipt(older.id()).outcomes().added()).isEqualTo(2);
        assertThat(bundle.receipt(older.id()).warnings())
                .anySatisfy(warning -> assertThat(warning).contains("Superseded by the newer file"));
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(1, 7));
        bundle.deliverToTheEnd("crm", Lists.file(0, 8));
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 8));
    }

    @Test
    void inAddModeTheOlderListIsComparedAgain() {
        bundle.destination("crm", "syncMode: add", "batchSize: 2");
        Workflow older = failedAfterTwo();
        bundle.deliverToTheEnd("crm", Lists.file(1, 7));

        assertThat(bundle.resolve(older.id()).state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 7));
    }

    @Test
    void newerFileTakesThePlaceOfOneThatWaitsForAPerson() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        String held = bundle.deliver("crm", "cut-off.csv", Lists.file(9, 10));
        bundle.awaitHeld(held);
        assertThat(bundle.ask(held, Commands.Name.SUPERSEDE).text()).contains("no newer file");
        assertThat(bundle.description(held))
                .contains("workflows approve " + held, "workflows reject " + held)
                .doesNotContain("workflows supersede");
        String newer = bundle.deliver("crm", "whole.csv", Lists.file(1, 11));
        bundle.awaitThat(newer, workflow -> workflow.waitingFor().equals(Optional.of(WaitingFor.TURN)));

        assertThat(bundle.description(held))
                .contains("workflows supersede " + held + "   Let the newer file of workflow " + newer);
        assertThat(bundle.ask(held, Commands.Name.SUPERSEDE).succeeded()).isTrue();

        assertThat(bundle.awaitEnd(held).state()).isEqualTo(WorkflowState.SKIPPED);
        assertDelivered(bundle.awaitEnd(newer), 1, 2);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(1, 11));
    }

    /** It is taken up while the newer one is at work, and must not begin when that one has ended. */
    @Test
    void olderListThatWaitsForItsTurnBehindANewerOneIsSkipped() {
        Workflow older = failedAfterTwo();
        tiktok.fault("{'path':'segment/mapping/','delayMillis':1200,'afterEffect':true}");
        String newer = bundle.deliver("crm", "newer.csv", Lists.file(1, 7));
        bundle.awaitThat(newer, workflow -> workflow.state() == WorkflowState.RUNNING);

        assertThat(bundle.ask(older.id(), Commands.Name.RETRY).succeeded()).isTrue();

        bundle.awaitEnd(newer);
        assertThat(bundle.awaitEnd(older.id()).state()).isEqualTo(WorkflowState.SKIPPED);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(1, 7));
    }

    /** Stopped before its turn, the older one must not fold its first delivery once more over the newer snapshot. */
    @Test
    void stoppingAnOldWorkflowThatWasTakenUpAgainDoesNotUndoTheNewerSnapshot() {
        Workflow older = failedAfterTwo();
        bundle.deliverToTheEnd("crm", Lists.file(2, 8));
        bundle.ask(older.id(), Commands.Name.SUPERSEDE);
        bundle.awaitEnd(older.id());

        bundle.deliverToTheEnd("crm", Lists.file(0, 8));

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 8));
    }

    /** Two of six members are added. */
    private Workflow failedAfterTwo() {
        tiktok.fault(UNKNOWN_FAULT);
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 6));
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);
        return failed;
    }
}
