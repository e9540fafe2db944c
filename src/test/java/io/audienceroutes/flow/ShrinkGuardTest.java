package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Receipt.Unlisted;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What would take too many out of an audience waits for a person. */
final class ShrinkGuardTest extends FlowTest {
    private static final String MIRROR = "syncMode: mirror";

    @BeforeEach
    void mirror() {
        bundle.destination("crm", MIRROR);
        bundle.deliverToTheEnd("crm", Lists.file(0, 100));
    }

    @Test
    void aFifthMayLeaveWithoutAWord() {
        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(20, 100));

        assertThat(bundle.receipt(workflow.id()).unlisted()).isEqualTo(new Unlisted(20, 20, 0));
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(20, 100));
    }

    @Test
    void moreIsHeldWithItsFiguresBeforeAnythingIsSent() {
        int before = tiktok.calls(SimulatorDriver.MAPPING).size();

        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "cut-off.csv", Lists.file(21, 130)));

        var failure = held.failure().orElseThrow();
        assertThat(failure.action()).isEqualTo("audience-would-shrink");
        assertThat(failure.message())
                .isEqualTo(
                        "cut-off.csv would remove too many members: at most 20% and at most 1,000,000 members may be removed"
                                + " from audience 'Readers of crm' in one delivery, but 21 of the 100 members that"
                                + " this product added would be removed (EMAIL_SHA256: 21 of 100) and 30 added. Nothing was sent."
                                + " Compare the list with the previous one. If it is correct, approve the removal; otherwise reject"
                                + " it and deliver the complete list.");
        assertThat(bundle.description(held.id())).contains("Approve the removal", "workflows approve " + held.id());
        assertThat(bundle.alerts(held.id())).hasSize(1);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(before);
    }

    /** TikTok never said that it took them: that they leave is no loss of members. */
    @Test
    void membersOfLostCallsAreNoneThatLeave() {
        tiktok.fault("{'path':'segment/mapping/','times':100,'cut':'after'}");
        String lost = bundle.deliver("crm", "lost.csv", Lists.file(0, 150));
        bundle.awaitWaiting(lost);
        tiktok.heal();
        bundle.ask(lost, Commands.Name.STOP);
        bundle.awaitEnd(lost);

        Workflow next = bundle.deliverToTheEnd("crm", Lists.file(0, 100));

        assertThat(next.state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 100));
        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "cut-off.csv", Lists.file(21, 130)));
        assertThat(held.failure().orElseThrow().message()).contains("21 of the 100 members");
    }

    @Test
    void approvedRemovalHappensAndWhoAndWhyIsKept() {
        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "short.csv", Lists.file(50, 100)));

        bundle.approve(held.id(), "The campaign has ended");

        bundle.awaitEnd(held.id());
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(50, 100));
        var receipt = bundle.receipt(held.id());
        assertThat(receipt.unlisted()).isEqualTo(new Unlisted(50, 50, 0));
        assertThat(receipt.approvals()).singleElement().satisfies(approval -> {
            assertThat(approval.actor()).isEqualTo("operator@example.com");
            assertThat(approval.reason()).isEqualTo("The campaign has ended");
            assertThat(approval.text()).contains("50 of the 100 members");
        });
        assertThat(bundle.description(held.id())).contains("The campaign has ended");
        assertThat(bundle.events(held.id(), "approve")).isEqualTo(1);
    }

    @Test
    void rejectedRemovalDoesNotHappenAndTheNextListIsDelivered() {
        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "short.csv", Lists.file(90, 100)));

        bundle.ask(held.id(), Commands.Name.REJECT);

        assertThat(bundle.awaitEnd(held.id()).state()).isEqualTo(WorkflowState.STOPPED);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 100));
        bundle.deliverToTheEnd("crm", Lists.file(5, 105));
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(5, 105));
    }

    @Test
    void numberOfMembersHoldsToo() {
        bundle.destination("crm", MIRROR, "shrinkGuard: {percent: 50, members: 3}");

        bundle.deliverToTheEnd("crm", Lists.file(3, 100));
        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "short.csv", Lists.file(7, 100)));

        assertThat(held.failure().orElseThrow().message()).contains("at most 3 members", "4 of the 97 members");
    }

    @Test
    void guardThatWasWidenedLetsTheHeldWorkflowGoOn() {
        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "short.csv", Lists.file(60, 100)));
        bundle.destination("crm", MIRROR, "shrinkGuard: {percent: 60}");

        bundle.resolve(held.id());

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(60, 100));
    }

    @Test
    void listWithoutRowsIsHeldAndEmptiesTheAudienceWhenApproved() {
        bundle.destination("crm", MIRROR, "shrinkGuard: {percent: 100}");

        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "empty.csv", "email\n"));

        assertThat(held.failure().orElseThrow().message()).contains("No member would remain.");
        bundle.approve(held.id(), "The audience is not used any more");
        bundle.awaitEnd(held.id());
        assertThat(tiktok.emails(READERS)).isEmpty();
        assertThat(bundle.receipt(held.id()).balances()).isTrue();
    }

    @Test
    void listWithoutRowsForAnAudienceThatHoldsNobodyIsRefused() {
        bundle.destination("fresh", MIRROR);

        assertFailed(
                bundle.deliverToTheEnd("fresh", "email\n"),
                "rejected-rows-above-threshold",
                "none of its rows has an identifier",
                "Nothing was sent");
    }

    @Test
    void changedEmailRuleIsARekeyAndHeldHoweverFewLeave() {
        List<String> addresses = new ArrayList<>(Lists.addresses(0, 100));
        addresses.set(0, "ann+news@example.com");
        bundle.deliverToTheEnd("crm", Lists.file(addresses));
        bundle.destination("crm", MIRROR, "emailRule: strip");

        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "customers.csv", Lists.file(addresses)));

        assertThat(held.failure().orElseThrow().message())
                .contains("1 of the 100 members", "This is a re-key: the e-mail rule was changed from plain to strip");
        bundle.approve(held.id(), "");
        bundle.awaitEnd(held.id());
        assertThat(tiktok.emails(READERS)).hasSize(100).contains(Lists.sha256("ann@example.com"));
        assertThat(bundle.deliverToTheEnd("crm", Lists.file(addresses.subList(0, 99)))
                        .state())
                .as("the rule of the last list is known now")
                .isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
    }

    @Test
    void idTypeTakenOutOfTheSettingsLeavesThroughTheGuard() {
        bundle.destination("both", MIRROR, "userIdTypes: [EMAIL, PHONE]");
        StringBuilder rows = new StringBuilder("email,phone\n");
        Lists.addresses(0, 50).forEach(address -> rows.append(address).append(",\n"));
        rows.append(",+4915112345678\n");
        bundle.deliverToTheEnd("both", rows.toString());
        bundle.destination("both", MIRROR);

        Workflow held = bundle.awaitHeld(bundle.deliver("both", "customers.csv", Lists.file(0, 50)));

        assertThat(held.failure().orElseThrow().message())
                .contains("PHONE_SHA256: 1 of 1", "the id type PHONE_SHA256 was removed from the settings");
        bundle.approve(held.id(), "No consent for numbers");
        bundle.awaitEnd(held.id());
        assertThat(tiktok.members("Readers of both", "PHONE_SHA256")).isEmpty();
        assertThat(tiktok.emails("Readers of both")).hasSize(50);
        assertThat(bundle.deliverToTheEnd("both", Lists.file(0, 50)).state()).isNotEqualTo(WorkflowState.FAILED);
    }

    @Test
    void removeModeIsGuardedToo() {
        bundle.destination("crm", "syncMode: remove");

        Workflow held = bundle.awaitHeld(bundle.deliver("crm", "leavers.csv", Lists.file(0, 30)));

        assertThat(held.failure().orElseThrow().message()).contains("30 of the 100 members");
    }
}
