package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.diagnosis.Verdict;
import org.junit.jupiter.api.Test;

/** What is said of a destination before a delivery: asked of a live simulator, through the routes. */
final class ConnectionCheckTest extends FlowTest {
    private static final String SHOP = "7000000000000000001";

    @Test
    void connectionThatWorksHasNoFault() {
        assertThat(bundle.checks("crm"))
                .extracting(Check::question)
                .containsExactly(
                        "Access token",
                        "Permissions",
                        "Advertiser " + SHOP,
                        "Business account",
                        "Role on " + SHOP,
                        "Room for audiences");
        assertThat(bundle.checks("crm")).extracting(Check::verdict).containsOnly(Verdict.FINE, Verdict.UNKNOWN);
        assertThat(answer("Access token").found()).contains("given by Example Operator");
        assertThat(answer("Room for audiences").found()).isEqualTo("0 of 400 audiences exist");
    }

    @Test
    void permissionsOfATokenThatWasNotAuthorisedHereAreNotKnown() {
        assertThat(answer("Permissions").verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void refusedTokenIsAFaultAndNothingElseIsAsked() {
        bundle.secretToken("other", "not-a-token");
        bundle.destination("crm", "credential: other");
        startAgainWith("runner.interval-ms", "20");

        assertThat(bundle.checks("crm")).singleElement().satisfies(check -> {
            assertThat(check.verdict()).isEqualTo(Verdict.FAULT);
            assertThat(check.found()).contains("40105").doesNotContain("not-a-token");
            assertThat(check.remedy()).contains("See: audience-routes explain 40105");
        });
    }

    @Test
    void missingTokenSaysHowToGetOne() {
        bundle.destination("crm", "credential: nobody");
        startAgainWith("runner.interval-ms", "20");

        assertThat(bundle.checks("crm"))
                .singleElement()
                .satisfies(check -> assertThat(check.remedy())
                        .contains("Authorise it: audience-routes credentials authorize nobody"));
    }

    @Test
    void advertiserThatIsGoneOrNotInUseIsAFault() {
        tiktok.change("{'advertisers':[{'id':'" + SHOP + "','status':'STATUS_PENDING_VERIFIED'}]}");

        assertThat(answer("Advertiser " + SHOP).verdict()).isEqualTo(Verdict.FAULT);
        assertThat(answer("Advertiser " + SHOP).found())
                .isEqualTo(
                        "TikTok has not approved it (STATUS_PENDING_VERIFIED: Example reason for STATUS_PENDING_VERIFIED)");

        tiktok.change("{'removeAdvertisers':['" + SHOP + "']}");

        assertThat(answer("Advertiser " + SHOP).verdict()).isEqualTo(Verdict.FAULT);
    }

    @Test
    void analystMayNotManageAudiences() {
        tiktok.change("{'advertisers':[{'id':'" + SHOP + "','role':'ANALYST'}]}");

        Check role = answer("Role on " + SHOP);

        assertThat(role.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(role.remedy().orElseThrow()).contains("role Operator (recommended) or Admin");
    }

    @Test
    void theRoleOfACredentialsUserIsJudgedOnEveryAdvertiserThatItReaches() {
        assertThat(bundle.roles("sandbox", SHOP)).extracting(Check::verdict).containsOnly(Verdict.FINE);

        tiktok.change("{'advertisers':[{'id':'" + SHOP + "','role':'ANALYST'}]}");

        assertThat(bundle.roles("sandbox", SHOP))
                .singleElement()
                .satisfies(check -> assertThat(check.found()).contains("ANALYST, who may not manage audiences"));
    }

    @Test
    void roleIsNotKnownWhereTheAppMayNotReadTheBusinessCenter() {
        tiktok.change("{'appScopes':[100,3]}");

        assertThat(answer("Role").verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(answer("Role").found()).contains("Business Center Asset (153)");
    }

    @Test
    void advertisersOfTwoBusinessCentersAreAFault() {
        bundle.destination("crm", "advertiserIds: [\"7000000000000000001\", \"7000000000000000003\"]");
        startAgainWith("runner.interval-ms", "20");

        assertThat(answer("Business account").verdict()).isEqualTo(Verdict.FAULT);
        assertThat(answer("Business account").found()).isEqualTo("the advertisers belong to 2 Business Centers");
    }

    @Test
    void fullAccountIsWarnedAbout() {
        StringBuilder many = new StringBuilder();
        for (int number = 0; number < 400; number++) {
            many.append(number == 0 ? "" : ",")
                    .append("{'advertiserId':'")
                    .append(SHOP)
                    .append("','name':'Old ")
                    .append(number)
                    .append("'}");
        }
        tiktok.change("{'audiences':[" + many + "]}");

        assertThat(answer("Room for audiences").verdict()).isEqualTo(Verdict.WARNING);
        assertThat(answer("Room for audiences").found()).isEqualTo("400 of 400 audiences exist: none can be created");
    }

    @Test
    void whatPassesByItselfIsNotAFault() {
        tiktok.fault("{'path':'advertiser/info/','times':50,'code':50000,'message':'System error'}");

        assertThat(answer("Advertiser " + SHOP).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    private Check answer(String question) {
        return bundle.checks("crm").stream()
                .filter(check -> check.question().equals(question))
                .findFirst()
                .orElseThrow(() -> new AssertionError(question + " is not among " + bundle.checks("crm")));
    }
}
