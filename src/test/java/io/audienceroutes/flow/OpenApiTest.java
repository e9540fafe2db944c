package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audienceroutes.http.AccessRule;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The API is what its OpenAPI document says: every call is made, and its request and its answer are checked against it. */
final class OpenApiTest extends GrantFlowTest {
    private static final String WEB = """
            name: web
            credential: acme
            advertiserIds: ["7000000000000000001"]
            audienceName: Readers of the web
            userIdTypes: [EMAIL]
            """;
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";

    private final List<String> wrong = new ArrayList<>();
    private final Set<String> made = new TreeSet<>();
    private OpenApiInteractionValidator document;

    @Test
    void everyCallIsAsTheDocumentSays() throws Exception {
        document = OpenApiInteractionValidator.createForInlineApiSpecification(
                        browser.call("GET", api("/api/v1/openapi.json"), bearer())
                                .body())
                .build();
        authorize();
        String failed = bundle.deliverToTheEnd("crm", Lists.file(0, 1_200)).id();
        String workflow = bundle.deliverToTheEnd("crm", "email\nnobody\nann@example.com\n")
                .id();

        call("GET", "/api/v1/workflows", "/api/v1/workflows?limit=1&state=issue", "", "", 200);
        call("GET", "/api/v1/workflows/{id}", "/api/v1/workflows/" + workflow, "", "", 200);
        call("GET", "/api/v1/workflows/{id}/receipt", "/api/v1/workflows/" + workflow + "/receipt", "", "", 200);
        call("GET", "/api/v1/workflows/{id}/rejects", "/api/v1/workflows/" + workflow + "/rejects", "", "", 200);
        call(
                "POST",
                "/api/v1/workflows/{id}/commands",
                "/api/v1/workflows/" + failed + "/commands",
                JSON,
                "{\"command\":\"stop\"}",
                409);
        call("GET", "/api/v1/alerts", "/api/v1/alerts", "", "", 200);
        call("GET", "/api/v1/activity", "/api/v1/activity?limit=3", "", "", 200);
        call("GET", "/api/v1/activity/check", "/api/v1/activity/check", "", "", 200);
        call("GET", "/api/v1/errors/{code}", "/api/v1/errors/40001", "", "", 200);
        call("GET", "/api/v1/errors/{code}", "/api/v1/errors/segment-file-empty", "", "", 200);
        call("GET", "/api/v1/destinations", "/api/v1/destinations", "", "", 200);
        call("POST", "/api/v1/destinations", "/api/v1/destinations", TEXT, WEB, 201);
        call("GET", "/api/v1/destinations/{name}", "/api/v1/destinations/web", "", "", 200);
        call("PUT", "/api/v1/destinations/{name}", "/api/v1/destinations/web", TEXT, WEB, 200);
        call("POST", "/api/v1/destinations/{name}/check", "/api/v1/destinations/web/check", "", "", 200);
        call("GET", "/api/v1/credentials", "/api/v1/credentials", "", "", 200);
        call("POST", "/api/v1/credentials/{name}/authorize", "/api/v1/credentials/acme/authorize", "", "", 201);
        call("POST", "/api/v1/credentials/{name}/check", "/api/v1/credentials/acme/check", "", "", 200);
        call(
                "POST",
                "/api/v1/credentials/{name}/token",
                "/api/v1/credentials/acme/token",
                TEXT,
                tiktok.newToken(),
                201);
        call("GET", "/api/v1/audiences", "/api/v1/audiences", "", "", 200);
        call("POST", "/api/v1/audiences/read", "/api/v1/audiences/read", "", "", 200);
        call("GET", "/api/v1/audiences/{id}", "/api/v1/audiences/Readers%20of%20crm", "", "", 200);

        assertThat(wrong).isEmpty();
        assertThat(made)
                .as("every call of the API is made here")
                .isEqualTo(bundle.accessRules().stream()
                        .filter(rule ->
                                rule.path().startsWith("/api/") && !rule.path().endsWith("openapi.json"))
                        .map(OpenApiTest::key)
                        .collect(java.util.stream.Collectors.toCollection(TreeSet::new)));
    }

    private static String key(AccessRule rule) {
        return rule.method() + " " + rule.path();
    }

    private void call(String method, String template, String path, String contentType, String body, int expected)
            throws Exception {
        made.add(method + " " + template);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api(path)))
                .header("Authorization", bearer())
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        SimpleRequest.Builder asked =
                new SimpleRequest.Builder(method, path.replaceAll("\\?.*", "")).withHeader("Authorization", bearer());
        URI address = URI.create("http://localhost" + path);
        if (address.getQuery() != null) {
            for (String pair : List.of(address.getQuery().split("&", -1))) {
                int mark = pair.indexOf('=');
                asked.withQueryParam(pair.substring(0, mark), pair.substring(mark + 1));
            }
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", contentType);
            asked.withContentType(contentType).withBody(body);
        }
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            wrong.add(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            return;
        }
        ValidationReport report = document.validate(
                asked.build(),
                SimpleResponse.Builder.status(answer.statusCode())
                        .withContentType(
                                answer.headers().firstValue("Content-Type").orElse(""))
                        .withBody(answer.body())
                        .build());
        report.getMessages().stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .forEach(message -> wrong.add(method + " " + path + ": " + message));
    }

    /** Programs find the role of each call, and what each parameter is, in the document. */
    @Test
    void documentNamesRolesAndDescribesEveryParameter() throws Exception {
        JsonNode read = new ObjectMapper()
                .readTree(browser.call("GET", api("/api/v1/openapi.json"), bearer())
                        .body());

        List<String> undescribed = new ArrayList<>();
        read.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (operation.getValue().path("security").isEmpty()
                            || operation.getValue().path("summary").asText().isEmpty()) {
                        undescribed.add(operation.getKey() + " " + path.getKey());
                    }
                    operation.getValue().path("parameters").forEach(parameter -> {
                        if (parameter.path("description").asText().isEmpty()) {
                            undescribed.add(operation.getKey() + " " + path.getKey() + " " + parameter.path("name"));
                        }
                    });
                }));
        assertThat(read.path("paths").size()).isGreaterThan(12);
        assertThat(undescribed).isEmpty();
    }
}
