package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.Grant;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Grants that expire are renewed by themselves, once, whoever needs them; and what is in force may be exchanged. */
@Tag("flow")
final class RenewalTest extends GrantFlowTest {
    private static final String RENEWAL = "tt_user/oauth2/refresh_token/";

    @BeforeEach
    void issueTokensThatExpire() {
        tiktok.change("{'accessTokenSeconds':86400}");
        authorize();
    }

    @Test
    void expiredTokenIsRenewedOnTikToksWordAndTheDeliveryGoesOn() {
        String first = token();
        tiktok.change("{'expireTokens':true}");

        assertThat(bundle.deliverToTheEnd("crm", Lists.file(0, 3)).state()).isEqualTo(WorkflowState.ISSUE);

        assertThat(token()).isNotEqualTo(first);
        assertThat(calls(RENEWAL)).isEqualTo(1);
        assertThat(bundle.alerts()).isEmpty();
        assertThat(bundle.credentials().describe(CREDENTIAL).orElseThrow().grantedBy())
                .contains("Example Operator (o***r@example.com)");
    }

    @Test
    void tokenThatNearsItsEndIsRenewedBeforeItIsUsed() {
        startAgainWith("tiktok.renew-before-ms", "90000000");

        assertThat(bundle.deliverToTheEnd("crm", Lists.file(0, 3)).state()).isEqualTo(WorkflowState.ISSUE);

        assertThat(calls(RENEWAL)).isPositive();
        assertThat(tiktok.calls(call -> call.path("code").asInt() == 40102)).isEmpty();
    }

    @Test
    void severalWorkflowsRenewOnce() {
        List<String> names = List.of("crm", "web", "shop", "app");
        names.forEach(name -> bundle.destination(name, "credential: acme"));
        tiktok.change("{'expireTokens':true}");

        List<String> ids = names.stream()
                .map(name -> bundle.deliver(name, "customers.csv", Lists.file(0, 3)))
                .toList();

        ids.forEach(id -> assertThat(bundle.awaitEnd(id).state()).isEqualTo(WorkflowState.ISSUE));
        assertThat(calls(RENEWAL)).isEqualTo(1);
    }

    @Test
    void grantThatCannotBeRenewedIsAskedForAgain() {
        tiktok.change("{'expireTokens':true}");
        tiktok.fault("{'path':'" + RENEWAL + "','code':40107,'message':'Refresh token is invalid'}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        assertFailed(failed, "invalid-credentials", "40107", "renew the access token");

        authorize();
        assertThat(bundle.resolve(failed.id()).state()).isEqualTo(WorkflowState.ISSUE);
    }

    @Test
    void renewalThatIsNotAnsweredIsTriedAgain() {
        tiktok.change("{'expireTokens':true}");
        tiktok.fault("{'path':'" + RENEWAL + "','code':50000,'message':'System error'}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertThat(workflow.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(calls(RENEWAL)).isEqualTo(2);
    }

    @Test
    void keyAndTokenAreExchangedWhileADeliveryRuns() {
        bundle.destination("crm", "credential: acme", "batchSize: 1");
        tiktok.fault("{'path':'segment/mapping/','times':20,'delayMillis':100,'afterEffect':true}");
        String id = bundle.deliver("crm", "customers.csv", Lists.file(0, 20));
        bundle.awaitThat(id, workflow -> mapped() >= 3);
        String before = token();

        bundle.credentialStore().rotate("operator@example.com");
        bundle.credentialStore().keep(CREDENTIAL, Grant.of(new AccessToken(tiktok.newToken())), "operator@example.com");
        bundle.credentialStore().rotate("operator@example.com");
        tiktok.change("{'revokeTokens':['" + before + "']}");

        assertThat(bundle.awaitEnd(id).state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 20));
    }

    private long mapped() {
        return tiktok.calls(call -> call.path("path").asText().endsWith("segment/mapping/"))
                .size();
    }

    private String token() {
        return bundle.credentialStore().token(CREDENTIAL).orElseThrow().token().value();
    }
}
