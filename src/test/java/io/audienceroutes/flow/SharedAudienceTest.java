package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several destinations feed one audience: it is the union of their last lists. */
final class SharedAudienceTest extends FlowTest {
    private static final String NAME = "audienceName: \"All readers\"";
    private static final String SHARED = "sharedAudience: true";
    private static final String ALL = "shrinkGuard: {percent: 100}";
    private static final String AUDIENCE = "All readers";

    @BeforeEach
    void shareOneAudience() {
        share("shop");
        share("web");
    }

    @Test
    void audienceIsTheUnionOfTheLastLists() {
        bundle.deliverToTheEnd("shop", Lists.file(0, 10));
        bundle.deliverToTheEnd("web", Lists.file(5, 15));
        assertThat(tiktok.emails(AUDIENCE)).isEqualTo(Lists.hashes(0, 15));

        Workflow shop = bundle.deliverToTheEnd("shop", Lists.file(0, 3));

        assertThat(tiktok.emails(AUDIENCE))
                .hasSize(13)
                .containsAll(Lists.hashes(5, 15))
                .containsAll(Lists.hashes(0, 3));
        assertThat(bundle.receipt(shop.id()).unlisted().removed()).isEqualTo(2);
        bundle.deliverToTheEnd("web", Lists.file(14, 15));
        assertThat(tiktok.emails(AUDIENCE))
                .hasSize(4)
                .containsAll(Lists.hashes(14, 15))
                .containsAll(Lists.hashes(0, 3));
    }

    @Test
    void listThatFailedHalfWayIsNotTakenOutByTheOtherDestination() {
        oneBatchAfterTheOther();
        bundle.deliverToTheEnd("web", Lists.file(20, 22));
        tiktok.fault("{'path':'segment/mapping/','skip':2,'code':49999,'message':'New'}");
        Workflow failed = bundle.deliverToTheEnd("shop", Lists.file(0, 8));
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);

        bundle.deliverToTheEnd("web", Lists.file(21, 23));

        assertThat(tiktok.emails(AUDIENCE)).hasSize(6).containsAll(Lists.hashes(21, 23));
        bundle.resolve(failed.id());
        assertThat(tiktok.emails(AUDIENCE)).hasSize(10).containsAll(Lists.hashes(0, 8));
        bundle.deliverToTheEnd("shop", Lists.file(1, 2));
        assertThat(tiktok.emails(AUDIENCE)).hasSize(3).containsAll(Lists.hashes(1, 2));
    }

    @Test
    void destinationThatIsGoneHasNoSayAnyMore() {
        bundle.deliverToTheEnd("shop", Lists.file(0, 4));
        bundle.deliverToTheEnd("web", Lists.file(4, 8));
        bundle.destination("web", NAME.replace("All", "Other"));

        bundle.deliverToTheEnd("shop", Lists.file(0, 4));

        assertThat(tiktok.emails(AUDIENCE)).isEqualTo(Lists.hashes(0, 4));
    }

    /** Names that come from files cannot be compared at the start. */
    @Test
    void audienceThatIsNotSharedIsRefusedToASecondDestination() {
        bundle.destination(
                "one", "syncMode: mirror", "audienceName: -", "audienceNamePattern: \"(?<audience>.+)[.]csv\"");
        bundle.destination(
                "two", "syncMode: mirror", "audienceName: -", "audienceNamePattern: \"(?<audience>.+)[.]csv\"");
        bundle.awaitEnd(bundle.deliver("one", "loyal.csv", Lists.file(0, 4)));

        Workflow refused = bundle.awaitEnd(bundle.deliver("two", "loyal.csv", Lists.file(4, 8)));

        assertFailed(refused, "audience-name-taken-or-ambiguous", "one.yaml", "two.yaml", "sharedAudience: true");
        assertThat(tiktok.emails("loyal")).isEqualTo(Lists.hashes(0, 4));
    }

    private void share(String destination) {
        bundle.destination(destination, "syncMode: mirror", "batchSize: 2", NAME, SHARED, ALL);
    }
}
