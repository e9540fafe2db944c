package io.audienceroutes.http;

import io.audienceroutes.people.ApiTokens;
import io.audienceroutes.people.Principal;
import io.audienceroutes.people.Session;
import io.audienceroutes.people.Sessions;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every call meets first, whichever page or part of the API it is for: the host that it names, the rule that lets
 * it in, who makes it, and how long its body may be. Nothing behind it has to ask again.
 */
public final class FrontDoor {
    /** The cookie that holds a session's secret. */
    public static final String SESSION_COOKIE = "session";

    /** The header, and the form field, that a change made with a session carries. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    static final String CSRF_FIELD = "csrf";

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final String API = "/api/";
    private static final String ASSETS = "/assets/";
    private static final String SCHEME = "Bearer ";
    private static final String BODY_TIMER = "body-timer";
    private static final String CALLER = "caller";
    private static final String SESSION = "session";
    private static final String EVERY_QUERY = "*";
    private static final int FIRST = -1_000;

    private final Supplier<AccessRules> rules;
    private final ApiTokens tokens;
    private final Sessions sessions;
    private final DoorSettings settings;
    private final ProblemPage page;

    /**
     * @param rules asked at each call: they are known once the routes are loaded
     * @param page how a refusal looks in a browser
     */
    public FrontDoor(
            Supplier<AccessRules> rules, ApiTokens tokens, Sessions sessions, DoorSettings settings, ProblemPage page) {
        this.rules = rules;
        this.tokens = tokens;
        this.sessions = sessions;
        this.settings = settings;
        this.page = page;
    }

    /** How a refusal looks in a browser. */
    @FunctionalInterface
    public interface ProblemPage {
        /** The page as HTML. */
        String of(Problem problem);
    }

    /** Who made a call that was let in; empty for a public one. */
    public static Optional<Principal> callerOf(User user) {
        return attribute(user, CALLER).map(Principal.class::cast);
    }

    /** The session that a call was made in; empty for a call with a token. */
    public static Optional<Session> sessionOf(User user) {
        return attribute(user, SESSION).map(Session.class::cast);
    }

    private static Optional<Object> attribute(User user, String name) {
        return Optional.ofNullable(user)
                .map(known -> known.attributes().getMap().get(name));
    }

    /** Puts itself in front of everything that this router has, and will have. */
    public void installOn(Router router) {
        router.route().order(FIRST).handler(this::admit);
        router.errorHandler(413, call -> refuse(call, tooLong()));
        router.errorHandler(415, call -> refuse(call, wrongType()));
        router.errorHandler(404, call -> refuse(call, notFound()));
    }

    private void admit(RoutingContext call) {
        if (call.request().method().equals(HttpMethod.HEAD)) {
            // Whatever answers GET answers HEAD; the server leaves the body out
            call.reroute(HttpMethod.GET, call.request().uri());
            return;
        }
        writeHeaders(call);
        Optional<Problem> refused = refusal(call);
        if (refused.isPresent()) {
            refuse(call, refused.get());
            return;
        }
        AccessRule rule = rules.get()
                .find(call.request().method().name(), call.normalizedPath())
                .orElseThrow();
        call.put(AccessRule.class.getName(), rule);
        HttpServerRequest request = call.request();
        // The body waits until it is known who sends it
        limitBody(call);
        request.pause();
        Vertx vertx = call.vertx();
        vertx.executeBlocking(() -> identify(call), false).onComplete(found -> {
            request.resume();
            if (found.failed()) {
                LOG.error("Who makes a call could not be found out", found.cause());
                refuse(
                        call,
                        Problem.of(
                                503,
                                "unavailable",
                                "Not available now",
                                "The database did not answer. Try again in a minute; the log names the cause."));
            } else if (found.result().isPresent()) {
                refuse(call, found.result().get());
            } else {
                call.next();
            }
        });
    }

    /** What is wrong with the call, whoever makes it. */
    private Optional<Problem> refusal(RoutingContext call) {
        String host = Optional.ofNullable(call.request().authority())
                .map(HostAndPort::host)
                .orElse("");
        if (!settings.isOurs(host)) {
            return Optional.of(Problem.of(
                    421,
                    "unknown-host",
                    "Not the address of this server",
                    "The call names a host that this server does not have. Use one of "
                            + String.join(", ", settings.hosts()) + ", or add it to api.allowed-hosts."));
        }
        String path = call.normalizedPath();
        String method = call.request().method().name();
        Optional<AccessRule> rule = rules.get().find(method, path);
        if (rule.isEmpty()) {
            return Optional.of(unknown(call, path, method));
        }
        if (!method.equals("GET") && isFromElsewhere(call)) {
            return Optional.of(Problem.of(
                    403,
                    "cross-site",
                    "Not from this console",
                    "The request comes from a page of another address. Nothing was done."));
        }
        Set<String> unknown = new TreeSet<>(call.queryParams().names());
        unknown.removeAll(rule.get().query());
        if (!unknown.isEmpty() && !rule.get().query().contains(EVERY_QUERY)) {
            return Optional.of(Problem.of(
                    400,
                    "unknown-parameter",
                    "Unknown query parameter",
                    "This call takes "
                            + (rule.get().query().isEmpty()
                                    ? "no query parameters"
                                    : "the query parameters "
                                            + new TreeSet<>(rule.get().query()))
                            + " and was made with " + unknown.size() + " other(s)."));
        }
        boolean repeated = call.queryParams().names().stream()
                .anyMatch(name -> call.queryParams().getAll(name).size() > 1);
        return repeated
                ? Optional.of(Problem.of(
                        400, "repeated-parameter", "Repeated query parameter", "Give each query parameter once."))
                : Optional.empty();
    }

    /** Whether a page of somebody else sent it: browsers name the origin of each change. */
    private boolean isFromElsewhere(RoutingContext call) {
        String origin = call.request().getHeader("Origin");
        if (origin == null) {
            return false;
        }
        try {
            String host = URI.create(origin).getHost();
            return host == null || !settings.isOurs(host);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private Problem unknown(RoutingContext call, String path, String method) {
        Set<String> methods = rules.get().methodsOf(path);
        if (methods.isEmpty()) {
            return notFound();
        }
        call.response().putHeader("Allow", String.join(", ", methods));
        return Problem.of(
                405,
                "method-not-allowed",
                "Method not allowed",
                "This address takes " + String.join(", ", methods) + ", not " + method + ".");
    }

    private static Problem notFound() {
        return Problem.of(404, "not-found", "Not found", "There is nothing at this address.");
    }

    private static Problem tooLong() {
        return Problem.of(
                413, "body-too-long", "The body is too long", "Nothing was done. Send less than the call takes.");
    }

    private static Problem wrongType() {
        return Problem.of(
                415,
                "content-type",
                "The content type is not the one of this call",
                "Nothing was done. Send JSON with the header 'Content-Type: application/json', and a destination or a"
                        + " token with 'Content-Type: text/plain'; /api/v1/openapi.json says which.");
    }

    private Optional<Problem> identify(RoutingContext call) {
        AccessRule rule = call.get(AccessRule.class.getName());
        List<String> authorization = call.request().headers().getAll("Authorization");
        if (authorization.isEmpty()) {
            sessionOf(call).ifPresent(session -> handOn(call, userOf(session.principal(), Optional.of(session))));
        } else {
            Optional<Principal> token = tokenOf(authorization);
            if (token.isEmpty()) {
                return Optional.of(Problem.unauthenticated(
                        Optional.of("The API token is unknown, expired or revoked, or the header is not 'Authorization:"
                                + " Bearer TOKEN'. Create a token with: audience-routes tokens add NAME --role ROLE")));
            }
            handOn(call, userOf(token.get(), Optional.empty()));
        }
        Optional<Principal> caller = callerOf(call.user());
        boolean page = !call.normalizedPath().startsWith(API);
        if (page && sessionOf(call.user()).isEmpty() && !rule.access().isPublic()) {
            return Optional.of(Problem.unauthenticated(Optional.of(
                    "Pages need a session: log in with a browser. API tokens are for the calls at /api/v1.")));
        }
        if (rule.access().isPublic()) {
            return Optional.empty();
        }
        if (caller.isEmpty()) {
            return Optional.of(Problem.unauthenticated(Optional.empty()));
        }
        return rule.access().allows(caller.get())
                ? Optional.empty()
                : Optional.of(Problem.forbidden(
                        rule.access(),
                        Access.valueOf(caller.get().role().name()).id()));
    }

    private Optional<Session> sessionOf(RoutingContext call) {
        Set<Cookie> cookies = call.request().cookies(SESSION_COOKIE);
        return cookies.size() == 1 ? sessions.find(cookies.iterator().next().getValue()) : Optional.empty();
    }

    private Optional<Principal> tokenOf(List<String> authorization) {
        String header = authorization.get(0);
        return authorization.size() == 1 && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? tokens.authenticate(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    /** Camel takes the caller from here; what replaces this method is internal to Vert.x. */
    @SuppressWarnings("deprecation")
    private static void handOn(RoutingContext call, User user) {
        call.setUser(user);
    }

    private static User userOf(Principal caller, Optional<Session> session) {
        User user = User.create(new JsonObject().put("name", caller.actor()));
        user.attributes().getMap().put(CALLER, caller);
        session.ifPresent(open -> user.attributes().getMap().put(SESSION, open));
        return user;
    }

    /** A sender that goes on for ever, or stops in the middle, holds nothing; nor does that of a refused call. */
    private void limitBody(RoutingContext call) {
        long timer = call.vertx().setTimer(settings.bodyMillis(), expired -> {
            HttpServerRequest request = call.request();
            if (!request.isEnded() && request.version() == HttpVersion.HTTP_2) {
                // Other calls share the connection
                request.response().reset();
            } else if (!request.isEnded()) {
                request.connection().close();
            }
        });
        call.put(BODY_TIMER, timer);
    }

    /**
     * Comes once the body is read: a change that a browser makes for a session has to come from a page of that session.
     * Called by Camel's server before each route.
     */
    public void requireOwnForm(RoutingContext call) {
        call.vertx().cancelTimer(call.<Long>get(BODY_TIMER));
        AccessRule rule = call.get(AccessRule.class.getName());
        Optional<Session> session = sessionOf(call.user());
        boolean changes = !call.request().method().equals(HttpMethod.GET);
        boolean own = !changes
                || session.isEmpty()
                || rule.access().isPublic()
                || session.get().acceptsCsrfToken(sentWith(call));
        if (own) {
            call.next();
            return;
        }
        refuse(
                call,
                Problem.of(
                        403,
                        "csrf",
                        "This form is out of date",
                        "The form was not made for your present session, so nothing was changed. Open the page again and"
                                + " repeat what you did."));
    }

    private static String sentWith(RoutingContext call) {
        String header = call.request().getHeader(CSRF_HEADER);
        String field = call.request().formAttributes().get(CSRF_FIELD);
        return Optional.ofNullable(header).or(() -> Optional.ofNullable(field)).orElse("");
    }

    private void writeHeaders(RoutingContext call) {
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

    private void refuse(RoutingContext call, Problem problem) {
        HttpServerResponse response = call.response();
        boolean browser = !call.normalizedPath().startsWith(API);
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
