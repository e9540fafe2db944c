package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SimulatedAccountsTest {
    @RegisterExtension
    static final RunningSimulator tiktok = new RunningSimulator();

    private static final String MISMATCH =
            "The app_id is inconsistent with the token's app information. Please retry after correcting it.";
    private static final String SPENT =
            "200 40110 The auth_code is canceled. Please re-authorize and try again with a new auth_code.";

    @Test
    void authCodeBecomesATokenOnce() throws Exception {
        String code = authCode("");

        RunningSimulator.Answer answer = exchange(code);

        assertThat(answer.code()).isZero();
        assertThat(answer.data().path("scope").toString()).isEqualTo("[1,3,7043626160646946818]");
        assertThat(answer.data().path("advertiser_ids")).hasSize(3);
        String token = answer.data().path("access_token").textValue();
        assertThat(tiktok.send(tiktok.request(Endpoint.DESCRIBE_USER.path())
                                .header("Access-Token", token)
                                .GET())
                        .code())
                .isZero();
        assertThat(exchange(code).outcome()).isEqualTo(SPENT);
    }

    @Test
    void authCodeIsGoodForAnHour() throws Exception {
        String inTime = authCode("");
        String late = authCode("");

        tiktok.clock.advance(Duration.ofMinutes(60).minusMillis(1));
        assertThat(exchange(inTime).code()).isZero();
        tiktok.clock.advance(Duration.ofMillis(1));

        assertThat(exchange(late).outcome()).isEqualTo(SPENT);
    }

    @Test
    void grantMayReachNoAdvertiserAndHaveFewScopes() throws Exception {
        RunningSimulator.Answer answer = exchange(authCode("{'advertiserIds':[],'scopes':[30]}"));

        assertThat(answer.data().path("advertiser_ids")).isEmpty();
        assertThat(answer.data().path("scope").toString()).isEqualTo("[30]");
    }

    @Test
    void advertiserIdsAreLeftOutOnRequest() throws Exception {
        RunningSimulator.Answer answer = tiktok.send(tiktok.posted(
                "oauth2/access_token/",
                "{'app_id':'7000000000000000100','secret':'simulator-app-secret','return_advertiser_ids':false,"
                        + "'auth_code':'" + authCode("") + "'}"));

        assertThat(answer.data().has("advertiser_ids")).isFalse();
        assertThat(answer.data().has("access_token")).isTrue();
    }

    @Test
    void wrongAppOrSecretIsRefusedAndTheCodeStaysGood() throws Exception {
        String code = authCode("");

        assertThat(exchange("7000000000000000101", "simulator-app-secret", code).outcome())
                .isEqualTo("200 40113 " + MISMATCH);
        assertThat(exchange("7000000000000000100", "wrong", code).outcome()).isEqualTo("200 40113 " + MISMATCH);
        assertThat(exchange(code).code()).isZero();
    }

    @Test
    void unknownAuthCodeAndMissingFieldsAreRefused() throws Exception {
        assertThat(exchange("unknown").outcome()).isEqualTo(SPENT);
        assertThat(tiktok.send(tiktok.posted("oauth2/access_token/", "{'app_id':'1','secret':'2'}"))
                        .outcome())
                .isEqualTo("200 40002 auth_code: Missing data for required field.");
        assertThat(tiktok.send(tiktok.posted("oauth2/access_token/", "{'app_id':7000000000000000100}"))
                        .outcome())
                .isEqualTo("200 40002 app_id: Not a valid string.");
    }

    @Test
    void tokenListsTheAdvertisersThatItReaches() throws Exception {
        tiktok.control("state", "{'advertisers':[{'id':'7000000000000000002','reachable':false}]}");

        RunningSimulator.Answer answer = tiktok.get(
                "oauth2/advertiser/get/", Map.of("app_id", "7000000000000000100", "secret", "simulator-app-secret"));

        assertThat(answer.data().path("list").findValuesAsText("advertiser_id"))
                .containsExactly("7000000000000000001", "7000000000000000003");
        assertThat(answer.data().at("/list/0/advertiser_name").textValue()).isEqualTo("Example Shop");
    }

    @Test
    void listingAdvertisersNeedsTheAppOfTheToken() throws Exception {
        assertThat(tiktok.get(
                                "oauth2/advertiser/get/",
                                Map.of("app_id", "7000000000000000101", "secret", "simulator-app-secret"))
                        .outcome())
                .isEqualTo("200 40000 " + MISMATCH);
        assertThat(tiktok.get("oauth2/advertiser/get/", Map.of("app_id", "7000000000000000100", "secret", "wrong"))
                        .outcome())
                .isEqualTo("200 40113 " + MISMATCH);
        assertThat(tiktok.get("oauth2/advertiser/get/", Map.of("app_id", "7000000000000000100"))
                        .outcome())
                .isEqualTo("200 40002 secret: Missing data for required field.");
    }

    @Test
    void advertiserInfoTellsKindStatusAndBusinessAccount() throws Exception {
        RunningSimulator.Answer answer = tiktok.get(
                "advertiser/info/", Map.of("advertiser_ids", "[\"7000000000000000001\",\"7000000000000000003\"]"));

        assertThat(answer.data().at("/list/0/status").textValue()).isEqualTo("STATUS_ENABLE");
        assertThat(answer.data().at("/list/0/role").textValue()).isEqualTo("ROLE_ADVERTISER");
        assertThat(answer.data().at("/list/0/owner_bc_id").textValue())
                .isNotEqualTo(answer.data().at("/list/1/owner_bc_id").textValue());
    }

    @Test
    void advertiserInfoGivesTheFieldsAskedFor() throws Exception {
        RunningSimulator.Answer answer = tiktok.get(
                "advertiser/info/",
                Map.of("advertiser_ids", "[\"7000000000000000001\"]", "fields", "[\"name\",\"status\"]"));

        assertThat(answer.data().path("list").toString())
                .isEqualTo("[{\"name\":\"Example Shop\",\"status\":\"STATUS_ENABLE\"}]");
    }

    @Test
    void advertiserIdsMustBeAJsonArrayOfStrings() throws Exception {
        for (String wrong : new String[] {"7000000000000000001", "[7000000000000000001]", "\"1\"", "[", "{}"}) {
            assertThat(tiktok.get("advertiser/info/", Map.of("advertiser_ids", wrong))
                            .outcome())
                    .isEqualTo("200 40002 advertiser_ids: Must be a JSON array of strings.");
        }
        assertThat(tiktok.get("advertiser/info/", Map.of("advertiser_ids", "[]"))
                        .code())
                .isEqualTo(40002);
        assertThat(tiktok.get("advertiser/info/", Map.of()).outcome())
                .isEqualTo("200 40002 advertiser_ids: Missing data for required field.");
    }

    @Test
    void userInfoMasksTheAddress() throws Exception {
        assertThat(tiktok.get("user/info/", Map.of()).data().path("email").textValue())
                .isEqualTo("o***r@example.com");
    }

    private static String authCode(String json) throws Exception {
        return tiktok.control("authorizations", json).json().path("authCode").textValue();
    }

    private static RunningSimulator.Answer exchange(String code) throws Exception {
        return exchange("7000000000000000100", "simulator-app-secret", code);
    }

    private static RunningSimulator.Answer exchange(String appId, String secret, String code) throws Exception {
        return tiktok.send(tiktok.posted(
                "oauth2/access_token/",
                "{'app_id':'" + appId + "','secret':'" + secret + "','auth_code':'" + code + "'}"));
    }
}
