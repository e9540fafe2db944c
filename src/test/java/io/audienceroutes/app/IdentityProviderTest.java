package io.audienceroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import io.audienceroutes.people.Identity;
import io.audienceroutes.people.LogIns;
import io.audienceroutes.people.NewSession;
import io.audienceroutes.people.OpenIdConnect;
import io.audienceroutes.people.OpenIdSettings;
import io.audienceroutes.people.Passwords;
import io.audienceroutes.people.PeopleRefused;
import io.audienceroutes.people.Principal;
import io.audienceroutes.people.Role;
import io.audienceroutes.people.Sessions;
import io.audienceroutes.state.StateDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log-in with an OpenID Connect provider that runs on this machine, over HTTP, to the session that comes of it. */
final class IdentityProviderTest {
    private static final String CLIENT = "audience-routes";
    private static final String ADDRESS = "192.0.2.7";

    @TempDir
    Path folder;

    private final Clock clock = Clock.systemUTC();
    private MockOAuth2Server provider;
    private StateDatabase database;
    private Sessions sessions;
    private LogIns logIns;

    @BeforeEach
    void open() throws Exception {
        provider = new MockOAuth2Server();
        provider.start(InetAddress.getLoopbackAddress(), 0);
        database = new StateDatabase(folder.resolve("state.db"));
        SecureRandom random = new SecureRandom();
        sessions = new Sessions(database, random, Duration.ofMinutes(30), Duration.ofHours(12), clock);
        logIns = new LogIns(database, new Passwords(random), sessions, clock);
    }

    @AfterEach
    void close() {
        provider.shutdown();
        database.close();
    }

    private OpenIdConnect openIdConnect(String issuer, Optional<String> secret) {
        return new OpenIdConnect(
                new OpenIdSettings(
                        issuer,
                        CLIENT,
                        () -> secret,
                        "http://127.0.0.1:18080",
                        "openid profile",
                        "preferred_username",
                        "groups",
                        Map.of(Role.USER, Set.of("analysts"), Role.ADMIN, Set.of("platform")),
                        Set.of("contractors")),
                new HttpProviderCalls(),
                new SecureRandom(),
                clock);
    }

    private String issuer() {
        return provider.issuerUrl("acme").toString();
    }

    private void nextIs(String subject, String name, String... groups) {
        provider.enqueueCallback(new DefaultOAuth2TokenCallback(
                "acme",
                subject,
                JOSEObjectType.JWT.getType(),
                List.of(CLIENT),
                Map.of("preferred_username", name, "name", "Ann Example", "groups", List.of(groups)),
                3600));
    }

    /** Goes where a browser is sent, and answers what it brings back. */
    private static Map<String, String> browse(URI url) throws Exception {
        var response =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding());
        assertThat(response.statusCode()).isEqualTo(302);
        URI back = URI.create(response.headers().firstValue("Location").orElseThrow());
        assertThat(back.toString()).startsWith("http://127.0.0.1:18080/oidc/callback?");
        return Arrays.stream(back.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private NewSession logIn(OpenIdConnect openIdConnect) throws Exception {
        OpenIdConnect.Redirect redirect = openIdConnect.begin();
        Identity identity = openIdConnect.identify(redirect.secret(), browse(redirect.url()));
        return logIns.logIn(identity, ADDRESS);
    }

    @Test
    void personOfAGroupIsLoggedInWithItsRole() throws Exception {
        OpenIdConnect openIdConnect = openIdConnect(issuer(), Optional.of("a client's secret: 100%"));
        nextIs("s-1", "Ann@Example.com", "everyone", "analysts", "contractors");

        NewSession session = logIn(openIdConnect);

        assertThat(session.session().principal())
                .isEqualTo(new Principal("ann@example.com", Role.USER, true, Principal.Kind.PERSON));
        assertThat(sessions.find(session.secret()).orElseThrow().person().displayName())
                .isEqualTo("Ann Example");
        RecordedRequest first = provider.takeRequest();
        assertThat(first.getPath()).contains("/.well-known/openid-configuration");
        requireRequests();
    }

    /** The browser's request proves PKCE, state and nonce; the token request carries verifier and secret. */
    private void requireRequests() throws Exception {
        RecordedRequest authorize = provider.takeRequest();
        while (!authorize.getPath().contains("/authorize")) {
            authorize = provider.takeRequest();
        }
        assertThat(authorize.getPath())
                .contains(
                        "code_challenge_method=S256", "response_type=code", "state=", "nonce=", "client_id=" + CLIENT);
        RecordedRequest token = provider.takeRequest();
        while (!token.getPath().endsWith("/token")) {
            token = provider.takeRequest();
        }
        assertThat(token.getHeader("Authorization")).startsWith("Basic ");
        assertThat(token.getBody().readUtf8())
                .contains("code_verifier=", "grant_type=authorization_code")
                .doesNotContain("secret");
    }

    @Test
    void roleFollowsTheGroupsAndSessionsEndWithIt() throws Exception {
        OpenIdConnect openIdConnect = openIdConnect(issuer(), Optional.empty());
        nextIs("s-1", "ann", "platform");
        NewSession asAdmin = logIn(openIdConnect);
        nextIs("s-1", "renamed", "analysts");
        NewSession asUser = logIn(openIdConnect);

        assertThat(asAdmin.session().principal().role()).isEqualTo(Role.ADMIN);
        assertThat(asUser.session().principal())
                .isEqualTo(new Principal("ann", Role.USER, false, Principal.Kind.PERSON));
        assertThat(sessions.find(asAdmin.secret())).isEmpty();
    }

    @Test
    void personWithoutAGroupIsNotAdmitted() throws Exception {
        OpenIdConnect openIdConnect = openIdConnect(issuer(), Optional.empty());
        nextIs("s-1", "ann", "Analysts", "everyone");

        assertThatThrownBy(() -> logIn(openIdConnect))
                .isInstanceOf(PeopleRefused.class)
                .hasMessageContaining("None of your groups");
    }

    @Test
    void nameOfAnotherPersonIsNotTakenOver() throws Exception {
        OpenIdConnect openIdConnect = openIdConnect(issuer(), Optional.empty());
        nextIs("s-1", "ann", "platform");
        logIn(openIdConnect);
        nextIs("s-2", "ann", "platform");

        assertThatThrownBy(() -> logIn(openIdConnect)).hasMessageContaining("another person of the name ann");
    }

    @Test
    void codeOfAnotherBrowserIsRefusedByTheProvidersCheckOfTheVerifier() throws Exception {
        OpenIdConnect openIdConnect = openIdConnect(issuer(), Optional.empty());
        OpenIdConnect.Redirect victims = openIdConnect.begin();
        Map<String, String> stolen = browse(victims.url());
        OpenIdConnect.Redirect attackers = openIdConnect.begin();
        Map<String, String> forged = Map.of(
                "code", stolen.get("code"), "state", browse(attackers.url()).get("state"));

        assertThatThrownBy(() -> openIdConnect.identify(attackers.secret(), forged))
                .isInstanceOf(PeopleRefused.class)
                .hasMessageContaining("gave no ID token");
    }

    @Test
    void providerThatIsDownIsNamed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> openIdConnect("http://127.0.0.1:" + port + "/acme", Optional.empty())
                        .begin())
                .isInstanceOfSatisfying(
                        PeopleRefused.class,
                        refused -> assertThat(refused.kind()).isEqualTo(PeopleRefused.Kind.PROVIDER_UNUSABLE))
                .hasMessageContaining("http://127.0.0.1:" + port + "/acme cannot be used")
                .hasMessageContaining("did not answer");
    }

    @Test
    void addressThatIsNoProviderIsNamed() {
        assertThatThrownBy(() -> openIdConnect(issuer() + "/", Optional.empty()).begin())
                .hasMessageContaining("names itself differently");
    }
}
