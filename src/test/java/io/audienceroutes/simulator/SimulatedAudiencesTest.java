package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedAudiencesTest {
    @RegisterExtension
    static final RunningSimulator tiktok = new RunningSimulator();

    private static final String LIST = "dmp/custom_audience/list/";
    private static final String GET = "dmp/custom_audience/get/";
    private static final String DELETE = "dmp/custom_audience/delete/";

    @Test
    void listShowsEveryDocumentedField() throws Exception {
        String id = tiktok.audience("Example");

        JsonNode audience = list(Map.of()).data().at("/list/0");

        List<String> names = new ArrayList<>();
        audience.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "audience_id",
                        "name",
                        "audience_type",
                        "audience_sub_type",
                        "calculate_type",
                        "cover_num",
                        "shared",
                        "is_creator",
                        "is_valid",
                        "is_expiring",
                        "is_auto_refresh",
                        "owner_id",
                        "rule",
                        "lookalike_spec",
                        "msg",
                        "error_msg",
                        "create_time",
                        "expired_time");
        assertThat(audience.path("audience_id").textValue()).isEqualTo(id);
        assertThat(audience.path("audience_type").textValue()).isEqualTo("Partner");
        assertThat(audience.path("is_creator").booleanValue()).isTrue();
        assertThat(audience.path("shared").booleanValue()).isFalse();
        assertThat(audience.path("create_time").textValue()).isEqualTo("2026-03-01 12:00:00");
        assertThat(audience.path("expired_time").textValue()).isEqualTo("2027-03-01 12:00:00");
    }

    @Test
    void listIsPagedTenAtATimeUnlessAsked() throws Exception {
        for (int number = 0; number < 23; number++) {
            tiktok.audience("Example " + number);
        }

        RunningSimulator.Answer usual = list(Map.of());
        RunningSimulator.Answer last = list(Map.of("page", "3"));
        RunningSimulator.Answer large = list(Map.of("page_size", "100"));
        RunningSimulator.Answer beyond = list(Map.of("page", "4"));

        assertThat(usual.data().path("list")).hasSize(10);
        assertThat(usual.data().path("page_info").toString())
                .isEqualTo("{\"page\":1,\"page_size\":10,\"total_number\":23,\"total_page\":3}");
        assertThat(last.data().path("list").findValuesAsText("name"))
                .containsExactly("Example 2", "Example 1", "Example 0");
        assertThat(large.data().path("list")).hasSize(23);
        assertThat(beyond.data().path("list")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "page, 0, Must be from 1 to 2147483647.",
        "page, one, Not a valid integer.",
        "page_size, 101, Must be from 1 to 100.",
        "page_size, 0, Must be from 1 to 100.",
        "custom_audience_ids, 7, Must be a JSON array of strings.",
        "custom_audience_ids, [], Must have 1 to 100 elements.",
        "name, Example, Unknown field.",
    })
    void wrongParameterIsRefused(String name, String value, String message) throws Exception {
        assertThat(list(Map.of(name, value)).outcome()).isEqualTo("200 40002 " + name + ": " + message);
    }

    @Test
    void listNeedsAnAdvertiserOnce() throws Exception {
        assertThat(tiktok.get(LIST, Map.of()).outcome())
                .isEqualTo("200 40002 advertiser_id: Missing data for required field.");
        assertThat(tiktok.send(tiktok.request(RunningSimulator.API + LIST + "?advertiser_id=1&advertiser_id=2")
                                .header("Access-Token", SimulatorDefaults.ACCESS_TOKEN)
                                .GET())
                        .outcome())
                .isEqualTo("200 40002 advertiser_id: Given more than once.");
    }

    @Test
    void listMayBeNarrowedToIds() throws Exception {
        String first = tiktok.audience("First");
        tiktok.audience("Second");

        RunningSimulator.Answer answer = list(Map.of("custom_audience_ids", "[\"" + first + "\"]"));

        assertThat(answer.data().path("list").findValuesAsText("audience_id")).containsExactly(first);
    }

    @Test
    void sharedAudienceIsSeenByBothButCreatedByOne() throws Exception {
        tiktok.seed("{'advertiserId':'7000000000000000002','name':'Shared','type':'Customer File Audience',"
                + "'sharedWith':['7000000000000000001'],'matched':5000}");

        JsonNode here = list(Map.of()).data().at("/list/0");
        JsonNode there = tiktok.get(LIST, Map.of("advertiser_id", "7000000000000000002"))
                .data()
                .at("/list/0");

        assertThat(here.path("is_creator").booleanValue()).isFalse();
        assertThat(here.path("shared").booleanValue()).isTrue();
        assertThat(here.path("owner_id").textValue()).isEqualTo("7000000000000000002");
        assertThat(here.path("audience_type").textValue()).isEqualTo("Customer File Audience");
        assertThat(here.path("cover_num").intValue()).isEqualTo(5000);
        assertThat(there.path("is_creator").booleanValue()).isTrue();
    }

    @Test
    void audienceIsInvalidUntilItIsReady() throws Exception {
        tiktok.control("state", "{'limits':{'readyAfterMillis':60000}}");
        tiktok.audience("Example");

        assertThat(list(Map.of()).data().at("/list/0/is_valid").booleanValue()).isFalse();
        tiktok.clock.advance(Duration.ofSeconds(60));
        assertThat(list(Map.of()).data().at("/list/0/is_valid").booleanValue()).isTrue();
    }

    @Test
    void getTellsDetailsAndHistory() throws Exception {
        String id = tiktok.audience("Example");

        RunningSimulator.Answer answer = tiktok.get(
                GET, Map.of("advertiser_id", "7000000000000000001", "custom_audience_ids", "[\"" + id + "\"]"));

        JsonNode element = answer.data().at("/list/0");
        assertThat(element.at("/audience_details/audience_id").textValue()).isEqualTo(id);
        assertThat(element.at("/audience_details/type").textValue()).isEqualTo("Partner");
        assertThat(element.at("/audience_details").has("audience_type")).isFalse();
        assertThat(element.at("/audience_history/0/editor").textValue()).isEqualTo("open_api");
    }

    @Test
    void getLeavesOutWhatTheAdvertiserDoesNotSee() throws Exception {
        String foreign = tiktok.seed("{'advertiserId':'7000000000000000002','name':'Foreign'}");

        RunningSimulator.Answer answer = tiktok.get(
                GET,
                Map.of("advertiser_id", "7000000000000000001", "custom_audience_ids", "[\"" + foreign + "\",\"1\"]"));

        assertThat(answer.code()).isZero();
        assertThat(answer.data().path("list")).isEmpty();
    }

    @Test
    void getNeedsIds() throws Exception {
        assertThat(tiktok.get(GET, Map.of("advertiser_id", "7000000000000000001"))
                        .outcome())
                .isEqualTo("200 40002 custom_audience_ids: Missing data for required field.");
    }

    @Test
    void deletedAudiencesAreGone() throws Exception {
        String id = tiktok.audience("Example");

        RunningSimulator.Answer answer = delete("'" + id + "'");

        assertThat(answer.code()).isZero();
        assertThat(list(Map.of()).data().path("list")).isEmpty();
    }

    @Test
    void deleteIsAllOrNothing() throws Exception {
        String id = tiktok.audience("Example");
        String foreign = tiktok.seed("{'advertiserId':'7000000000000000002','name':'Foreign'}");

        assertThat(delete("'" + id + "','1'").outcome()).isEqualTo("200 40007 The custom audience 1 does not exist.");
        assertThat(delete("'" + id + "','" + foreign + "'").outcome())
                .isEqualTo("200 40002 The custom audience " + foreign + " does not belong to the advertiser.");
        assertThat(delete("7").outcome()).isEqualTo("200 40002 custom_audience_ids: Must be an array of strings.");
        assertThat(delete("").outcome()).isEqualTo("200 40002 custom_audience_ids: Must have 1 to 100 elements.");
        assertThat(list(Map.of()).data().path("list")).hasSize(1);
    }

    private static RunningSimulator.Answer delete(String ids) throws Exception {
        return tiktok.post(DELETE, "{'advertiser_id':'7000000000000000001','custom_audience_ids':[" + ids + "]}");
    }

    private static RunningSimulator.Answer list(Map<String, String> more) throws Exception {
        Map<String, String> query = new java.util.HashMap<>(more);
        query.put("advertiser_id", SimulatorDefaults.ADVERTISER_ID);
        return tiktok.get(LIST, query);
    }
}
