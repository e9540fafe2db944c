package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.Plan.AudienceAction;
import io.audienceroutes.workflow.Plan.Finding;
import io.audienceroutes.workflow.Plan.Kind;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A plan tells what a delivery would do and sends nothing; a delivery by plan does exactly that, or nothing. */
final class PlanTest extends FlowTest {
    @Test
    void planOfAFirstListTellsThatTheAudienceWouldBeMade() {
        bundle.destination("crm", "batchSize: 300");

        Plan plan = bundle.plan("crm", Lists.file(0, 1_000));

        assertThat(plan.audience().action()).isEqualTo(AudienceAction.CREATE);
        assertThat(plan.schemas()).singleElement().satisfies(change -> {
            assertThat(change.adds()).isEqualTo(1_000);
            assertThat(change.removes()).isZero();
            assertThat(change.batches()).isEqualTo(4);
        });
        assertThat(plan.worst()).isEqualTo(Kind.NOTE);
        assertThat(plan.usable()).isTrue();
        assertThat(plan.readingCalls()).isEqualTo(2);
        assertNothingWasChanged();
    }

    @Test
    void planOfTheNextListTellsChangesTwinsAndTheSizeOfNow() {
        bundle.destination("crm", "syncMode: mirror");
        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 1_000)), 1_000, 1);
        String twin = tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + READERS + "'}]}")
                .get(0);
        int writes = writes();

        Plan plan = bundle.plan(
                "crm", "email\n" + "not an address\n" + Lists.file(100, 1_100).substring(6));

        assertThat(plan.audience().action()).isEqualTo(AudienceAction.REUSE);
        assertThat(plan.audience().reading()).hasValueSatisfying(reading -> {
            assertThat(reading.matched()).hasValue(1_000);
            assertThat(reading.type()).isEqualTo("Partner");
            assertThat(reading.twins()).containsExactly(twin);
        });
        assertThat(plan.schemas()).singleElement().satisfies(change -> {
            assertThat(change.adds()).isEqualTo(100);
            assertThat(change.removes()).isEqualTo(100);
            assertThat(change.unchanged()).isEqualTo(900);
        });
        assertThat(plan.rowsRejected()).isEqualTo(1);
        assertThat(plan.rejectReasons()).hasSize(1).containsValue(1L);
        assertThat(writes()).isEqualTo(writes);
        assertThat(bundle.deliverToTheEnd("crm", Lists.file(0, 1_000)).state())
                .as("nobody's delivery was held up or taken for done")
                .isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
    }

    @Test
    void guardOfTheDestinationIsForeseen() {
        bundle.destination("crm", "syncMode: mirror");
        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 1_000)), 1_000, 1);

        Plan plan = bundle.plan("crm", Lists.file(0, 500));

        assertThat(plan.worst()).isEqualTo(Kind.HELD);
        assertThat(plan.findings())
                .filteredOn(finding -> finding.kind() == Kind.HELD)
                .singleElement()
                .satisfies(finding -> assertThat(finding.condition()).isEqualTo("audience-would-shrink"));
    }

    @Test
    void fileThatWouldBeRefusedIsARefusalInThePlan() {
        Plan plan = bundle.plan("crm", "name\nAda\n");

        assertThat(plan.worst()).isEqualTo(Kind.REFUSED);
        assertThat(plan.prepared()).isFalse();
        assertThat(plan.findings()).extracting(Finding::condition).contains("segment-file-missing-column");
        assertThat(plan.audience().action()).as("TikTok is still asked").isEqualTo(AudienceAction.CREATE);
        assertThatThrownBy(() -> bundle.deliverPlan(plan.planId()))
                .isInstanceOf(WorkflowError.class)
                .hasMessageContaining("Nothing was sent");
    }

    @Test
    void planWithoutTikTokTellsTheLocalPartAndWhatIsNotKnown() {
        startAgainWith("credential.sandbox.access-token", "");

        Plan plan = bundle.plan("crm", Lists.file(0, 1_000));

        assertThat(plan.audience().action()).isEqualTo(AudienceAction.UNKNOWN);
        assertThat(plan.worst()).isEqualTo(Kind.UNKNOWN);
        assertThat(plan.findings())
                .anySatisfy(finding -> assertThat(finding.condition()).isEqualTo("credential-missing"));
        assertThat(plan.schemas())
                .singleElement()
                .satisfies(change -> assertThat(change.adds()).isEqualTo(1_000));
    }

    @Test
    void deliveryByPlanDoesExactlyWhatThePlanSays() {
        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 1_000)), 1_000, 1);
        Plan plan = bundle.plan("crm", Lists.file(0, 1_050));

        Workflow delivered = bundle.deliverPlan(plan.planId());

        assertDelivered(delivered, 50, 1);
        assertThat(delivered.fileSha256()).isEqualTo(plan.fileSha256());
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 1_050));
    }

    @Test
    void deliveryByPlanIsRefusedWhenTheAudienceChangedMeanwhile() {
        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 1_000)), 1_000, 1);
        Plan plan = bundle.plan("crm", Lists.file(0, 1_050));
        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 1_020)), 20, 1);
        int writes = writes();

        Workflow refused = bundle.deliverPlan(plan.planId());

        assertFailed(refused, "plan-outdated", plan.planId(), "Nothing was sent", "new plan");
        assertThat(writes()).isEqualTo(writes);
    }

    @Test
    void deliveryByPlanIsRefusedWhenTheKeptFileIsAnother() throws IOException {
        Plan plan = bundle.plan("crm", Lists.file(0, 1_000));
        Path kept = bundle.data().resolve("staging").resolve(plan.planId() + ".segment");
        Files.writeString(kept, Lists.file(1_000, 2_000));

        Workflow refused = bundle.deliverPlan(plan.planId());

        assertFailed(refused, "plan-outdated", "SHA-256 " + plan.fileSha256().orElseThrow(), "Nothing was sent");
        assertNothingWasChanged();
    }

    @Test
    void planForAnAdvertiserThatIsFullIsARefusal() {
        tiktok.change("{'audiences':["
                + IntStream.range(0, 400)
                        .mapToObj(number -> "{'advertiserId':'7000000000000000001','name':'Stranger " + number + "'}")
                        .collect(Collectors.joining(","))
                + "]}");

        Plan plan = bundle.plan("crm", Lists.file(0, 1_000));

        assertThat(plan.worst()).isEqualTo(Kind.REFUSED);
        assertThat(plan.readingCalls()).as("advertisers, and four pages").isEqualTo(5);
        assertThat(plan.findings())
                .filteredOn(finding -> finding.kind() == Kind.REFUSED)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.condition()).isEqualTo("audience-limit-reached");
                    assertThat(finding.text()).contains("has 400 audiences");
                });
        assertNothingWasChanged();
    }

    @Test
    void deliveryByPlanUsesNoAudienceThatThePlanDidNotForesee() {
        Plan plan = bundle.plan("crm", Lists.file(0, 1_000));
        String other = tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + READERS + "'}]}")
                .get(0);

        Workflow refused = bundle.deliverPlan(plan.planId());

        assertFailed(refused, "plan-outdated", "to be created", other);
        assertThat(writes()).isZero();
    }

    /** The audience that is found is the one that this delivery made. */
    @Test
    void deliveryByPlanAcceptsItsOwnAudienceWhenTheAnswerToItsCreateWasLost() {
        Plan plan = bundle.plan("crm", Lists.file(0, 1_000));
        tiktok.fault("{'path':'segment/audience/','cut':'after'}");

        assertDelivered(bundle.deliverPlan(plan.planId()), 1_000, 1);

        assertThat(tiktok.audiences(READERS)).hasSize(1);
    }

    @Test
    void deliveryByPlanIsRefusedWhenTheSettingsChangedMeanwhile() {
        Plan plan = bundle.plan("crm", Lists.file(0, 1_000));
        bundle.destination("crm", "emailRule: strip");

        assertThatThrownBy(() -> bundle.deliverPlan(plan.planId()))
                .isInstanceOf(WorkflowError.class)
                .hasMessageContaining("settings of destination crm");

        assertNothingWasChanged();
    }

    @Test
    void plansAreSweptWhenTheirTimeIsOver() {
        Plan plan = bundle.plan("crm", Lists.file(0, 10));
        assertThat(bundle.data().resolve("staging")).isNotEmptyDirectory();

        startAgainWith("plan.keep-hours", "0");
        startAgainWith("clean-up.first-delay-ms", "1");

        await().untilAsserted(() -> assertThat(bundle.data().resolve("staging")).isEmptyDirectory());
        assertThatThrownBy(() -> bundle.deliverPlan(plan.planId()))
                .isInstanceOf(WorkflowError.class)
                .hasMessageContaining("plan.keep-hours");
    }

    private int writes() {
        return tiktok.calls(SimulatorDriver.MAPPING).size()
                + tiktok.calls(SimulatorDriver.CREATE).size();
    }

    private void assertNothingWasChanged() {
        assertThat(writes()).isZero();
        assertThat(tiktok.audiences(READERS)).isEmpty();
    }
}
