package io.audienceroutes.api;

import io.audienceroutes.authorization.AuthorizationFlow;
import io.audienceroutes.console.ActivityPages;
import io.audienceroutes.console.Assets;
import io.audienceroutes.console.ConsolePages;
import io.audienceroutes.console.DoorPages;
import io.audienceroutes.console.Visit;
import io.audienceroutes.console.WorkflowQuery;
import io.audienceroutes.destination.RejectLimit;
import io.audienceroutes.http.FrontDoor;
import io.audienceroutes.http.Problem;
import io.audienceroutes.people.ApiTokens;
import io.audienceroutes.people.Invitations;
import io.audienceroutes.people.LogIn;
import io.audienceroutes.people.LogIns;
import io.audienceroutes.people.NewSession;
import io.audienceroutes.people.OpenIdConnect;
import io.audienceroutes.people.PendingInvitation;
import io.audienceroutes.people.People;
import io.audienceroutes.people.PeopleRefused;
import io.audienceroutes.people.Person;
import io.audienceroutes.people.Role;
import io.audienceroutes.people.Session;
import io.audienceroutes.people.Sessions;
import io.audienceroutes.workflow.AuditLog;
import io.audienceroutes.workflow.AuditText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/**
 * The pages of the console over HTTP. The front door has let the call in: it is one of {@code pages.camel.yaml}, and
 * whoever makes it has the role. Called by the routes {@code show-page} and {@code submit-form}.
 */
public final class ConsoleApi {
    private static final String OPEN_ID_COOKIE = "oidc";
    private static final String CSV = "text/csv; charset=utf-8";

    private final Parts parts;
    private final boolean secure;

    /** @param secure whether cookies go over HTTPS alone */
    public ConsoleApi(Parts parts, boolean secure) {
        this.parts = parts;
        this.secure = secure;
    }

    /**
     * What the pages are made of.
     *
     * @param settings the effective configuration by key
     * @param deliverPlan opens the delivery of a plan for this person and answers its workflow
     */
    public record Parts(
            ConsolePages pages,
            WorkflowActions actions,
            WorkflowApi workflows,
            DestinationApi destinations,
            AuthorizationFlow authorizations,
            AuditLog audit,
            People people,
            LogIns logIns,
            Invitations invitations,
            Sessions sessions,
            ApiTokens tokens,
            Optional<OpenIdConnect> openIdConnect,
            Supplier<Map<String, String>> settings,
            BiFunction<String, String, String> deliverPlan) {}

    /** A page, a part of one, or a file that pages load. */
    public ApiAnswer show(@Headers Map<String, Object> headers, @Header(Caller.HEADER) Session session) {
        PageRequest request = PageRequest.of(headers, Optional.ofNullable(session));
        String area = request.path().get(0);
        return switch (area) {
            case "log-in", "welcome", "oidc" -> door(request);
            case "assets" -> asset(request);
            case "workflows" -> workflow(request);
            default -> page(request, area);
        };
    }

    private ApiAnswer page(PageRequest request, String area) {
        ConsolePages pages = parts.pages();
        Visit visit = request.visit();
        boolean one = request.path().size() > 1;
        String name = one ? request.path().get(1) : "";
        return switch (area) {
            case "" -> ApiAnswer.html(200, pages.overview().show(visit));
            case "overview" -> ApiAnswer.html(200, pages.overview().work(visit));
            case "destinations" ->
                ApiAnswer.html(
                        200,
                        one
                                ? pages.destinations().show(visit, name)
                                : pages.destinations().list(visit));
            case "audiences" ->
                ApiAnswer.html(
                        200,
                        one
                                ? pages.audiences().show(visit, name)
                                : pages.audiences().list(visit));
            case "credentials" -> ApiAnswer.html(200, pages.credentials().list(visit));
            case "activity" -> one ? export(request, name) : activity(request);
            case "settings" -> settings(request, Optional.empty());
            case "help" ->
                ApiAnswer.html(
                        200, one ? pages.help().show(visit, name) : pages.help().search(visit, request.field("text")));
            default -> throw new ApiNotFound("There is no such page.");
        };
    }

    private ApiAnswer workflow(PageRequest request) {
        ConsolePages pages = parts.pages();
        Visit visit = request.visit();
        if (request.path().size() == 1) {
            return ApiAnswer.html(200, pages.workflows().list(visit, WorkflowQuery.of(request.fields())));
        }
        String id = request.path().get(1);
        String part = request.path().size() > 2 ? request.path().get(2) : "";
        return switch (part) {
            case "" -> ApiAnswer.html(200, pages.workflows().show(visit, id));
            case "progress" -> ApiAnswer.html(200, pages.workflows().progress(visit, id));
            case "resolve" ->
                ApiAnswer.html(
                        200,
                        Optional.of(request.field("command"))
                                .filter(command -> !command.isEmpty())
                                .flatMap(command -> pages.workflows().steps(visit, id, command))
                                .orElseGet(() -> pages.workflows().resolve(visit, id)));
            case "receipt" -> ApiAnswer.html(200, pages.workflows().receipt(visit, id));
            case "receipt.json" -> parts.workflows().receipt(id);
            case "rejects" -> ApiAnswer.html(200, pages.workflows().rejects(visit, id));
            case "rejects.csv" -> rejects(visit, id);
            default -> throw new ApiNotFound("There is no such page.");
        };
    }

    private ApiAnswer rejects(Visit visit, String id) {
        Path file = parts.pages()
                .workflows()
                .rejectsDownload(visit, id)
                .orElseThrow(() -> new ApiNotFound("There is no file of rejected rows for you at this workflow."));
        try {
            return ApiAnswer.download(CSV, "rejects.csv", Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The rejected rows of workflow " + id + " cannot be read", e);
        }
    }

    private ApiAnswer activity(PageRequest request) {
        return ApiAnswer.html(
                200, parts.pages().activity().list(request.visit(), ActivityPages.Query.of(request.fields())));
    }

    private ApiAnswer export(PageRequest request, String name) {
        AuditText.Format format = name.endsWith(".csv") ? AuditText.Format.CSV : AuditText.Format.JSONL;
        StringBuilder text = new StringBuilder();
        format.heading().ifPresent(heading -> text.append(heading).append('\n'));
        parts.audit()
                .forEach(
                        parts.pages().activity().filter(ActivityPages.Query.of(request.fields())),
                        event -> text.append(format.line(event)).append('\n'));
        return ApiAnswer.download(format == AuditText.Format.CSV ? CSV : "application/x-ndjson", name, text.toString());
    }

    private ApiAnswer settings(PageRequest request, Optional<String> shownOnce) {
        boolean admin = request.visit().viewer().role().covers(Role.ADMIN);
        return ApiAnswer.html(
                200,
                parts.pages()
                        .settings()
                        .show(
                                request.visit(),
                                admin ? parts.people().all() : List.of(),
                                admin ? parts.tokens().all() : List.of(),
                                parts.settings().get(),
                                shownOnce));
    }

    private static ApiAnswer asset(PageRequest request) {
        return Assets.at(request.path().get(2))
                .map(asset -> new ApiAnswer(
                        200, asset.contentType(), Map.of(), new String(asset.content(), StandardCharsets.UTF_8)))
                .orElseThrow(() -> new ApiNotFound("There is no such file."));
    }

    private ApiAnswer door(PageRequest request) {
        return switch (request.call()) {
            case "GET log-in" -> logInPage(200, request.field("next"), "", Optional.empty());
            case "GET log-in/oidc" -> toProvider();
            case "GET oidc/callback" -> fromProvider(request);
            case "GET welcome" -> welcome(200, request.field("invitation"), Optional.empty());
            default -> throw new ApiNotFound("There is no such page.");
        };
    }

    private ApiAnswer logInPage(int status, String next, String name, Optional<String> problem) {
        return ApiAnswer.html(
                status,
                DoorPages.logIn(
                        "", ownPath(next), name, problem, parts.openIdConnect().map(any -> "your company's account")));
    }

    /** A path of this console: never another server's address. */
    private static String ownPath(String path) {
        return path.matches("/[A-Za-z0-9][^\\\\\\p{Cntrl}]*") ? path : "/";
    }

    private ApiAnswer welcome(int status, String secret, Optional<String> problem) {
        PendingInvitation pending = parts.invitations()
                .find(secret)
                .orElseThrow(
                        () -> new ApiNotFound("This link was used, has expired, or was replaced by a newer one. Ask"
                                + " an admin for a new one."));
        String name = pending.person().map(Person::name).orElse("");
        return ApiAnswer.html(status, DoorPages.welcome("", secret, name, problem));
    }

    private ApiAnswer toProvider() {
        OpenIdConnect.Redirect redirect = provider().begin();
        return ApiAnswer.redirect(redirect.url().toString())
                .with("Set-Cookie", cookie(OPEN_ID_COOKIE, redirect.secret(), OpenIdConnect.PATIENCE.toSeconds()));
    }

    private ApiAnswer fromProvider(PageRequest request) {
        String secret = request.cookies().getOrDefault(OPEN_ID_COOKIE, "");
        NewSession session = parts.logIns().logIn(provider().identify(secret, request.fields()), request.address());
        return loggedIn(session, "/");
    }

    private OpenIdConnect provider() {
        return parts.openIdConnect()
                .orElseThrow(
                        () -> new ApiNotFound("No OpenID Connect provider is configured: see console.oidc.issuer."));
    }

    /** After all audiences were read back. */
    public ApiAnswer audiencesRead() {
        return ApiAnswer.redirect("/audiences");
    }

    /** A form that somebody sent. */
    public ApiAnswer submit(@Headers Map<String, Object> headers, @Header(Caller.HEADER) Session session) {
        PageRequest request = PageRequest.of(headers, Optional.ofNullable(session));
        return switch (request.path().get(0)) {
            case "log-in" -> logIn(request);
            case "welcome" -> accept(request);
            case "log-out" -> {
                parts.sessions().close(request.session().orElseThrow());
                yield loggedOut();
            }
            case "log-out-everywhere" -> {
                Session open = request.session().orElseThrow();
                parts.sessions().closeAll(open.person().name(), request.author());
                yield loggedOut();
            }
            case "workflows" -> workflowForm(request);
            case "destinations" -> {
                String name = request.path().get(1);
                parts.destinations().check(name);
                yield ApiAnswer.redirect("/destinations/" + encoded(name));
            }
            case "credentials" ->
                ApiAnswer.html(
                        200,
                        parts.pages()
                                .credentials()
                                .authorization(
                                        request.visit(),
                                        parts.authorizations()
                                                .pendingAuthorization(
                                                        request.path().get(1),
                                                        request.visit().viewer().actor())));
            case "settings" -> administer(request);
            default -> throw new ApiNotFound("There is no such form.");
        };
    }

    private ApiAnswer logIn(PageRequest request) {
        LogIn attempt = parts.logIns()
                .logIn(
                        request.field("name"),
                        request.fields().getOrDefault("password", "").toCharArray(),
                        request.address());
        String next = request.field("next");
        if (attempt instanceof LogIn.Succeeded succeeded) {
            return loggedIn(succeeded.session(), ownPath(next));
        }
        String problem = attempt instanceof LogIn.Locked locked ? locked.message() : new LogIn.Failed().message();
        return logInPage(
                attempt instanceof LogIn.Locked ? 429 : 401, next, request.field("name"), Optional.of(problem));
    }

    private ApiAnswer accept(PageRequest request) {
        String secret = request.field("invitation");
        String password = request.fields().getOrDefault("password", "");
        if (!password.equals(request.fields().getOrDefault("again", ""))) {
            return welcome(422, secret, Optional.of("The two passwords are not the same. Type both again."));
        }
        try {
            Person person = parts.invitations()
                    .accept(
                            secret,
                            Optional.of(request.field("name")).filter(name -> !name.isEmpty()),
                            password.toCharArray(),
                            request.address());
            LogIn attempt = parts.logIns().logIn(person.name(), password.toCharArray(), request.address());
            return attempt instanceof LogIn.Succeeded succeeded
                    ? loggedIn(succeeded.session(), "/")
                    : ApiAnswer.redirect("/log-in");
        } catch (PeopleRefused e) {
            return welcome(422, secret, Optional.of(e.getMessage()));
        }
    }

    private ApiAnswer workflowForm(PageRequest request) {
        String id = request.path().get(1);
        Visit visit = request.visit();
        if (request.path().get(2).equals("deliver-plan")) {
            return ApiAnswer.redirect("/workflows/"
                    + encoded(parts.deliverPlan().apply(id, visit.viewer().actor())));
        }
        String seen = request.field("seen");
        Optional<String> stale = seen.matches("\\d{1,18}")
                ? parts.pages().workflows().stale(visit, id, Long.parseLong(seen))
                : Optional.empty();
        if (stale.isPresent()) {
            return ApiAnswer.html(409, stale.get());
        }
        Optional<String> steps = request.fields().containsKey("confirmed")
                ? Optional.empty()
                : parts.pages().workflows().steps(visit, id, request.field("command"));
        if (steps.isPresent()) {
            return ApiAnswer.html(200, steps.get());
        }
        Optional<RejectLimit> threshold = request.fields().containsKey("percent")
                        || request.fields().containsKey("rows")
                ? Optional.of(new RejectLimit(number(request, "percent", 100), number(request, "rows", 1_000_000_000)))
                : Optional.empty();
        parts.actions()
                .perform(
                        id,
                        new WorkflowActions.Request(
                                WorkflowActions.nameOf(request.field("command")),
                                Optional.of(request.field("action")).filter(text -> !text.isEmpty()),
                                threshold,
                                Optional.of(request.field("reason")),
                                Optional.empty()),
                        visit.viewer());
        return ApiAnswer.redirect("/workflows/" + encoded(id));
    }

    private static int number(PageRequest request, String name, int most) {
        String text = request.field(name);
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > most) {
            throw new ApiInvalid(
                    "The field " + name + " is not valid: expected a number from 0 to " + most + ". Nothing was done.");
        }
        return Integer.parseInt(text);
    }

    private ApiAnswer administer(PageRequest request) {
        String kind = request.path().get(1);
        boolean one = request.path().size() > 2;
        String name = one ? request.path().get(2) : request.field("name");
        String action = one ? request.path().get(3) : "add";
        Optional<String> shownOnce = Optional.empty();
        switch (kind + " " + action) {
            case "people add" ->
                shownOnce = Optional.of(parts.people()
                        .add(
                                name,
                                Optional.of(request.field("displayName")).filter(text -> !text.isEmpty()),
                                role(request),
                                request.fields().containsKey("restrictPii"),
                                request.author())
                        .url());
            case "people reset" ->
                shownOnce =
                        Optional.of(parts.people().reset(name, request.author()).url());
            case "people disable" -> parts.people().disable(name, request.author());
            case "people enable" -> parts.people().enable(name, request.author());
            case "tokens add" ->
                shownOnce = Optional.of(parts.tokens()
                        .create(
                                name,
                                role(request),
                                request.fields().containsKey("restrictPii"),
                                Math.max(1, number(request, "days", ApiTokens.MOST_DAYS)),
                                request.author())
                        .secret());
            case "tokens revoke" -> parts.tokens().revoke(name, request.author());
            default -> throw new ApiNotFound("There is no such form.");
        }
        return shownOnce.isPresent() ? settings(request, shownOnce) : ApiAnswer.redirect("/settings");
    }

    private static Role role(PageRequest request) {
        try {
            return Role.valueOf(request.field("role").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ApiInvalid("The role is unknown. Nothing was done.");
        }
    }

    private ApiAnswer loggedIn(NewSession session, String path) {
        // The session ends on the server; the cookie ends with the browser
        return ApiAnswer.redirect(path).with("Set-Cookie", cookie(FrontDoor.SESSION_COOKIE, session.secret(), -1));
    }

    private ApiAnswer loggedOut() {
        return ApiAnswer.redirect("/log-in").with("Set-Cookie", cookie(FrontDoor.SESSION_COOKIE, "", 0));
    }

    private String cookie(String name, String value, long seconds) {
        return name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + (seconds >= 0 ? "; Max-Age=" + seconds : "")
                + (secure ? "; Secure" : "");
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** How a failure looks in a browser. */
    public ApiAnswer problem(@ExchangeException Throwable failure) {
        Problem problem = ApiProblems.of(failure);
        return ApiAnswer.html(problem.status(), page(problem));
    }

    /** A refusal as a page. */
    public static String page(Problem problem) {
        return DoorPages.error(problem.status(), problem.title(), problem.detail());
    }
}
