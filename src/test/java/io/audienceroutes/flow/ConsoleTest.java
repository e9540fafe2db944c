package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.people.Role;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The console as a browser without scripts uses it: log-in, sessions, forms and what is refused. */
final class ConsoleTest extends GrantFlowTest {
    private static final String PASSWORD = "a walk along the quiet river";
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void firstAdminIsMadeByTheLinkThatTheStartPrintsAndLogsIn() {
        String link = bundle.firstAdminLink();
        HttpResponse<String> welcome = get(pathOf(link), "");
        assertThat(welcome.statusCode()).isEqualTo(200);
        assertThat(welcome.body()).contains("Make the first administrator");
        String secret = link.substring(link.indexOf('=') + 1);

        assertThat(post(
                                "/welcome",
                                "",
                                Map.of("invitation", secret, "name", "ada", "password", "short", "again", "short"))
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> made = post(
                "/welcome", "", Map.of("invitation", secret, "name", "ada", "password", PASSWORD, "again", PASSWORD));

        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        String cookie = made.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax");
        assertThat(get("/", session(cookie)).body()).contains("Overview", "ada");
        assertThat(get(pathOf(link), "").statusCode())
                .as("a link is for one use")
                .isEqualTo(404);
    }

    @Test
    void whoeverIsNotLoggedInIsSentToTheLogInAndBack() {
        HttpResponse<String> page = get("/workflows?state=failed", "");
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(page.headers().firstValue("Location")).contains("/log-in?next=%2Fworkflows%3Fstate%3Dfailed");
        bundle.person("ada", Role.USER, PASSWORD);

        HttpResponse<String> wrong =
                post("/log-in", "", Map.of("name", "ada", "password", "not this one at all", "next", "/workflows"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body())
                .contains("The name or the password is not right.")
                .doesNotContain("not this one");

        HttpResponse<String> right =
                post("/log-in", "", Map.of("name", "ada", "password", PASSWORD, "next", "/workflows?state=failed"));
        assertThat(right.statusCode()).isEqualTo(303);
        assertThat(right.headers().firstValue("Location")).contains("/workflows?state=failed");
        HttpResponse<String> elsewhere =
                post("/log-in", "", Map.of("name", "ada", "password", PASSWORD, "next", "//attacker.example.com/"));
        assertThat(elsewhere.headers().firstValue("Location")).contains("/");
    }

    @Test
    void failedDeliveryIsResolvedByItsSteps() {
        authorize();
        bundle.person("ada", Role.USER, PASSWORD);
        String cookie = logIn("ada");
        tiktok.change("{'revokeTokens':['*']}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 1_200));
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);
        HttpResponse<String> page = get("/workflows/" + failed.id(), cookie);
        assertThat(page.body()).contains("Invalid credentials", "Show resolutions");
        HttpResponse<String> dialog = get("/workflows/" + failed.id() + "/resolve", cookie);
        assertThat(dialog.body()).contains("Resolve failed workflow", "Continue");
        authorize();
        Map<String, String> form =
                Map.of("csrf", first(CSRF, dialog.body()), "seen", first(SEEN, dialog.body()), "command", "resolve");
        HttpResponse<String> steps = post("/workflows/" + failed.id() + "/commands", cookie, form);
        assertThat(steps.statusCode()).isEqualTo(200);
        assertThat(steps.body()).contains("Resolve error");

        HttpResponse<String> done = post(
                "/workflows/" + failed.id() + "/commands",
                cookie,
                Map.of(
                        "csrf", first(CSRF, steps.body()),
                        "seen", first(SEEN, steps.body()),
                        "command", "resolve",
                        "action", "invalid-credentials",
                        "confirmed", "yes"));

        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> bundle.workflow(failed.id()).state() == WorkflowState.SUCCEEDED
                        || bundle.workflow(failed.id()).state() == WorkflowState.ISSUE);
        HttpResponse<String> late = post("/workflows/" + failed.id() + "/commands", cookie, form);
        assertThat(late.statusCode()).as("the form is older than what was done").isEqualTo(409);
        assertThat(late.body()).contains("ada");
    }

    @Test
    void changesNeedTheTokenOfTheSessionAndAPageOfThisConsole() {
        bundle.person("ada", Role.ADMIN, PASSWORD);
        String cookie = logIn("ada");
        Map<String, String> add = Map.of("name", "bob", "role", "viewer");

        assertThat(post("/settings/people", cookie, add).statusCode()).isEqualTo(403);
        assertThat(post("/settings/people", cookie, Map.of("name", "bob", "role", "viewer", "csrf", "x"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(
                                "POST",
                                "/log-in",
                                "",
                                Map.of("name", "ada", "password", PASSWORD),
                                Optional.of("https://attacker.example.com"))
                        .statusCode())
                .as("nobody is logged in from another site")
                .isEqualTo(403);
        String csrf = first(CSRF, get("/settings", cookie).body());
        HttpResponse<String> added =
                post("/settings/people", cookie, Map.of("name", "bob", "role", "viewer", "csrf", csrf));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
        assertThat(added.body()).contains("/welcome?invitation=");
    }

    @Test
    void rolesAreHeldToInPages() {
        bundle.person("vera", Role.VIEWER, PASSWORD);
        String cookie = logIn("vera");

        assertThat(get("/workflows", cookie).statusCode()).isEqualTo(200);
        HttpResponse<String> settings = get("/settings", cookie);
        assertThat(settings.statusCode()).isEqualTo(200);
        assertThat(settings.body()).doesNotContain("New link");
        String csrf = first(CSRF, settings.body());
        HttpResponse<String> refused =
                post("/settings/people", cookie, Map.of("name", "bob", "role", "admin", "csrf", csrf));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("<html", "role");
    }

    /** What is checked is what is done: an address that is written so that one reads it differently is refused. */
    @Test
    void addressThatLeadsElsewhereIsCheckedAsWhatItDoes() throws IOException {
        bundle.person("ada", Role.ADMIN, PASSWORD);
        bundle.person("vera", Role.VIEWER, PASSWORD);
        String cookie = logIn("vera");
        String csrf = first(CSRF, get("/settings", cookie).body());
        for (String path : List.of(
                "/settings/people/ada/reset/../../../../log-out",
                "/settings/people/ada/reset/%2e%2e/%2E%2E/..%2f../log-out",
                "/settings/people/ada/reset/./../../../../log-out",
                "//settings/people/ada/reset/../../../../log-out",
                "/settings/people/ada/reset;/../../../../../log-out")) {
            String body = "csrf=" + csrf;
            String answer = raw("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie
                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                    + "\r\nConnection: close\r\n\r\n" + body);
            assertThat(answer)
                    .as(path)
                    .matches("(?s)HTTP/1.1 (400|403|404|405) .*")
                    .doesNotContain("invitation=");
        }
        assertThat(get("/settings", cookie).statusCode())
                .as("the session is still there")
                .isEqualTo(200);
        logIn("ada");
    }

    @Test
    void everyPageIsServedAndLogOutEndsTheSession() {
        authorize();
        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 1_200));
        bundle.person("ada", Role.ADMIN, PASSWORD);
        String cookie = logIn("ada");
        for (String path : List.of(
                "/",
                "/overview/work",
                "/destinations",
                "/destinations/crm",
                "/workflows",
                "/workflows?text=crm&skipped=hide",
                "/workflows/" + workflow.id(),
                "/workflows/" + workflow.id() + "/progress",
                "/workflows/" + workflow.id() + "/receipt",
                "/workflows/" + workflow.id() + "/receipt.json",
                "/workflows/" + workflow.id() + "/rejects",
                "/audiences",
                "/credentials",
                "/activity?check=yes",
                "/activity/export.csv",
                "/activity/export.jsonl",
                "/settings",
                "/help?text=mixed",
                "/help/40001",
                "/log-in")) {
            assertThat(get(path, cookie).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(get("/workflows/none", cookie).statusCode()).isEqualTo(404);
        assertThat(get("/nothing", cookie).body()).contains("<html", "Not found");
        String page = get("/", cookie).body();
        Matcher asset = Pattern.compile("/assets/[^\"]+\\.css").matcher(page);
        assertThat(asset.find()).isTrue();
        HttpResponse<String> css = get(asset.group(), "");
        assertThat(css.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
        assertThat(css.headers().firstValue("Cache-Control").orElse("")).contains("immutable");

        assertThat(post("/log-out", cookie, Map.of("csrf", first(CSRF, page))).statusCode())
                .isEqualTo(303);
        assertThat(get("/", cookie).statusCode()).isEqualTo(303);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String logIn(String name) {
        HttpResponse<String> answer = post("/log-in", "", Map.of("name", name, "password", PASSWORD));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return session(answer.headers().firstValue("Set-Cookie").orElseThrow());
    }

    private static String session(String setCookie) {
        return setCookie.substring(0, setCookie.indexOf(';'));
    }

    private static String pathOf(String link) {
        return link.substring(link.indexOf("/welcome"));
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as(pattern + " in " + text).isTrue();
        return found.group(1);
    }

    private HttpResponse<String> get(String path, String cookie) {
        return send("GET", path, cookie, Map.of(), Optional.empty());
    }

    private HttpResponse<String> post(String path, String cookie, Map<String, String> form) {
        return send("POST", path, cookie, form, Optional.of(api("")));
    }

    private HttpResponse<String> send(
            String method, String path, String cookie, Map<String, String> form, Optional<String> origin) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api(path)))
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!method.equals("GET")) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        origin.ifPresent(site -> request.header("Origin", site));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
