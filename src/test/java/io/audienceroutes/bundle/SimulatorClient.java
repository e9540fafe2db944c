package io.audienceroutes.bundle;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a test asks of a simulator over HTTP: faults, calls, members. */
final class SimulatorClient {
    private static final String MAPPING = "/open_api/v1.3/segment/mapping/";
    private static final String NO_LIMITS =
            "{\"limits\":{\"qps\":100000,\"qpm\":1000000,\"qpd\":100000000,\"readyAfterMillis\":0}}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI address;

    SimulatorClient(URI address) {
        this.address = address;
    }

    /** Lets every call through at once: for tests about something else than pace. */
    SimulatorClient withoutLimits() {
        post("/simulator/state", NO_LIMITS);
        return this;
    }

    /** Holds each of the next mappings back for this long before it takes effect. */
    void slowDownMappings(int times, int millis) {
        post(
                "/simulator/faults",
                "{\"path\":\"segment/mapping/\",\"times\":" + times + ",\"delayMillis\":" + millis + "}");
    }

    /** Changes the world. */
    void change(String state) {
        post("/simulator/state", state);
    }

    void addFault(String fault) {
        post("/simulator/faults", fault);
    }

    void clearFaults() {
        send(request("/simulator/faults").DELETE());
    }

    /** A token that nobody can guess, for all advertisers. */
    String newToken() {
        String code = post("/simulator/authorizations", "{}").path("authCode").asText();
        JsonNode answer = post(
                "/open_api/v1.3/oauth2/access_token/",
                "{\"app_id\":\"7000000000000000100\",\"secret\":\"simulator-app-secret\",\"auth_code\":\"" + code
                        + "\"}");
        return answer.path("data").path("access_token").asText();
    }

    /** Mappings that arrived. */
    long mappings() {
        return mappings(false);
    }

    /** Mappings that were answered with code 0. */
    long acceptedMappings() {
        return mappings(true);
    }

    void awaitAcceptedMappings(int count) {
        await("accepted batches")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> acceptedMappings() >= count);
    }

    /** Names of the audiences, also more than once. */
    long audiences() {
        return get("/simulator/audiences").path("audiences").size();
    }

    /** Deletes the audience with this name, as somebody in TikTok Ads Manager does; returns whether there was one. */
    boolean deleteAudience(String name) {
        Optional<String> id = StreamSupport.stream(
                        get("/simulator/audiences").path("audiences").spliterator(), false)
                .filter(node -> node.path("name").asText().equals(name))
                .map(node -> node.path("id").asText())
                .findFirst();
        id.ifPresent(found -> send(request("/open_api/v1.3/dmp/custom_audience/delete/")
                .header("Access-Token", "simulator-access-token")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"advertiser_id\":\"7000000000000000001\","
                        + "\"custom_audience_ids\":[\"" + found + "\"]}"))));
        return id.isPresent();
    }

    /** All members of the audience with this name, over its id schemas. */
    Set<String> members(String audienceName) {
        JsonNode audiences = get("/simulator/audiences").path("audiences");
        JsonNode audience = StreamSupport.stream(audiences.spliterator(), false)
                .filter(node -> node.path("name").asText().equals(audienceName))
                .findFirst()
                .orElseThrow();
        String id = audience.path("id").asText();
        return send(request("/simulator/audiences/" + id + "/members").GET())
                .lines()
                .collect(Collectors.toSet());
    }

    private long mappings(boolean acceptedOnly) {
        return StreamSupport.stream(get("/simulator/calls").path("calls").spliterator(), false)
                .filter(call -> call.path("path").asText().contains(MAPPING))
                .filter(call -> !acceptedOnly || call.path("code").asInt(-1) == 0)
                .count();
    }

    private JsonNode get(String path) {
        return parse(send(request(path).GET()));
    }

    private JsonNode post(String path, String body) {
        return parse(send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.uri() + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
