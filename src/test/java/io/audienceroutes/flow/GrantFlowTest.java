package io.audienceroutes.flow;

import io.audienceroutes.people.Role;
import io.audienceroutes.testing.Browser;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Tests of grants: lists are small, so that a delivery ends with the warning of the minimum (Issue); the bundle serves its callback, and the credential {@code acme} has an app and no token yet. */
abstract class GrantFlowTest extends FlowTest {
    static final String CREDENTIAL = "acme";

    final Browser browser = new Browser();
    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private int port;

    @BeforeEach
    void serve() {
        port = Browser.freePort();
        bundle.close();
        bundle.with("credential.acme.app.id", "7000000000000000100")
                .with("credential.acme.app.secret", "simulator-app-secret")
                .with("tiktok.renew-before-ms", "0")
                .with("api.body-timeout-ms", "2000")
                .serving(port);
        bundle.destination("crm", "credential: acme");
        bundle.start();
    }

    String api(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    int port() {
        return port;
    }

    String bearer() {
        return bearer(Role.ADMIN);
    }

    /** The header of a program that has this role. */
    String bearer(Role role) {
        return "Bearer " + tokens.computeIfAbsent(role, bundle::apiToken);
    }

    /** The account owner opens the link, approves, and is sent back to the callback. */
    String authorize() {
        return browser.open(bundle.pendingAuthorization(CREDENTIAL).link()).body();
    }

    long calls(String path) {
        return tiktok.calls(call -> call.path("path").asText().endsWith(path)).size();
    }
}
