package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorControlTest {
    @RegisterExtension
    static final RunningSimulator tiktok = new RunningSimulator();

    private static final String DIGEST = "a".repeat(64);

    @Test
    void callsTellWhatCameButNeitherTokensNorIds() throws Exception {
        String audienceId = tiktok.audience("Example");
        RunningSimulator.Answer mapped = map(audienceId);

        RunningSimulator.Answer shown = tiktok.show("calls");

        JsonNode call = shown.json().at("/calls/1");
        assertThat(call.toString())
                .isEqualTo("{\"time\":\"2026-03-01T12:00:00Z\",\"method\":\"POST\","
                        + "\"path\":\"/open_api/v1.3/segment/mapping/\",\"advertiserIds\":[\"7000000000000000001\"],"
                        + "\"rows\":1,\"code\":0,\"httpStatus\":200,\"cut\":false,\"requestId\":\""
                        + mapped.json().path("request_id").textValue() + "\"}");
        assertThat(shown.text()).doesNotContain(DIGEST).doesNotContain(SimulatorDefaults.ACCESS_TOKEN);
    }

    @Test
    void refusedCallsAreNotedWithTheirCode() throws Exception {
        tiktok.send(tiktok.request(Endpoint.DESCRIBE_USER.path()).GET());
        tiktok.get("dmp/custom_audience/list/", Map.of("advertiser_id", "7000000000000000009"));

        JsonNode calls = tiktok.show("calls").json().path("calls");

        assertThat(calls.findValuesAsText("code")).containsExactly("40104", "40001");
        assertThat(calls.at("/1/advertiserIds/0").textValue()).isEqualTo("7000000000000000009");
    }

    @Test
    void audiencesTellTheirSizesByIdSchema() throws Exception {
        String audienceId = tiktok.audience("Example");
        map(audienceId);

        JsonNode audience = tiktok.show("audiences").json().at("/audiences/0");

        assertThat(audience.toString())
                .isEqualTo("{\"id\":\"" + audienceId + "\",\"advertiserId\":\"7000000000000000001\","
                        + "\"name\":\"Example\",\"type\":\"Partner\",\"createdAt\":\"2026-03-01T12:00:00Z\","
                        + "\"members\":{\"EMAIL_SHA256\":1}}");
    }

    @Test
    void membersAreSortedPlainText() throws Exception {
        String audienceId = tiktok.audience("Example");
        map(audienceId);

        RunningSimulator.Answer members = tiktok.show("audiences/" + audienceId + "/members");

        assertThat(members.contentType()).isEqualTo("text/plain; charset=us-ascii");
        assertThat(members.text()).isEqualTo(DIGEST + "\n");
        assertThat(tiktok.show("audiences/" + audienceId + "/members?schema=PHONE_SHA256")
                        .text())
                .isEmpty();
    }

    @Test
    void unknownAudienceOrSchemaIsExplained() throws Exception {
        String audienceId = tiktok.audience("Example");

        RunningSimulator.Answer unknown = tiktok.show("audiences/1/members");
        RunningSimulator.Answer wrong = tiktok.show("audiences/" + audienceId + "/members?schema=EMAIL");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).isEqualTo("{\"error\":\"No audience 1.\"}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).isEqualTo("{\"error\":\"schema: No id schema EMAIL.\"}");
    }

    @Test
    void resetBringsBackTheStart() throws Exception {
        tiktok.audience("Example");
        tiktok.control("faults", "{'path':'*','code':50000}");
        tiktok.control(
                "state",
                "{'removeAdvertisers':['7000000000000000001'],'revokeTokens':['simulator-access-token'],"
                        + "'limits':{'qps':1}}");

        assertThat(tiktok.control("reset", "").status()).isEqualTo(200);

        assertThat(tiktok.show("calls").json().path("calls")).isEmpty();
        assertThat(tiktok.show("audiences").json().path("audiences")).isEmpty();
        assertThat(tiktok.audience("Example")).isNotNull();
        assertThat(tiktok.audience("Example")).isNotNull();
    }

    @Test
    void addedAdvertiserIsReachableAtOnce() throws Exception {
        tiktok.control(
                "state",
                "{'advertisers':[{'id':'7000000000000000009','name':'Example Nine','businessAccount':'9',"
                        + "'role':'ADMIN'}]}");

        JsonNode info = tiktok.get("advertiser/info/", Map.of("advertiser_ids", "[\"7000000000000000009\"]"))
                .data()
                .at("/list/0");

        assertThat(info.path("name").textValue()).isEqualTo("Example Nine");
        assertThat(info.path("owner_bc_id").textValue()).isEqualTo("9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'advertiser':[]} | advertiser: Unknown field.",
                "{'advertisers':[{'name':'n'}]} | id: Missing data for required field.",
                "{'advertisers':[{'id':'1','role':'VIEWER'}]} | role: Must be ADMIN, OPERATOR or ANALYST.",
                "{'limits':{'qps':0}} | qps: Must be an integer from 1 to 2147483647.",
                "{'limits':{'qph':1}} | qph: Unknown field.",
                "{'audiences':[{'name':'n'}]} | advertiserId: Missing data for required field.",
                "not JSON | The request body is not valid JSON.",
            })
    void wrongStateIsExplainedAndChangesNothing(String json, String message) throws Exception {
        RunningSimulator.Answer answer = tiktok.control("state", json);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").textValue()).isEqualTo(message);
    }

    private static RunningSimulator.Answer map(String audienceId) throws Exception {
        return tiktok.post(
                "segment/mapping/",
                "{'advertiser_ids':['7000000000000000001'],'action':'add','id_schema':['EMAIL_SHA256'],"
                        + "'batch_data':[[{'id':'" + DIGEST + "','audience_ids':['" + audienceId + "']}]]}");
    }
}
