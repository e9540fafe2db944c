package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.MovableClock;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Whether an audience is large enough, and when a change shows, is judged by the audience and not by the list. */
final class SizeForecastTest extends FlowTest {
    @Test
    void smallDeltaToALargeAudienceSucceeds() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 1500));

        Workflow delta = bundle.deliverToTheEnd("crm", Lists.file(2000, 2002));

        assertThat(delta.warnings()).isEmpty();
        assertThat(delta.state()).isEqualTo(WorkflowState.SUCCEEDED);
        assertThat(bundle.plan("crm", Lists.file(3000, 3001)).usable()).isTrue();
    }

    @Test
    void smallDeltaThatMakesTheAudienceLargeEnoughSucceeds() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 999));

        Workflow delta = bundle.deliverToTheEnd("crm", Lists.file(999, 1000));

        assertThat(delta.warnings()).isEmpty();
        assertThat(delta.state()).isEqualTo(WorkflowState.SUCCEEDED);
    }

    @Test
    void smallDeltaToASmallAudienceWarnsWithTheAudiencesSize() {
        bundle.deliverToTheEnd("crm", Lists.file(0, 900));

        Workflow delta = bundle.deliverToTheEnd("crm", Lists.file(2000, 2002));

        assertThat(delta.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(delta.warnings()).singleElement().asString().contains("902 members", "at least 1,000");
    }

    @Test
    void listThatLeavesAFewTooManyOutWarns() {
        bundle.destination("news", "syncMode: mirror", "shrinkGuard: {percent: 100}");
        bundle.deliverToTheEnd("news", Lists.file(0, 1200));

        Workflow mirrored = bundle.deliverToTheEnd("news", Lists.file(0, 1100));

        assertThat(mirrored.warnings()).isEmpty();
        Workflow smaller = bundle.deliverToTheEnd("news", Lists.file(0, 990));
        assertThat(smaller.warnings()).singleElement().asString().contains("990 members");
    }

    @Test
    void newAudienceTakesTwoDaysToShowAndALaterChangeTenHours() {
        Workflow first = bundle.deliverToTheEnd("crm", Lists.file(0, 1500));
        Workflow second = bundle.deliverToTheEnd("crm", Lists.file(0, 1600));

        Receipt made = bundle.receipt(first.id());
        assertThat(shows(made)).isBetween(Duration.ofHours(47), Duration.ofHours(48));
        assertThat(shows(bundle.receipt(second.id())))
                .as("the audience is still new")
                .isBetween(Duration.ofHours(47), Duration.ofHours(48));
        assertThat(bundle.description(first.id())).contains("a new audience takes 24 to 48 hours");
        assertThat(bundle.plan("crm", Lists.file(3000, 3001)).availableBy()).isPresent();
        bundle.close();
        MovableClock inThreeDays = new MovableClock();
        inThreeDays.set(Instant.now().plus(Duration.ofDays(3)));
        bundle.at(inThreeDays).start();

        Workflow later = bundle.deliverToTheEnd("crm", Lists.file(0, 1700));

        assertThat(shows(bundle.receipt(later.id()))).isBetween(Duration.ofHours(9), Duration.ofHours(10));
        assertThat(bundle.description(later.id())).doesNotContain("a new audience takes");
    }

    private static Duration shows(Receipt receipt) {
        Instant end = receipt.endedAt().orElseThrow();
        return Duration.between(end, receipt.availableBy().orElseThrow());
    }
}
