package io.audienceroutes.http;

import io.audienceroutes.http.FrontDoor.ProblemPage;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What every answer carries, and how a refusal looks to a program, a browser, or a script of a page. */
final class Answers {
    private static final String ASSETS = "/assets/";

    private final DoorSettings settings;
    private final ProblemPage page;

    Answers(DoorSettings settings, ProblemPage page) {
        this.settings = settings;
        this.page = page;
    }

    void writeHeaders(RoutingContext call) {
        HttpServerResponse response = call.response();
        response.putHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
                        + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "same-origin");
        response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        response.putHeader("X-Frame-Options", "DENY");
        response.putHeader("Cache-Control", "no-store");
        if (call.normalizedPath().startsWith(ASSETS)) {
            // Their addresses change with their content
            call.addHeadersEndHandler(written -> {
                if (response.getStatusCode() == 200) {
                    response.putHeader("Cache-Control", "public, max-age=31536000, immutable");
                }
            });
        }
        if (settings.secure()) {
            response.putHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    void refuse(RoutingContext call, Problem problem) {
        HttpServerResponse response = call.response();
        boolean browser = !FrontDoor.isOfApi(call);
        if (browser && problem.status() == 401 && call.request().method().name().equals("GET")) {
            String path = call.request().uri();
            String next = path.equals("/") ? "" : "?next=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
            // A script would put the log-in into a part of its page
            boolean script = call.request().headers().contains("HX-Request");
            response.setStatusCode(script ? 401 : 303)
                    .putHeader(script ? "HX-Redirect" : "Location", "/log-in" + (script ? "" : next))
                    .end();
            return;
        }
        if (problem.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        response.setStatusCode(problem.status());
        if (browser) {
            response.putHeader("Content-Type", "text/html; charset=utf-8").end(page.of(problem));
        } else {
            response.putHeader("Content-Type", Problem.MEDIA_TYPE).end(problem.json());
        }
    }
}
