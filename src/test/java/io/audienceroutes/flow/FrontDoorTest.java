package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.http.Access;
import io.audienceroutes.http.AccessRule;
import io.audienceroutes.people.NewSession;
import io.audienceroutes.people.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every call meets first: nothing is open that no rule opens, and each rule lets in whom it names. */
final class FrontDoorTest extends GrantFlowTest {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE");

    private final Map<Role, NewSession> sessions = new EnumMap<>(Role.class);

    /** Every path that Camel serves, with every method: the list of paths is Camel's own, not that of the rules. */
    @Test
    void everyCallNeedsTheRoleThatItsRuleNamesAndEveryOtherOneIsRefused() {
        List<AccessRule> rules = bundle.accessRules();
        List<String> served = bundle.servedPaths();
        assertThat(served).hasSizeGreaterThan(15).contains("/api/v1/workflows", "/oauth/callback");
        List<String> wrong = new ArrayList<>();
        for (String path : served) {
            for (String method : METHODS) {
                Optional<AccessRule> rule = rules.stream()
                        .filter(one -> one.path().equals(path) && one.method().equals(method.replace("HEAD", "GET")))
                        .findFirst();
                for (Role role : Role.values()) {
                    expect(wrong, method, path, rule.map(AccessRule::access), Optional.of(role));
                }
                expect(wrong, method, path, rule.map(AccessRule::access), Optional.empty());
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void expect(
            List<String> wrong, String method, String path, Optional<Access> access, Optional<Role> caller) {
        String address = api(path.replaceAll("\\{[^}]*}", "none"));
        boolean page = !path.startsWith("/api/");
        int status = page
                ? asBrowser(method, address, caller)
                : browser.call(method, address, caller.map(this::bearer).orElse(""))
                        .statusCode();
        boolean right;
        if (access.isEmpty()) {
            right = status == 405;
        } else if (access.get() == Access.PUBLIC) {
            // A log-in without a name fails
            right = path.equals("/log-in") || (status != 401 && status != 403);
        } else if (caller.isEmpty()) {
            right = path.startsWith("/api/") ? status == 401 : status == 303 || status == 401;
        } else {
            boolean allowed = caller.get().covers(Role.valueOf(access.get().name()));
            right = allowed ? status < 500 && status != 401 && status != 403 && status != 405 : status == 403;
        }
        if (!right) {
            wrong.add(method + " " + path + " as " + caller.map(Role::id).orElse("nobody") + ": " + status);
        }
    }

    private int asBrowser(String method, String address, Optional<Role> caller) {
        if (caller.isEmpty()) {
            return browser.call(method, address, "").statusCode();
        }
        NewSession session = sessions.computeIfAbsent(caller.get(), bundle::session);
        if (address.contains("/log-out")) {
            sessions.remove(caller.get());
        }
        return browser.inSession(
                        method, address, session.secret(), session.session().csrfToken())
                .statusCode();
    }

    @Test
    void pagesAreForSessionsAndTheApiForTokens() {
        assertThat(browser.call("GET", api("/workflows"), bearer()).statusCode())
                .isEqualTo(303);
        assertThat(browser.call("POST", api("/log-out"), bearer()).statusCode()).isEqualTo(401);
    }

    @Test
    void unknownAddressesAndParametersAreRefusedWithAProblem() {
        HttpResponse<String> unknown = browser.call("GET", api("/api/v1/nothing"), bearer());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(unknown.body()).contains("\"type\" : \"not-found\"", "\"status\" : 404");

        assertThat(browser.call("GET", api("/api/v1/workflows?name=x"), bearer())
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.call("GET", api("/api/v1/destinations/crm?name=web"), bearer())
                        .statusCode())
                .as("a query parameter never mixes with one of the path")
                .isEqualTo(400);
        assertThat(browser.call("GET", api("/api/v1/workflows?limit=1&limit=2"), bearer())
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.call("GET", api("/api/v1/workflows?limit=0"), bearer())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void tokenIsTakenFromTheHeaderAlone() {
        String token = bearer().substring("Bearer ".length());

        assertThat(browser.call("GET", api("/api/v1/workflows?Authorization=Bearer%20" + token), "")
                        .statusCode())
                .isIn(400, 401);
        assertThat(browser.call(
                                "POST",
                                api("/api/v1/audiences/read"),
                                "Basic " + token,
                                "Authorization=Bearer+" + token)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void answersAreNotCachedAndRunNothingOfOthers() {
        HttpResponse<String> answer = browser.call("GET", api("/api/v1/workflows"), bearer());

        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void callForAnotherHostIsRefused() throws IOException {
        assertThat(raw("GET /api/v1/workflows HTTP/1.1\r\nHost: attacker.example.com\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        assertThat(raw("GET /api/v1/workflows HTTP/1.1\r\nHost: LOCALHOST:1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(raw("GET /api/v1/workflows HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 421");
    }

    @Test
    void bodyThatIsTooLongOrNeverComesIsRefused() throws IOException {
        HttpResponse<String> answer = browser.call("POST", api("/api/v1/destinations"), bearer(), "x".repeat(70_000));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("body-too-long");

        String head = "POST /api/v1/destinations HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + bearer()
                + "\r\nContent-Length: 100\r\n";
        assertThat(raw(head + "Content-Type: text/plain\r\n\r\nname: "))
                .as("the connection is closed")
                .isEmpty();
        assertThat(raw(head + "\r\nname: ")).as("refused, then closed").contains("415", "Content-Type: text/plain");
    }

    @Test
    void pathsThatTryToLeaveAreNotFound() {
        for (String path : Stream.of(
                        "/api/v1/../../etc/passwd", "/api/v1/%2e%2e/x", "//api/v1/workflows/x/y/z", "/assets/../x")
                .toList()) {
            assertThat(browser.call("GET", api(path), bearer()).statusCode())
                    .as(path)
                    .isIn(400, 404);
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
