package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.workflow.Workflow;
import org.junit.jupiter.api.Test;

/** An audience that somebody else made, and that is delivered to. */
final class ReusedAudienceTest extends FlowTest {
    private static final String MEMBERS_STAY = "members that it already has stay";
    private static final String EMPTY_LIST =
            "{\"code\":0,\"message\":\"OK\",\"request_id\":\"short\",\"data\":{\"list\":[],"
                    .concat("\"page_info\":{\"page\":1,\"total_page\":1,\"total_number\":0}}}")
                    .replace("\"", "\\\"");

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

    @Test
    void anEmptyOrShortListMakesNoSecondAudienceOfOneThatIsKnownById() {
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 100}");
        tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + READERS + "'}]}");
        bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        startAgainWith("runner.interval-ms", "20");
        tiktok.fault("{'path':'dmp/custom_audience/list/','times':1,'httpStatus':200,'body':'" + EMPTY_LIST + "'}");

        Workflow second = bundle.deliverToTheEnd("crm", Lists.file(5, 15));

        assertThat(tiktok.audiences(READERS)).as("no second one").hasSize(1);
        assertThat(bundle.receipt(second.id()).outcomes().added()).isEqualTo(5);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(5, 15));
    }

    @Test
    void anAudienceThatIsGoneIsMadeAnew() {
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 100}");
        String id = tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + READERS + "'}]}")
                .get(0);
        bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        startAgainWith("runner.interval-ms", "20");
        tiktok.deleteAudience(id);

        bundle.deliverToTheEnd("crm", Lists.file(0, 10));

        assertThat(tiktok.audiences(READERS)).hasSize(1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 10));
    }

    /** What this process saw in TikTok's list within the last minute does not prove a list of which nothing is sent. */
    @Test
    void sameListRightAfterTheAudienceWasDeletedIsDeliveredToANewOne() {
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 100}");
        String id = tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + READERS + "'}]}")
                .get(0);
        bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        tiktok.deleteAudience(id);

        Workflow again = bundle.deliverToTheEnd("crm", Lists.file(0, 10));

        assertDelivered(again, 10, 1);
        assertThat(tiktok.audiences(READERS)).hasSize(1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 10));
    }

    /** So young an audience may be missing from TikTok's list: that it is gone is believed when TikTok refuses it. */
    @Test
    void listAfterTheOneThatMetADeletedNewAudienceIsDeliveredToANewOne() {
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 100}");
        bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        tiktok.deleteAudience(tiktok.audiences(READERS).get(0).path("id").asText());
        Workflow refused = bundle.deliverToTheEnd("crm", Lists.file(0, 12));
        assertThat(refused.failure().orElseThrow().action()).isEqualTo("audience-not-found");

        Workflow next = bundle.deliverToTheEnd("crm", Lists.file(2, 14));

        assertDelivered(next, 12, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(2, 14));
    }
}
