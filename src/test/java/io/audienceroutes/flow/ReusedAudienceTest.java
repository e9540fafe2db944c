package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.workflow.Workflow;
import org.junit.jupiter.api.Test;

/** An audience that somebody else made, and that is delivered to. */
final class ReusedAudienceTest extends FlowTest {
    private static final String MEMBERS_STAY = "members that it already has stay";

    @Test
    void firstDeliverySaysThatEarlierMembersStayAndLaterOnesDoNot() {
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 100}");
        tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + READERS + "'}]}");
        String earlier = Lists.sha256("somebody@example.org");
        tiktok.map(READERS, "EMAIL_SHA256", earlier);

        Workflow first = bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        Workflow second = bundle.deliverToTheEnd("crm", Lists.file(0, 5));

        assertThat(bundle.receipt(first.id()).warnings()).anyMatch(warning -> warning.contains(MEMBERS_STAY));
        assertThat(bundle.receipt(second.id()).warnings()).noneMatch(warning -> warning.contains(MEMBERS_STAY));
        assertThat(tiktok.emails(READERS)).hasSize(5 + 1).contains(earlier);
    }
}
