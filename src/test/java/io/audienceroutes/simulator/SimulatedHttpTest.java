package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedHttpTest {
    @RegisterExtension
    static final RunningSimulator tiktok = new RunningSimulator();

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void missingTrailingSlashIsNotFound(Endpoint endpoint) throws Exception {
        String path = endpoint.path().substring(0, endpoint.path().length() - 1);

        RunningSimulator.Answer answer =
                tiktok.send(tiktok.request(path).method(endpoint.method(), HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("404 page not found");
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void otherMethodIsNotAllowed(Endpoint endpoint) throws Exception {
        String other = endpoint.method().equals("GET") ? "POST" : "GET";

        RunningSimulator.Answer answer =
                tiktok.send(tiktok.request(endpoint.path()).method(other, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(405);
    }

    @Test
    void unknownPathIsNotFoundAndNoted() throws Exception {
        RunningSimulator.Answer answer =
                tiktok.send(tiktok.request("/open_api/v1.3/campaign/get/").GET());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(tiktok.show("calls").json().at("/calls/0/path").textValue())
                .isEqualTo("/open_api/v1.3/campaign/get/");
    }

    @Test
    void everyAnswerHasItsOwnRequestId() throws Exception {
        Set<String> ids = new HashSet<>();

        for (int call = 0; call < 20; call++) {
            ids.add(tiktok.get("user/info/", Map.of()).json().path("request_id").textValue());
        }

        assertThat(ids).hasSize(20).doesNotContainNull();
    }

    @Test
    void answerRepeatsNoHeaderOfTheRequest() throws Exception {
        RunningSimulator.Answer answer = tiktok.send(tiktok.request(Endpoint.DESCRIBE_USER.path() + "?echo=1")
                .header("Access-Token", SimulatorDefaults.ACCESS_TOKEN)
                .header("Example-Header", "example")
                .GET());

        assertThat(answer.headers().keySet()).containsOnly("content-length", "content-type");
    }

    @Test
    void errorsAreHttp200WithEmptyData() throws Exception {
        RunningSimulator.Answer answer = tiktok.get("user/info/", Map.of("unknown", "1"));

        assertThat(answer.outcome()).isEqualTo("200 40002 unknown: Unknown field.");
        assertThat(answer.data().isObject()).isTrue();
        assertThat(answer.data()).isEmpty();
        assertThat(answer.contentType()).isEqualTo("application/json; charset=utf-8");
    }

    @Test
    void bodyMustBeJson() throws Exception {
        assertThat(tiktok.post("segment/audience/", "{'advertiser_id'").outcome())
                .isEqualTo("200 40002 The request body is not valid JSON.");
        assertThat(tiktok.post("segment/audience/", "[]").outcome())
                .isEqualTo("200 40002 The request body must be a JSON object.");
        assertThat(tiktok.post("segment/audience/", "").outcome())
                .isEqualTo("200 40002 The request body must be a JSON object.");
        assertThat(tiktok.post("segment/audience/", "{'action':'create','action':'create'}")
                        .outcome())
                .isEqualTo("200 40002 The request body is not valid JSON.");
        assertThat(tiktok.send(tiktok.request(Endpoint.CHANGE_SEGMENT.path())
                                .header("Access-Token", SimulatorDefaults.ACCESS_TOKEN)
                                .POST(HttpRequest.BodyPublishers.ofString("{}")))
                        .outcome())
                .isEqualTo("200 40002 Content-Type must be application/json.");
    }

    @Test
    void bodyOverSixteenMebibytesIsTooLarge() throws Exception {
        RunningSimulator.Answer answer =
                tiktok.post("segment/mapping/", " ".repeat(SimulatorDefaults.MAX_BODY_BYTES) + "{}");

        assertThat(answer.status()).isEqualTo(413);
    }
}
