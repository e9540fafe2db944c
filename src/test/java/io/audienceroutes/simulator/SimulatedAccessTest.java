package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedAccessTest {
    @RegisterExtension
    static final RunningSimulator tiktok = new RunningSimulator();

    private static final String NO_TOKEN =
            "200 40104 Access token is null, you should set it in http header with key Access-Token.";
    private static final String WRONG_TOKEN = "200 40105 Access token is incorrect or has been revoked.";
    private static final String NO_PERMISSION = "200 40001 No permission to operate advertiser";
    private static final String MISSING_ADVERTISER =
            "The advertiser 7000000000000000009 doesn't exist or has been deleted.";
    private static final String CREATE = "{'advertiser_id':'7000000000000000001','custom_audience_name':'Example'}";

    @ParameterizedTest
    @EnumSource(
            value = Endpoint.class,
            names = {"ISSUE_TOKEN", "RENEW_TOKEN", "REVOKE_TOKEN"},
            mode = EnumSource.Mode.EXCLUDE)
    void missingTokenIsRefused(Endpoint endpoint) throws Exception {
        RunningSimulator.Answer answer = tiktok.send(tiktok.request(endpoint.path())
                .method(endpoint.method(), java.net.http.HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.outcome()).isEqualTo(NO_TOKEN);
    }

    @Test
    void blankTokenAndTokenInTheQueryAreMissingTokens() throws Exception {
        assertThat(tiktok.send(tiktok.request(Endpoint.DESCRIBE_USER.path())
                                .header("Access-Token", " ")
                                .GET())
                        .outcome())
                .isEqualTo(NO_TOKEN);
        assertThat(tiktok.send(tiktok.request(Endpoint.DESCRIBE_USER.path() + "?Access-Token="
                                        + SimulatorDefaults.ACCESS_TOKEN)
                                .GET())
                        .outcome())
                .isEqualTo(NO_TOKEN);
    }

    @Test
    void unknownTokenIsRefused() throws Exception {
        assertThat(tiktok.send(tiktok.request(Endpoint.DESCRIBE_USER.path())
                                .header("Access-Token", "another")
                                .GET())
                        .outcome())
                .isEqualTo(WRONG_TOKEN);
    }

    @Test
    void revokedTokenIsRefused() throws Exception {
        tiktok.control("state", "{'revokeTokens':['simulator-access-token']}");

        assertThat(tiktok.get("user/info/", Map.of()).outcome()).isEqualTo(WRONG_TOKEN);
    }

    @Test
    void scopeThatTheAppLacksIsNamedByEndpointAndMethod() throws Exception {
        tiktok.control("state", "{'appScopes':[1,30]}");

        assertThat(tiktok.post("segment/audience/", CREATE).outcome())
                .isEqualTo("200 40001 Permission error: The access token lacks the required scope for endpoint"
                        + " '/segment/audience/(method=POST)'. Please first check if the request method is correct then"
                        + " ask the user to generate a new access token and reauthorize your API App with the necessary"
                        + " API scopes.");
        assertThat(list().code()).isZero();
    }

    @Test
    void scopeThatTheGrantLacksIsNamedByEndpointAndMethod() throws Exception {
        tiktok.control("state", "{'tokenScopes':[1,31]}");

        assertThat(list().outcome())
                .isEqualTo("200 40001 advertiser does not grant you /dmp/custom_audience/list/:GET permission");
        assertThat(tiktok.post("segment/audience/", CREATE).code()).isZero();
    }

    @Test
    void userInfoNeedsNoScope() throws Exception {
        tiktok.control("state", "{'tokenScopes':[]}");

        assertThat(tiktok.get("user/info/", Map.of()).code()).isZero();
        assertThat(tiktok.get("advertiser/info/", Map.of("advertiser_ids", "[\"7000000000000000001\"]"))
                        .code())
                .isEqualTo(40001);
    }

    @Test
    void appThatIsNotAllowListedMayNotStream() throws Exception {
        tiktok.control("state", "{'appAllowListed':false}");

        assertThat(tiktok.post("segment/audience/", CREATE).code()).isEqualTo(40118);
        assertThat(tiktok.post("segment/mapping/", "{}").code()).isEqualTo(40118);
        assertThat(list().code()).isZero();
    }

    @Test
    void unknownAdvertiserIsNamed() throws Exception {
        assertThat(tiktok.get("dmp/custom_audience/list/", Map.of("advertiser_id", "7000000000000000009"))
                        .outcome())
                .isEqualTo("200 40001 " + MISSING_ADVERTISER);
        assertThat(tiktok.post("segment/audience/", CREATE.replace("001", "009"))
                        .outcome())
                .isEqualTo("200 40001 " + MISSING_ADVERTISER);
    }

    @Test
    void removedAdvertiserHasACodeOfItsOwn() throws Exception {
        tiktok.control("state", "{'advertisers':[{'id':'7000000000000000009'}]}");
        tiktok.control("state", "{'removeAdvertisers':['7000000000000000009']}");

        assertThat(tiktok.get("dmp/custom_audience/list/", Map.of("advertiser_id", "7000000000000000009"))
                        .outcome())
                .isEqualTo("200 40300 " + MISSING_ADVERTISER);
    }

    @Test
    void advertiserOutsideTheGrantIsRefused() throws Exception {
        tiktok.control("state", "{'advertisers':[{'id':'7000000000000000001','reachable':false}]}");

        assertThat(list().outcome()).isEqualTo(NO_PERMISSION);
        assertThat(tiktok.post("segment/audience/", CREATE).outcome()).isEqualTo(NO_PERMISSION);
    }

    @Test
    void analystReadsButDoesNotWrite() throws Exception {
        String audienceId = tiktok.audience("Example");
        tiktok.control("state", "{'advertisers':[{'id':'7000000000000000001','role':'ANALYST'}]}");

        assertThat(list().code()).isZero();
        assertThat(tiktok.post("segment/audience/", CREATE).outcome()).isEqualTo(NO_PERMISSION);
        assertThat(tiktok.post(
                                "dmp/custom_audience/delete/",
                                "{'advertiser_id':'7000000000000000001','custom_audience_ids':['" + audienceId + "']}")
                        .outcome())
                .isEqualTo(NO_PERMISSION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADMIN", "OPERATOR"})
    void adminAndOperatorWrite(String role) throws Exception {
        tiktok.control("state", "{'advertisers':[{'id':'7000000000000000001','role':'" + role + "'}]}");

        assertThat(tiktok.post("segment/audience/", CREATE).code()).isZero();
    }

    @Test
    void advertiserThatIsNotApprovedCannotBeChanged() throws Exception {
        tiktok.control("state", "{'advertisers':[{'id':'7000000000000000001','status':'STATUS_PENDING_VERIFIED'}]}");

        assertThat(tiktok.post("segment/audience/", CREATE).outcome())
                .isEqualTo("200 40300 The advertiser 7000000000000000001 doesn't exist or has been deleted.");
        assertThat(list().code()).isZero();
    }

    private static RunningSimulator.Answer list() throws Exception {
        return tiktok.get("dmp/custom_audience/list/", Map.of("advertiser_id", SimulatorDefaults.ADVERTISER_ID));
    }
}
