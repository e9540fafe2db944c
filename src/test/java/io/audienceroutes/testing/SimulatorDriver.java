package io.audienceroutes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audienceroutes.simulator.Simulator;
import io.audienceroutes.simulator.SimulatorLimits;
import io.audienceroutes.simulator.SimulatorSettings;
import io.audienceroutes.simulator.SimulatorTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** A TikTok simulator on a free port, without limits until a test sets some, and what a test does with it by HTTP. */
public final class SimulatorDriver implements AutoCloseable {
    /** The paths of the API that deliveries use. */
    public static final String MAPPING = "/open_api/v1.3/segment/mapping/";

    /** Makes an audience. */
    public static final String CREATE = "/open_api/v1.3/segment/audience/";

    /** Lists audiences. */
    public static final String LIST = "/open_api/v1.3/dmp/custom_audience/list/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final Simulator simulator;

    /** Starts the simulator; it answers when this returns. */
    public SimulatorDriver() {
        client = HttpClient.newHttpClient();
        simulator = Simulator.start(SimulatorSettings.defaults().withLimits(SimulatorLimits.none()));
    }

    /** A simulator that speaks TLS with a certificate of this authority. */
    public SimulatorDriver(CertificateAuthority authority, Path serverKeyStore) {
        client = HttpClient.newBuilder().sslContext(authority.client()).build();
        simulator = Simulator.start(SimulatorSettings.defaults()
                .withLimits(SimulatorLimits.none())
                .withTls(new SimulatorTls(serverKeyStore, CertificateAuthority.PASSWORD)));
    }

    /** Where it listens. */
    public URI baseUrl() {
        return simulator.baseUrl();
    }

    /** Back to the start. */
    public void reset() {
        send("POST", "/simulator/reset", "{}");
    }

    /** Scripts a fault, as JSON; double quotes may be written as single ones. */
    public void fault(String json) {
        send("POST", "/simulator/faults", json.replace('\'', '"'));
    }

    /** Takes all faults back. */
    public void heal() {
        send("DELETE", "/simulator/faults", "");
    }

    /** Changes the world, as JSON; double quotes may be written as single ones. Returns the ids of new audiences. */
    public List<String> change(String json) {
        List<String> ids = new ArrayList<>();
        read(send("POST", "/simulator/state", json.replace('\'', '"')))
                .path("audienceIds")
                .forEach(id -> ids.add(id.asText()));
        return ids;
    }

    /** A token that somebody who owns every advertiser grants now. */
    public String newToken() {
        String code = read(send("POST", "/simulator/authorizations", "{}"))
                .path("authCode")
                .asText();
        String request = "{\"app_id\":\"7000000000000000100\",\"secret\":\"simulator-app-secret\",\"auth_code\":\""
                + code + "\"}";
        return read(send("POST", "/open_api/v1.3/oauth2/access_token/", request))
                .path("data")
                .path("access_token")
                .asText();
    }

    /** Deletes an audience, as a person does in Ads Manager. */
    public void deleteAudience(String audienceId) {
        call(
                "/open_api/v1.3/dmp/custom_audience/delete/",
                "{\"advertiser_id\":\"7000000000000000001\",\"custom_audience_ids\":[\"" + audienceId + "\"]}");
    }

    /** Puts one more member into the only audience with this name, as another product does. */
    public void map(String name, String idSchema, String digest) {
        map("add", name, idSchema, digest);
    }

    /** Takes a member out of the only audience with this name, as another product does. */
    public void unmap(String name, String idSchema, String digest) {
        map("delete", name, idSchema, digest);
    }

    private void map(String action, String name, String idSchema, String digest) {
        String id = audiences(name).get(0).path("id").asText();
        String body = "{\"advertiser_ids\":[\"7000000000000000001\"],\"action\":\"" + action
                + "\",\"id_schema\":[\"" + idSchema
                + "\"],\"batch_data\":[[{\"id\":\"" + digest + "\",\"audience_ids\":[\"" + id + "\"]}]]}";
        call(MAPPING, body);
    }

    /** The audiences with this name. */
    public List<JsonNode> audiences(String name) {
        List<JsonNode> found = new ArrayList<>();
        read(send("GET", "/simulator/audiences", "")).path("audiences").forEach(audience -> {
            if (audience.path("name").asText().equals(name)) {
                found.add(audience);
            }
        });
        return found;
    }

    /** The members under one id schema of the only audience with this name. */
    public SortedSet<String> members(String name, String idSchema) {
        List<JsonNode> found = audiences(name);
        if (found.size() != 1) {
            throw new AssertionError("Expected one audience " + name + ", found " + found);
        }
        String id = found.get(0).path("id").asText();
        String lines = send("GET", "/simulator/audiences/" + id + "/members?schema=" + idSchema, "");
        return lines.lines().collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }

    /** The members' e-mail hashes of the only audience with this name. */
    public SortedSet<String> emails(String name) {
        return members(name, "EMAIL_SHA256");
    }

    /** The calls to this path so far, oldest first. */
    public List<JsonNode> calls(String path) {
        return calls(call -> call.path("path").asText().equals(path));
    }

    /** The answered calls to this path that TikTok accepted. */
    public List<JsonNode> accepted(String path) {
        return calls(call -> call.path("path").asText().equals(path)
                && call.path("code").isInt()
                && call.path("code").asInt() == 0);
    }

    @Override
    public void close() {
        simulator.close();
    }

    /** The calls that this is true of, in the order of their arrival. */
    public List<JsonNode> calls(Predicate<JsonNode> wanted) {
        List<JsonNode> calls = new ArrayList<>();
        read(send("GET", "/simulator/calls", "")).path("calls").forEach(call -> {
            if (wanted.test(call)) {
                calls.add(call);
            }
        });
        return calls;
    }

    private void call(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(baseUrl().resolve(path))
                .header("Access-Token", "simulator-access-token")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String answer = exchange(request);
        if (read(answer).path("code").asInt() != 0) {
            throw new AssertionError(answer);
        }
    }

    private String send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(baseUrl().resolve(path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        return exchange(request);
    }

    private String exchange(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(request + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
