package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import org.junit.jupiter.api.Test;

/** What TikTok refuses for good becomes a workflow action; once the cause is mended, Resolve finishes the delivery. */
final class RefusalTest extends FlowTest {
    private static final String BATCHES_OF_TWO = "batchSize: 2";

    @Test
    void oneTimeAudienceStaysWhenTheWorkflowIsResolved() {
        bundle.secretToken("sandbox", "wrong-token");
        Workflow failed = bundle.awaitEnd(bundle.deliverTo("Just once", "crm", "a.csv", Lists.file(0, 3)));
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);
        bundle.secretToken("sandbox", "simulator-access-token");

        assertDelivered(bundle.resolve(failed.id()), 3, 1);

        assertThat(tiktok.emails("Just once")).isEqualTo(Lists.hashes(0, 3));
        assertThat(tiktok.audiences(READERS)).isEmpty();
    }

    @Test
    void unknownAdvertiserIsResolvedByCorrectingTheDestination() {
        bundle.destination("crm", "advertiserIds: [\"7999999999999999999\"]");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        assertFailed(failed, "advertiser-not-found", "7999999999999999999", "40001", "request id 2", "Could not");
        assertThat(failed.failure().orElseThrow().requestId()).isNotEmpty();
        bundle.destination("crm");

        Workflow resolved = bundle.resolve(failed.id());

        assertDelivered(resolved, 3, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 3));
    }

    @Test
    void advertiserThatIsNotApprovedIsNamedWithItsStatus() {
        tiktok.change("{'advertisers':[{'id':'7000000000000000001','status':'STATUS_PENDING_CONFIRM'}]}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertFailed(
                failed,
                "advertiser-not-found",
                "TikTok has not approved the advertising account 7000000000000000001 (STATUS_PENDING_CONFIRM:",
                "request id 2");
        assertThat(tiktok.audiences(READERS)).isEmpty();
    }

    @Test
    void suspendedAdvertiserIsNotCalledUnknown() {
        tiktok.change("{'advertisers':[{'id':'7000000000000000001','status':'STATUS_LIMIT'}]}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertFailed(
                failed,
                "advertiser-suspended",
                "TikTok has suspended the advertising account 7000000000000000001 (STATUS_LIMIT: Example reason",
                "request id 2");
    }

    @Test
    void advertiserWhoseChangeIsUnderReviewIsDeliveredTo() {
        tiktok.change("{'advertisers':[{'id':'7000000000000000001','status':'STATUS_PENDING_CONFIRM_MODIFY'}]}");

        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 3)), 3, 1);
    }

    @Test
    void analystIsRefusedUntilTheRoleIsRaised() {
        tiktok.change("{'advertisers':[{'id':'7000000000000000001','role':'ANALYST'}]}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        assertFailed(failed, "missing-advertiser-permissions", "40001", "No permission", "request id 2");
        assertThat(tiktok.audiences(READERS)).isEmpty();
        tiktok.change("{'advertisers':[{'id':'7000000000000000001','role':'OPERATOR'}]}");

        Workflow resolved = bundle.resolve(failed.id());

        assertDelivered(resolved, 3, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 3));
    }

    @Test
    void tokenRevokedBetweenTwoBatchesIsResolvedFromTheNextBatch() {
        oneBatchAfterTheOther();
        bundle.secretToken("crm-ads", tiktok.newToken());
        bundle.destination("crm", BATCHES_OF_TWO, "credential: crm-ads");
        tiktok.fault("{'path':'segment/mapping/','skip':2,'code':40105,'message':'Access token is incorrect or has been"
                + " revoked.'}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 7));
        assertFailed(failed, "invalid-credentials", "40105", "revoked", "request id 2");
        assertThat(bundle.receipt(failed.id()).outcomes().added()).isEqualTo(4);
        assertThat(bundle.receipt(failed.id()).outcomes().failed()).isEqualTo(3);
        bundle.secretToken("crm-ads", tiktok.newToken());

        Workflow resolved = bundle.resolve(failed.id());

        assertDelivered(resolved, 7, 4);
        assertThat(tiktok.accepted(SimulatorDriver.MAPPING)).hasSize(4);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(5);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 7));
    }

    @Test
    void revokedTokenIsRefusedAtOnceAndReplacedByResolving() {
        String first = tiktok.newToken();
        bundle.secretToken("crm-ads", first);
        bundle.destination("crm", "credential: crm-ads");
        tiktok.change("{'revokeTokens':['" + first + "']}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        assertFailed(failed, "invalid-credentials", "40105", "request id 2");
        assertThat(failed.failure().orElseThrow().message()).doesNotContain(first);
        bundle.secretToken("crm-ads", tiktok.newToken());

        assertDelivered(bundle.resolve(failed.id()), 3, 1);
    }

    @Test
    void missingTokenNamesTheThreePlaces() {
        bundle.destination("crm", "credential: nobody");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        assertFailed(
                failed,
                "credential-missing",
                "AUDIENCE_ROUTES_TOKEN_NOBODY",
                "nobody.access-token",
                "credential.nobody.access-token");
        bundle.secretToken("nobody", tiktok.newToken());

        assertDelivered(bundle.resolve(failed.id()), 3, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 3));
    }

    @Test
    void appAndTokenThatDoNotBelongTogetherHaveTheirAction() {
        tiktok.fault("{'path':'advertiser/info/','code':40113,'message':'The app_id is inconsistent with the token"
                + " information.'}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertFailed(failed, "app-token-mismatch", "40113", "app_id is inconsistent", "request id 2");
        assertDelivered(bundle.resolve(failed.id()), 3, 1);
    }

    @Test
    void appWithoutScopeHasItsAction() {
        tiktok.change("{'appScopes':[1]}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertFailed(failed, "app-scope-missing", "40001", "scope", "request id 2");
    }

    @Test
    void accountWithFourHundredAudiencesIsRefusedBeforeTheCreate() {
        StringBuilder held = new StringBuilder();
        for (int number = 0; number < 400; number++) {
            held.append(number == 0 ? "" : ",")
                    .append("{'advertiserId':'7000000000000000001','name':'Held ")
                    .append(number)
                    .append("'}");
        }
        tiktok.change("{'audiences':[" + held + "]}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertFailed(failed, "maximum-audience-limit", "has 400", "allows 400", READERS, "Delete");
        assertThat(tiktok.calls(SimulatorDriver.CREATE)).isEmpty();
        assertThat(tiktok.calls(SimulatorDriver.LIST)).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void audienceLimitThatOnlyTikTokKnowsIsTheSameAction() {
        tiktok.change("{'limits':{'audienceLimit':0}}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        assertFailed(failed, "maximum-audience-limit", "40002", "upper limit", "request id 2");
        tiktok.change("{'limits':{'audienceLimit':400}}");

        assertDelivered(bundle.resolve(failed.id()), 3, 1);
        assertThat(tiktok.audiences(READERS)).hasSize(1);
    }

    @Test
    void audienceMadeByAPersonAfterARefusedCreateIsNotTakenForOurs() {
        tiktok.change("{'limits':{'audienceLimit':0}}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);
        tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + READERS + "'}]}");

        Workflow resolved = bundle.resolve(failed.id());

        assertThat(resolved.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(resolved.warnings())
                .anySatisfy(warning -> assertThat(warning).contains("existed before this first delivery"));
    }

    @Test
    void partlySuccessfulIsNeverSuccess() {
        oneBatchAfterTheOther();
        bundle.destination("crm", BATCHES_OF_TWO);
        tiktok.fault("{'path':'segment/mapping/','skip':1,'times':2,'code':20001,'message':'Partial success'}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 6));

        // Sent once more, then in halves
        assertDelivered(workflow, 6, 4);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(6);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
    }

    @Test
    void unknownCodeIsShownWithItsRequestIdAndNeverRetried() {
        oneBatchAfterTheOther();
        bundle.destination("crm", BATCHES_OF_TWO);
        tiktok.fault("{'path':'segment/mapping/','skip':1,'code':49999,'message':'Something new'}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 6));
        assertFailed(failed, "unknown-error", "49999", "Something new", "request id 2", "add 2 members");
        assertThat(failed.failure().orElseThrow().condition()).isEqualTo("49999");
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(2);
        assertThat(bundle.receipt(failed.id()).requestIds())
                .contains(failed.failure().orElseThrow().requestId());

        assertDelivered(bundle.resolve(failed.id()), 6, 3);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(4);
    }

    @Test
    void audienceDeletedInTikTokIsMadeAgainByResolvingAndGetsEveryMember() {
        bundle.destination("crm", BATCHES_OF_TWO);
        tiktok.fault("{'path':'segment/mapping/','skip':1,'code':49999,'message':'Something new'}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 6));
        String gone = bundle.receipt(failed.id()).audienceId().orElseThrow();
        tiktok.deleteAudience(gone);
        bundle.ask(failed.id(), io.audienceroutes.workflow.Commands.Name.RETRY);
        Workflow again = bundle.awaitEnd(failed.id());
        assertThat(again.failure().orElseThrow().action()).isEqualTo("audience-not-found");

        Workflow resolved = bundle.resolve(failed.id());

        assertDelivered(resolved, 6, 3);
        assertThat(bundle.receipt(resolved.id()).audienceId()).isPresent().isNotEqualTo(java.util.Optional.of(gone));
        assertThat(resolved.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
    }
}
