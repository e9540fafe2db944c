package io.audienceroutes.http;

import io.audienceroutes.people.ApiTokens;
import io.audienceroutes.people.Principal;
import io.audienceroutes.people.Session;
import io.audienceroutes.people.Sessions;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private static final String SCHEME = "Bearer ";
    private static final String BODY_TIMER = "body-timer";
    private static final String CALLER = "caller";
    private static final String SESSION = "session";
    private static final int FIRST = -1_000;

    private final CallChecks checks;
    private final ApiTokens tokens;
    private final Sessions sessions;
    private final DoorSettings settings;
    private final Answers answers;

    /**
     * @param rules asked at each call: they are known once the routes are loaded
     * @param page how a refusal looks in a browser
     */
    public FrontDoor(
            Supplier<AccessRules> rules, ApiTokens tokens, Sessions sessions, DoorSettings settings, ProblemPage page) {
        this.checks = new CallChecks(rules, settings);
        this.tokens = tokens;
        this.sessions = sessions;
        this.settings = settings;
        this.answers = new Answers(settings, page);
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
        router.errorHandler(413, call -> answers.refuse(call, Problem.tooLong()));
        router.errorHandler(415, call -> answers.refuse(call, Problem.wrongType()));
        router.errorHandler(404, call -> answers.refuse(call, Problem.notFound()));
    }

    private void admit(RoutingContext call) {
        if (call.request().method().equals(HttpMethod.HEAD)) {
            // Whatever answers GET answers HEAD; the server leaves the body out
            call.reroute(HttpMethod.GET, call.request().uri());
            return;
        }
        answers.writeHeaders(call);
        Optional<Problem> refused = checks.refusal(call);
        if (refused.isPresent()) {
            answers.refuse(call, refused.get());
            return;
        }
        call.put(AccessRule.class.getName(), checks.ruleOf(call));
        HttpServerRequest request = call.request();
        // The body waits until it is known who sends it
        limitBody(call);
        request.pause();
        Vertx vertx = call.vertx();
        vertx.executeBlocking(() -> identify(call), false).onComplete(found -> {
            request.resume();
            if (found.failed()) {
                LOG.error("Who makes a call could not be found out", found.cause());
                answers.refuse(
                        call,
                        Problem.of(
                                503,
                                "unavailable",
                                "Not available now",
                                "The database did not answer. Try again in a minute; the log names the cause."));
            } else if (found.result().isPresent()) {
                answers.refuse(call, found.result().get());
            } else {
                call.next();
            }
        });
    }

    /** Programs call the API with a token, people ask for pages in a session; neither is taken for the other. */
    private Optional<Problem> identify(RoutingContext call) {
        if (isOfApi(call)) {
            tokenOf(call).ifPresent(token -> handOn(call, userOf(token, Optional.empty())));
        } else {
            sessionOf(call).ifPresent(session -> handOn(call, userOf(session.principal(), Optional.of(session))));
        }
        Access access = call.<AccessRule>get(AccessRule.class.getName()).access();
        Optional<Principal> caller = callerOf(call.user());
        if (access.isPublic()) {
            return Optional.empty();
        }
        if (caller.isEmpty()) {
            return Optional.of(Problem.unauthenticated(isOfApi(call)));
        }
        return access.allows(caller.get())
                ? Optional.empty()
                : Optional.of(Problem.forbidden(access, caller.get().role()));
    }

    static boolean isOfApi(RoutingContext call) {
        return call.normalizedPath().startsWith(API);
    }

    private Optional<Session> sessionOf(RoutingContext call) {
        Set<Cookie> cookies = call.request().cookies(SESSION_COOKIE);
        return cookies.size() == 1 ? sessions.find(cookies.iterator().next().getValue()) : Optional.empty();
    }

    private Optional<Principal> tokenOf(RoutingContext call) {
        List<String> authorization = call.request().headers().getAll("Authorization");
        boolean bearer =
                authorization.size() == 1 && authorization.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return bearer
                ? tokens.authenticate(
                        authorization.get(0).substring(SCHEME.length()).strip())
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
        answers.refuse(
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
}
