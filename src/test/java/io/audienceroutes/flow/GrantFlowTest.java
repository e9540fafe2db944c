package io.audienceroutes.flow;

import io.audienceroutes.testing.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;

/** Tests of grants: lists are small, so that a delivery ends with the warning of the minimum (Issue); the bundle serves its callback, and the credential {@code acme} has an app and no token yet. */
abstract class GrantFlowTest extends FlowTest {
    static final String CREDENTIAL = "acme";

    final Browser browser = new Browser();
    private int port;

    @BeforeEach
    void serve() {
        port = Browser.freePort();
        bundle.close();
        bundle.with("credential.acme.app.id", "7000000000000000100")
                .with("credential.acme.app.secret", "simulator-app-secret")
                .with("tiktok.renew-before-ms", "0")
                .serving(port);
        bundle.destination("crm", "credential: acme");
        bundle.start();
    }

    String api(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    String bearer() {
        try {
            return "Bearer " + Files.readString(folder.resolve("secrets").resolve("api.token"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The account owner opens the link, approves, and is sent back to the callback. */
    String authorize() {
        return browser.open(bundle.pendingAuthorization(CREDENTIAL).link()).body();
    }

    long calls(String path) {
        return tiktok.calls(call -> call.path("path").asText().endsWith(path)).size();
    }
}
