package io.audienceroutes.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audienceroutes.testing.MovableClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A live simulator for the tests of one class, back at its start for each of them, and a client for it. */
final class RunningSimulator implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    static final String API = "/open_api/v1.3/";
    private static final ObjectMapper JSON = new ObjectMapper();

    final MovableClock clock = new MovableClock();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Simulator simulator;

    /** What came back. */
    record Answer(int status, String contentType, String text, Map<String, List<String>> headers) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException notJson) {
                throw new AssertionError("Expected JSON, found: " + text, notJson);
            }
        }

        int code() {
            return json().path("code").asInt(-1);
        }

        String message() {
            return json().path("message").asText();
        }

        JsonNode data() {
            return json().path("data");
        }

        /** Status, code and message in one text, to compare at once. */
        String outcome() {
            return status + " " + code() + " " + message();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        simulator =
                Simulator.start(SimulatorSettings.defaults().withClock(clock).withLimits(SimulatorLimits.none()));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        clock.set(MovableClock.START);
        control("reset", "");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        simulator.close();
    }

    URI baseUrl() {
        return simulator.baseUrl();
    }

    /** Calls an endpoint with the default token. */
    Answer get(String endpoint, Map<String, String> query) throws Exception {
        return send(request(API + endpoint + query(query))
                .header("Access-Token", SimulatorDefaults.ACCESS_TOKEN)
                .GET());
    }

    /** Calls an endpoint with the default token; single quotes in the JSON stand for double ones. */
    Answer post(String endpoint, String json) throws Exception {
        return send(posted(endpoint, json).header("Access-Token", SimulatorDefaults.ACCESS_TOKEN));
    }

    /** A call without a token. */
    HttpRequest.Builder posted(String endpoint, String json) {
        return request(API + endpoint)
                .header("Content-Type", "application/json")
                .POST(body(json));
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(baseUrl() + pathAndQuery)).timeout(Duration.ofSeconds(20));
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body(),
                response.headers().map());
    }

    Answer control(String name, String json) throws Exception {
        return send(request("/simulator/" + name)
                .header("Content-Type", "application/json")
                .POST(body(json)));
    }

    Answer show(String name) throws Exception {
        return send(request("/simulator/" + name).GET());
    }

    /** Creates an audience and gives its id. */
    String audience(String name) throws Exception {
        return post(
                        "segment/audience/",
                        "{'advertiser_id':'" + SimulatorDefaults.ADVERTISER_ID
                                + "','action':'create','custom_audience_name':'" + name + "'}")
                .data()
                .path("audience_id")
                .textValue();
    }

    /** Puts an audience into the world; the JSON says which. */
    String seed(String json) throws Exception {
        return control("state", "{'audiences':[" + json + "]}")
                .json()
                .path("audienceIds")
                .path(0)
                .textValue();
    }

    String members(String audienceId) throws Exception {
        return show("audiences/" + audienceId + "/members").text();
    }

    static String query(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static HttpRequest.BodyPublisher body(String json) {
        return HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'));
    }
}
