package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.authorization.AuthorizationRefused;
import io.audienceroutes.authorization.CredentialReport;
import io.audienceroutes.authorization.PendingAuthorization;
import io.audienceroutes.credential.CredentialMissing;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a grant: how it is given, refused, lost and given again, and what becomes of deliveries meanwhile. */
@Tag("flow")
final class AuthorizationTest extends GrantFlowTest {
    @Test
    void authorisedDeliveredRevokedAuthorisedAgainResolvedDelivered() {
        assertThat(authorize())
                .isEqualTo("Credential acme is authorised by Example Operator (o***r@example.com) and reaches 3"
                        + " advertisers. You may close this page.\n");
        assertThat(bundle.deliverToTheEnd("crm", Lists.file(0, 3)).state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 3));

        tiktok.change("{'revokeTokens':['*']}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 5));
        assertFailed(
                failed, "invalid-credentials", "40105", "The grant of credential acme was given by Example Operator.");

        assertThat(authorize()).startsWith("Credential acme is authorised");
        assertThat(bundle.resolve(failed.id()).state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 5));
    }

    @Test
    void oneRefusedGrantIsOneAlertAndOneResolveForAllItsWorkflows() {
        List<String> names = List.of("crm", "web", "shop");
        names.forEach(name -> bundle.destination(name, "credential: acme"));
        authorize();
        tiktok.change("{'revokeTokens':['*']}");

        List<String> ids = names.stream()
                .map(name -> bundle.deliver(name, "customers.csv", Lists.file(0, 3)))
                .toList();
        ids.forEach(id ->
                assertThat(bundle.awaitEnd(id).failure().orElseThrow().action()).isEqualTo("invalid-credentials"));
        assertThat(bundle.alerts()).as("alerts").hasSize(1);
        long callsBefore = tiktok.calls(call -> true).size();
        Workflow later = bundle.deliverToTheEnd("crm", Lists.file(0, 4));
        assertThat(later.failure().orElseThrow().condition()).isEqualTo("credential-refused");
        assertThat(tiktok.calls(call -> true))
                .as("a refused token is not sent again")
                .hasSize((int) callsBefore);
        assertThat(bundle.alerts()).hasSize(1);

        authorize();
        Commands.Answer answer = bundle.ask(ids.get(1), Commands.Name.RESOLVE);

        assertThat(answer.text()).contains("So do 3 more workflows of credential acme.");
        Stream.concat(ids.stream(), Stream.of(later.id()))
                .forEach(id -> assertThat(bundle.awaitThat(
                                        id,
                                        workflow ->
                                                workflow.state().ended() && workflow.state() != WorkflowState.FAILED)
                                .state())
                        .isEqualTo(WorkflowState.ISSUE));
        names.stream()
                .filter(name -> !name.equals("crm"))
                .forEach(name -> assertThat(tiktok.emails("Readers of " + name)).isEqualTo(Lists.hashes(0, 3)));
    }

    @Test
    void analystIsNamedAndAnotherUserMayTakeOver() {
        tiktok.change("{'owner':{'name':'Example Analyst','email':'a***t@example.com'},"
                + "'advertisers':[{'id':'7000000000000000001','role':'ANALYST'}]}");
        authorize();
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        assertFailed(
                failed,
                "missing-advertiser-permissions",
                "40001",
                "The grant of credential acme was given by Example Analyst.");

        tiktok.change("{'owner':{'name':'Example Lead','email':'l***d@example.com'},"
                + "'advertisers':[{'id':'7000000000000000001','role':'OPERATOR'}]}");
        assertThat(authorize()).contains("authorised by Example Lead (l***d@example.com)");

        assertThat(bundle.resolve(failed.id()).state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.credentials().describe(CREDENTIAL).orElseThrow().grantedBy())
                .contains("Example Lead (l***d@example.com)");
    }

    @Test
    void vanishedAdvertiserIsNotFoundUntilItIsBack() {
        authorize();
        assertThat(bundle.deliverToTheEnd("crm", Lists.file(0, 3)).state()).isEqualTo(WorkflowState.ISSUE);
        tiktok.change("{'removeAdvertisers':['7000000000000000001']}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 5));
        assertFailed(failed, "advertiser-not-found", "7000000000000000001", "40300");

        tiktok.change("{'advertisers':[{'id':'7000000000000000001'}]}");

        assertThat(bundle.resolve(failed.id()).state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 5));
    }

    @Test
    void grantThatDeliveriesCannotUseIsRefusedWithItsRemedyAndChangesNothing() {
        authorize();
        var before = bundle.credentialStore().token(CREDENTIAL);

        tiktok.change("{'owner':{'advertiserIds':[]}}");
        assertThat(authorize())
                .contains("reaches no advertiser", "select the advertising accounts", "credentials authorize acme");
        tiktok.change("{'owner':{'advertiserIds':['7000000000000000001'],'scopes':[1,30]}}");
        assertThat(authorize()).contains("Audience Management (3, or 30 and 31)", "My Apps");
        tiktok.change("{'owner':{'scopes':[30,31]}}");
        assertThat(authorize()).contains("Ad Account Management (1, or 100)");

        assertThat(bundle.credentialStore().token(CREDENTIAL)).isEqualTo(before);
    }

    @Test
    void linkServesOnceForItsOwnCredentialAndOnlyWithItsState() {
        PendingAuthorization pendingAuthorization = bundle.pendingAuthorization(CREDENTIAL);
        String back = browser.whereto(pendingAuthorization.link());

        HttpResponse<String> forged = browser.open(api("/oauth/callback?auth_code=stolen&state=guessed"));
        assertThat(forged.statusCode()).isEqualTo(409);
        assertThat(forged.body()).contains("does not belong to a link").doesNotContain("stolen", "guessed");
        assertThat(browser.open(api("/oauth/callback?auth_code=stolen")).statusCode())
                .isEqualTo(409);
        assertThatThrownBy(() -> bundle.bringHome("other", back))
                .isInstanceOf(AuthorizationRefused.class)
                .hasMessageContaining("a link for credential acme");

        assertThat(browser.open(back).statusCode()).isEqualTo(200);
        assertThat(browser.open(back).body()).contains("was already used, has expired or was replaced");
        assertThat(bundle.credentialStore().token(CREDENTIAL)).isPresent();
    }

    @Test
    void aNewLinkEndsTheEarlierOne() {
        PendingAuthorization first = bundle.pendingAuthorization(CREDENTIAL);
        String back = browser.whereto(first.link());
        PendingAuthorization second = bundle.pendingAuthorization(CREDENTIAL);

        assertThat(browser.open(back).body()).contains("was replaced by a newer link");
        assertThat(bundle.credentialStore().token(CREDENTIAL)).isEmpty();
        assertThat(browser.open(browser.whereto(second.link())).statusCode()).isEqualTo(200);
        assertThat(bundle.credentialStore().token(CREDENTIAL)).isPresent();
    }

    @Test
    void codeThatWasSpentIsRefusedWithTikToksWord() {
        PendingAuthorization first = bundle.pendingAuthorization(CREDENTIAL);
        String code = browser.whereto(first.link()).replaceAll(".*auth_code=([^&]+).*", "$1");
        assertThat(bundle.bringHome(CREDENTIAL, code)).startsWith("Credential acme is authorised");
        bundle.pendingAuthorization(CREDENTIAL);

        assertThatThrownBy(() -> bundle.bringHome(CREDENTIAL, code))
                .isInstanceOf(AuthorizationRefused.class)
                .hasMessageContaining("40110")
                .hasMessageContaining("credentials authorize acme")
                .hasMessageNotContaining(code);
    }

    @Test
    void ownerWhoDoesNotApproveIsToldSo() {
        PendingAuthorization pendingAuthorization = bundle.pendingAuthorization(CREDENTIAL);
        String state = pendingAuthorization.link().replaceAll(".*state=([^&]+).*", "$1");

        assertThat(browser.open(api("/oauth/callback?state=" + state)).body()).contains("sent no authorisation code");
    }

    @Test
    void pastedAddressDoesWithoutTheCallback() {
        String back = browser.whereto(bundle.pendingAuthorization(CREDENTIAL).link());

        assertThat(bundle.bringHome(CREDENTIAL, back + "\n")).startsWith("Credential acme is authorised");
        assertThat(bundle.deliverToTheEnd("crm", Lists.file(0, 3)).state()).isEqualTo(WorkflowState.ISSUE);
    }

    @Test
    void linkNeedsTheDeveloperApp() {
        assertThatThrownBy(() -> bundle.pendingAuthorization("no-app"))
                .isInstanceOf(CredentialMissing.class)
                .hasMessageContaining("AUDIENCE_ROUTES_APP_ID_NO_APP");
    }

    @Test
    void checkTellsWhatTheGrantReachesNow() {
        authorize();
        tiktok.change("{'advertisers':[{'id':'7000000000000000003','reachable':false}]}");

        CredentialReport report = bundle.check(CREDENTIAL);

        assertThat(report.good()).isTrue();
        assertThat(report.grantedBy()).contains("Example Operator (o***r@example.com)");
        assertThat(report.advertiserIds().orElseThrow()).containsExactly("7000000000000000001", "7000000000000000002");
    }

    @Test
    void apiIsForWhoHasItsToken() {
        for (String wrong : List.of("", "Bearer ", "Bearer wrong", bearer().replace("Bearer", "Basic"))) {
            assertThat(browser.call("GET", api("/api/v1/credentials"), wrong).statusCode())
                    .isEqualTo(401);
            assertThat(browser.call("POST", api("/api/v1/credentials/acme/authorize"), wrong)
                            .statusCode())
                    .isEqualTo(401);
            assertThat(browser.call("POST", api("/api/v1/credentials/acme/check"), wrong)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void apiMakesLinksListsAndChecks() {
        HttpResponse<String> made = browser.call("POST", api("/api/v1/credentials/acme/authorize"), bearer());
        assertThat(made.statusCode()).isEqualTo(201);
        String link = made.body().replaceAll("(?s).*\"link\" : \"([^\"]+)\".*", "$1");
        assertThat(browser.open(link).statusCode()).isEqualTo(200);

        assertThat(browser.call("GET", api("/api/v1/credentials"), bearer()).body())
                .contains("\"name\" : \"acme\"", "Example Operator", "7000000000000000001");
        HttpResponse<String> checked = browser.call("POST", api("/api/v1/credentials/acme/check"), bearer());
        assertThat(checked.statusCode()).as(checked.body()).isEqualTo(200);
        assertThat(checked.body()).contains("\"problems\" : [ ]");
        assertThat(browser.call("POST", api("/api/v1/credentials/..%2Fetc/authorize"), bearer())
                        .statusCode())
                .isEqualTo(409);
    }
}
