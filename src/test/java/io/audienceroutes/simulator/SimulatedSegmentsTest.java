package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedSegmentsTest {
    @RegisterExtension
    static final RunningSimulator tiktok = new RunningSimulator();

    private static final String PATH = "segment/audience/";

    @Test
    void createGivesAnIdAsText() throws Exception {
        RunningSimulator.Answer answer = create("Example");

        assertThat(answer.outcome()).isEqualTo("200 0 OK");
        assertThat(answer.data().path("audience_id").textValue()).matches("\\d{19}");
    }

    @Test
    void createIsTheDefaultAction() throws Exception {
        assertThat(tiktok.post(PATH, "{'advertiser_id':'7000000000000000001','custom_audience_name':'Example'}")
                        .code())
                .isZero();
    }

    @Test
    void sameNameMakesAnotherAudience() throws Exception {
        assertThat(tiktok.audience("Example")).isNotEqualTo(tiktok.audience("Example"));
        assertThat(names()).containsExactly("Example", "Example");
    }

    @Test
    void nameOfSeventyStaysAndLongerOnesAreCut() throws Exception {
        tiktok.audience("n".repeat(70));
        tiktok.audience("m".repeat(71));

        assertThat(names()).containsExactly("m".repeat(67) + "...", "n".repeat(70));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'custom_audience_name':'n'} | advertiser_id: Missing data for required field.",
                "{'advertiser_id':7000000000000000001} | advertiser_id: Not a valid string.",
                "{'advertiser_id':'7000000000000000001'} | custom_audience_name: Missing data for required field.",
                "{'advertiser_id':'7000000000000000001','custom_audience_name':''}"
                        + " | custom_audience_name: Missing data for required field.",
                "{'advertiser_id':'7000000000000000001','custom_audience_name':7}"
                        + " | custom_audience_name: Not a valid string.",
                "{'advertiser_id':'7000000000000000001','action':'remove'} | action: Must be create or delete.",
                "{'advertiser_id':'7000000000000000001','action':null} | action: Not a valid string.",
                "{'advertiser_id':'7000000000000000001','action':'delete'}"
                        + " | delete_audience_id: Missing data for required field.",
                "{'advertiser_id':'7000000000000000001','custom_audience_name':'n','retention':1}"
                        + " | retention: Unknown field.",
            })
    void wrongFieldIsRefused(String json, String message) throws Exception {
        // CSV keeps single quotes for itself at the edges only
        assertThat(tiktok.post(PATH, json).outcome()).isEqualTo("200 40002 " + message);
    }

    @Test
    void advertiserOwnsFourHundredAudiencesAtMost() throws Exception {
        tiktok.seed("{'advertiserId':'7000000000000000002','name':'Shared','sharedWith':['7000000000000000001']}");
        for (int number = 0; number < 400; number++) {
            assertThat(create("Example " + number).code()).isZero();
        }

        assertThat(create("One more").outcome())
                .isEqualTo("200 40002 The number of custom audiences has reached the upper limit of 400.");
    }

    @Test
    void audienceLimitCanBeLowered() throws Exception {
        tiktok.control("state", "{'limits':{'audienceLimit':1}}");

        assertThat(create("First").code()).isZero();
        assertThat(create("Second").code()).isEqualTo(40002);
    }

    @Test
    void deleteTakesAPartnerAudienceOfTheAdvertiser() throws Exception {
        String id = tiktok.audience("Example");
        String file =
                tiktok.seed("{'advertiserId':'7000000000000000001','name':'File','type':'Customer File Audience'}");
        String foreign = tiktok.seed("{'advertiserId':'7000000000000000002','name':'Foreign'}");

        assertThat(delete(file).outcome())
                .isEqualTo("200 40002 The custom audience " + file + " is not a Partner audience.");
        assertThat(delete(foreign).outcome())
                .isEqualTo("200 40002 The custom audience " + foreign + " does not belong to the advertiser.");
        assertThat(delete(id).code()).isZero();
        assertThat(delete(id).outcome()).isEqualTo("200 40007 The custom audience " + id + " does not exist.");
    }

    @Test
    void newAudienceRefusesMembersForAWhile() throws Exception {
        tiktok.control("state", "{'limits':{'readyAfterMillis':90000}}");
        String id = tiktok.audience("Example");
        String batch = "{'advertiser_ids':['7000000000000000001'],'id_schema':['EMAIL_SHA256'],'batch_data':[[{'id':'"
                + "a".repeat(64) + "','audience_ids':['" + id + "']}]]}";

        tiktok.clock.advance(Duration.ofMillis(89_999));
        assertThat(tiktok.post("segment/mapping/", batch).outcome())
                .isEqualTo("400 40002 Audience is not editable, please check audience status");
        assertThat(tiktok.members(id)).isEmpty();
        tiktok.clock.advance(Duration.ofMillis(1));
        assertThat(tiktok.post("segment/mapping/", batch).outcome()).isEqualTo("200 0 OK");
    }

    private static Iterable<String> names() throws Exception {
        return tiktok.get("dmp/custom_audience/list/", Map.of("advertiser_id", SimulatorDefaults.ADVERTISER_ID))
                .data()
                .path("list")
                .findValuesAsText("name");
    }

    private static RunningSimulator.Answer create(String name) throws Exception {
        return tiktok.post(
                PATH,
                "{'advertiser_id':'7000000000000000001','action':'create','custom_audience_name':'" + name + "'}");
    }

    private static RunningSimulator.Answer delete(String audienceId) throws Exception {
        return tiktok.post(
                PATH,
                "{'advertiser_id':'7000000000000000001','action':'delete','delete_audience_id':'" + audienceId + "'}");
    }
}
