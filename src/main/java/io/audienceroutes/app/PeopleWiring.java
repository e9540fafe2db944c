package io.audienceroutes.app;

import io.audienceroutes.api.AccessApi;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.people.ApiTokens;
import io.audienceroutes.people.Invitations;
import io.audienceroutes.people.LogIns;
import io.audienceroutes.people.OpenIdConnect;
import io.audienceroutes.people.OpenIdSettings;
import io.audienceroutes.people.Passwords;
import io.audienceroutes.people.People;
import io.audienceroutes.people.Role;
import io.audienceroutes.people.Sessions;
import io.audienceroutes.state.StateDatabase;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes what has to do with people, their sessions and API tokens. */
public final class PeopleWiring {
    private static final String ISSUER = "console.oidc.issuer";

    private final Sessions sessions;
    private final Invitations invitations;
    private final People people;
    private final LogIns logIns;
    private final ApiTokens tokens;
    private final Optional<OpenIdConnect> openIdConnect;

    PeopleWiring(BundleSettings settings, Secrets secrets, StateDatabase database, Clock clock) {
        SecureRandom random = new SecureRandom();
        Passwords passwords = new Passwords(random);
        sessions = new Sessions(
                database,
                random,
                Duration.ofMinutes(settings.number("console.session-idle-minutes")),
                Duration.ofHours(settings.number("console.session-hours")),
                clock);
        invitations =
                new Invitations(database, passwords, sessions, random, settings.text("console.public-url"), clock);
        people = new People(database, passwords, sessions, invitations, clock);
        logIns = new LogIns(database, passwords, sessions, clock);
        tokens = new ApiTokens(database, random, clock);
        openIdConnect = settings.text(ISSUER).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new OpenIdConnect(openIdSettings(settings, secrets), new HttpProviderCalls(), random, clock));
    }

    private static OpenIdSettings openIdSettings(BundleSettings settings, Secrets secrets) {
        String clientSecret = settings.text("console.oidc.client-secret-name");
        Map<Role, Set<String>> groups = Map.of(
                Role.VIEWER, list(settings, "console.oidc.viewer-groups"),
                Role.USER, list(settings, "console.oidc.user-groups"),
                Role.OPERATOR, list(settings, "console.oidc.operator-groups"),
                Role.ADMIN, list(settings, "console.oidc.admin-groups"));
        if (settings.text("console.oidc.client-id").isEmpty()
                || groups.values().stream().allMatch(Set::isEmpty)) {
            throw new InvalidSettings("The configuration cannot be used: " + ISSUER + " is set, but"
                    + " console.oidc.client-id is empty, or no group has a role. Set console.oidc.client-id and, for"
                    + " example, console.oidc.admin-groups, or leave " + ISSUER + " empty. Nothing was started.");
        }
        return new OpenIdSettings(
                settings.text(ISSUER),
                settings.text("console.oidc.client-id"),
                () -> clientSecret.isEmpty() ? Optional.empty() : Optional.of(secrets.require(clientSecret)),
                settings.text("console.public-url"),
                settings.text("console.oidc.scopes"),
                settings.text("console.oidc.name-claim"),
                settings.text("console.oidc.groups-claim"),
                groups,
                list(settings, "console.oidc.restricted-groups"));
    }

    private static Set<String> list(BundleSettings settings, String key) {
        return Arrays.stream(settings.text(key).split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What the pages for log-in and for people work with. */
    AccessApi.Parts access() {
        return new AccessApi.Parts(people, logIns, invitations, sessions, tokens, openIdConnect);
    }

    /** Who may log in. */
    public People people() {
        return people;
    }

    /** One-time links. */
    public Invitations invitations() {
        return invitations;
    }

    /** Logs people in. */
    public LogIns logIns() {
        return logIns;
    }

    /** Who is logged in. */
    public Sessions sessions() {
        return sessions;
    }

    /** Log-in with an identity provider, where one is configured. */
    public Optional<OpenIdConnect> openIdConnect() {
        return openIdConnect;
    }

    /** The tokens of programs. */
    public ApiTokens tokens() {
        return tokens;
    }
}
