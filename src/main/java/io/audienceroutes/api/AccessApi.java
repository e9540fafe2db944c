package io.audienceroutes.api;

import io.audienceroutes.console.DoorPages;
import io.audienceroutes.console.SettingsPages;
import io.audienceroutes.http.FrontDoor;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.Variable;

/** Logs people in and out, and lets admins manage people and API tokens. Called by route {@code manage-access}. */
public final class AccessApi {
    private static final String OPEN_ID_COOKIE = "oidc";
    private static final int MISTYPED = 422;

    private final Parts parts;
    private final SettingsPages page;
    private final Supplier<Map<String, String>> settings;
    private final boolean secure;

    /**
     * @param settings the effective configuration by key
     * @param secure whether cookies go over HTTPS alone
     */
    public AccessApi(Parts parts, SettingsPages page, Supplier<Map<String, String>> settings, boolean secure) {
        this.parts = parts;
        this.page = page;
        this.settings = settings;
        this.secure = secure;
    }

    /** Who may log in, and who has. */
    public record Parts(
            People people,
            LogIns logIns,
            Invitations invitations,
            Sessions sessions,
            ApiTokens tokens,
            Optional<OpenIdConnect> openIdConnect) {}

    /** Shows the page, or does what the form, with this id asks for. */
    public ApiAnswer manage(
            @Variable("page") String page,
            @Headers Map<String, Object> headers,
            @Header(Caller.HEADER) Session session) {
        PageRequest request = PageRequest.of(page, headers, session);
        return switch (page) {
            case "log-in-page" -> logInPage(200, request.field("next"), "", Optional.empty());
            case "log-in" -> logIn(request);
            case "provider-page" -> toProvider();
            case "provider-callback" -> fromProvider(request);
            case "welcome-page" -> welcome(200, request.field("invitation"), Optional.empty());
            case "accept-invitation" -> accept(request);
            case "log-out" -> {
                parts.sessions().close(request.open());
                yield loggedOut();
            }
            case "log-out-everywhere" -> {
                parts.sessions().closeAll(request.open().person().name(), request.author());
                yield loggedOut();
            }
            case "settings-page" -> settings(request, Optional.empty());
            default -> administer(request);
        };
    }

    private ApiAnswer settings(PageRequest request, Optional<String> shownOnce) {
        boolean admin = request.visit().viewer().role().covers(Role.ADMIN);
        return ApiAnswer.html(
                200,
                page.show(
                        request.visit(),
                        admin ? parts.people().all() : List.of(),
                        admin ? parts.tokens().all() : List.of(),
                        settings.get(),
                        shownOnce));
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

    private ApiAnswer logIn(PageRequest request) {
        LogIn attempt = parts.logIns()
                .logIn(request.field("name"), request.typed("password").toCharArray(), request.address());
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
        String password = request.typed("password");
        if (!password.equals(request.typed("again"))) {
            return welcome(MISTYPED, secret, Optional.of("The two passwords are not the same. Type both again."));
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
            return welcome(MISTYPED, secret, Optional.of(e.getMessage()));
        }
    }

    private ApiAnswer administer(PageRequest request) {
        String name = request.field("name");
        Optional<String> shownOnce = Optional.empty();
        switch (request.page()) {
            case "add-person-form" -> shownOnce = Optional.of(add(name, request));
            case "reset-person-form" ->
                shownOnce =
                        Optional.of(parts.people().reset(name, request.author()).url());
            case "disable-person-form" -> parts.people().disable(name, request.author());
            case "enable-person-form" -> parts.people().enable(name, request.author());
            case "add-token-form" -> shownOnce = Optional.of(createToken(name, request));
            case "revoke-token-form" -> parts.tokens().revoke(name, request.author());
            default -> throw request.unknown();
        }
        return shownOnce.isPresent() ? settings(request, shownOnce) : ApiAnswer.redirect("/settings");
    }

    private String add(String name, PageRequest request) {
        return parts.people()
                .add(
                        name,
                        Optional.of(request.field("displayName")).filter(text -> !text.isEmpty()),
                        role(request),
                        request.has("restrictPii"),
                        request.author())
                .url();
    }

    private String createToken(String name, PageRequest request) {
        int days = request.has("days") ? request.number("days", ApiTokens.MOST_DAYS) : ApiTokens.USUAL_DAYS;
        return parts.tokens()
                .create(name, role(request), request.has("restrictPii"), days, request.author())
                .secret();
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
}
