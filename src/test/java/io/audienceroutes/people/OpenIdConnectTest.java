package io.audienceroutes.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.audienceroutes.state.Sha256;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.testing.MovableClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of an identity provider's answers is believed. The provider here says whatever a test wants. */
final class OpenIdConnectTest {
    private static final String ISSUER = "https://login.example.com/acme";
    private static final String CLIENT = "audience-routes";

    private final MovableClock clock = new MovableClock();
    private final SayingAnything provider = new SayingAnything();
    private final OpenIdConnect openIdConnect = new OpenIdConnect(
            new OpenIdSettings(
                    ISSUER,
                    CLIENT,
                    () -> Optional.of("the-client-secret"),
                    Installation.URL + "/",
                    "openid",
                    "preferred_username",
                    "groups",
                    Map.of(
                            Role.VIEWER, Set.of("all"),
                            Role.OPERATOR, Set.of("team"),
                            Role.ADMIN, Set.of("admins", "platform")),
                    Set.of("externals")),
            provider,
            new SecureRandom(),
            clock);
    private OpenIdConnect.Redirect redirect;
    private Map<String, String> sent;

    /** A provider whose every answer can be replaced. */
    private static final class SayingAnything implements ProviderCalls {
        private final Map<String, Object> metadata = new TreeMap<>(Map.of(
                "issuer", ISSUER,
                "authorization_endpoint", ISSUER + "/authorize?tenant=7",
                "token_endpoint", ISSUER + "/token",
                "jwks_uri", ISSUER + "/keys"));
        private RSAKey key = newKey("first");
        private String keys = new JWKSet(key.toPublicJWK()).toString();
        private int keysRead;
        private Answer tokens = new Answer(200, "{}");
        private String form = "";
        private Optional<String> authorization = Optional.empty();

        @Override
        public Answer get(URI address) {
            if (address.getPath().endsWith("/keys")) {
                keysRead++;
                return new Answer(200, keys);
            }
            return new Answer(200, StoredJson.write(metadata));
        }

        @Override
        public Answer post(URI address, String form, Optional<String> authorization) throws IOException {
            this.form = form;
            this.authorization = authorization;
            return tokens;
        }

        void answer(String idToken) {
            tokens = new Answer(200, StoredJson.write(Map.of("id_token", idToken, "token_type", "Bearer")));
        }
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void begin() {
        redirect = openIdConnect.begin();
        sent = Arrays.stream(redirect.url().getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private Map<String, Object> claims() {
        long now = clock.instant().getEpochSecond();
        return new TreeMap<>(Map.of(
                "iss",
                ISSUER,
                "sub",
                "s-1",
                "aud",
                CLIENT,
                "exp",
                now + 300,
                "iat",
                now,
                "nonce",
                sent.get("nonce"),
                "preferred_username",
                "ann",
                "groups",
                List.of("team")));
    }

    private Map<String, Object> claimsWith(String name, Object value) {
        Map<String, Object> claims = claims();
        claims.put(name, value);
        return claims;
    }

    private Map<String, Object> claimsWithout(String name) {
        Map<String, Object> claims = claims();
        claims.remove(name);
        return claims;
    }

    private static String signed(Map<String, Object> claims, RSAKey key, JWSAlgorithm algorithm) throws Exception {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), new Payload(StoredJson.write(claims)));
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private Identity identify(Map<String, Object> claims) throws Exception {
        provider.answer(signed(claims, provider.key, JWSAlgorithm.RS256));
        return openIdConnect.identify(redirect.secret(), Map.of("code", "c-1", "state", sent.get("state")));
    }

    private void requireRefused(Map<String, Object> claims, String message) {
        assertThatThrownBy(() -> identify(claims))
                .isInstanceOfSatisfying(
                        PeopleRefused.class,
                        refused -> assertThat(refused.kind()).isEqualTo(PeopleRefused.Kind.NOT_ADMITTED))
                .hasMessageContaining(message);
    }

    @Test
    void whatIsDerivedFromTheCookieFitsAndTellsNothingOfIt() throws Exception {
        Identity identity = identify(claims());

        assertThat(identity).isEqualTo(new Identity(ISSUER + " s-1", "ann", "ann", Role.OPERATOR, false));
        assertThat(redirect.url().toString())
                .startsWith(ISSUER + "/authorize?tenant=7&")
                .doesNotContain(redirect.secret());
        assertThat(sent).containsEntry("redirect_uri", "https://console.example.com/oidc/callback");
        assertThat(redirect.toString()).doesNotContain(redirect.secret());
        String verifier = Arrays.stream(provider.form.split("&"))
                .filter(pair -> pair.startsWith("code_verifier="))
                .findFirst()
                .orElseThrow()
                .substring(14);
        assertThat(sent.get("code_challenge"))
                .isEqualTo(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Sha256.of(verifier.getBytes(StandardCharsets.US_ASCII))));
        assertThat(provider.authorization)
                .contains("Basic "
                        + Base64.getEncoder()
                                .encodeToString((CLIENT + ":the-client-secret").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void secretGoesIntoTheFormWhereTheProviderTakesItThereOnly() throws Exception {
        provider.metadata.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"));
        clock.advance(Duration.ofHours(2));
        identify(claims());

        assertThat(provider.form).contains("client_secret=the-client-secret");
        assertThat(provider.authorization).isEmpty();
    }

    @Test
    void highestRoleCountsAndAGroupOfTheRestrictedRestricts() throws Exception {
        assertThat(identify(claimsWith("groups", List.of("all", "platform", "externals", 7))))
                .isEqualTo(new Identity(ISSUER + " s-1", "ann", "ann", Role.ADMIN, true));
        assertThat(identify(claimsWith("groups", "all")).role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void answerWithoutTheBrowsersStateIsRefusedBeforeAnythingIsAsked() {
        for (Map<String, String> parameters : List.of(
                Map.<String, String>of(),
                Map.of("code", "c-1"),
                Map.of("code", "c-1", "state", ""),
                Map.of("code", "c-1", "state", "x".repeat(100_000)),
                Map.of("code", "c-1", "state", sent.get("nonce")))) {
            assertThatThrownBy(() -> openIdConnect.identify(redirect.secret(), parameters))
                    .hasMessageContaining("not begun in this browser");
        }
        assertThatThrownBy(() -> openIdConnect.identify("", Map.of("code", "c", "state", sent.get("state"))))
                .hasMessageContaining("not begun in this browser");
        assertThatThrownBy(() -> openIdConnect.identify("x".repeat(1000), Map.of("code", "c", "state", "")))
                .hasMessageContaining("not begun in this browser");
        assertThat(provider.form).isEmpty();
    }

    @Test
    void errorOfTheProviderIsToldByItsCodeOnly() {
        assertThatThrownBy(() -> openIdConnect.identify(
                        redirect.secret(),
                        Map.of("error", "access_denied", "error_description", "<b>x</b>", "state", sent.get("state"))))
                .hasMessage("The identity provider did not log you in (access_denied). Log in again.");
        assertThatThrownBy(() -> openIdConnect.identify(
                        redirect.secret(), Map.of("error", "<script>", "state", sent.get("state"))))
                .hasMessage("The identity provider did not log you in. Log in again.");
    }

    @Test
    void answerOfAnotherProviderIsRefused() {
        assertThatThrownBy(() -> openIdConnect.identify(
                        redirect.secret(),
                        Map.of("code", "c", "state", sent.get("state"), "iss", "https://evil.example.com")))
                .hasMessageContaining("another identity provider");
    }

    @Test
    void tokenForAnotherLogInOrProgramIsRefused() throws Exception {
        String message = "issued for another log-in or another program";
        requireRefused(claimsWith("iss", ISSUER + "/"), message);
        requireRefused(claimsWithout("iss"), message);
        requireRefused(claimsWith("aud", "another"), message);
        requireRefused(claimsWith("aud", List.of()), message);
        requireRefused(claimsWithout("aud"), message);
        requireRefused(claimsWith("aud", List.of(CLIENT, "another")), message);
        requireRefused(claimsWith("azp", "another"), message);
        requireRefused(claimsWith("nonce", "another"), message);
        requireRefused(claimsWith("nonce", 7), message);
        requireRefused(claimsWithout("nonce"), message);
        Map<String, Object> shared = claimsWith("aud", List.of(CLIENT, "another"));
        shared.put("azp", CLIENT);
        assertThat(identify(shared).name()).isEqualTo("ann");
    }

    @Test
    void tokenThatIsNotValidNowIsRefused() {
        long now = clock.instant().getEpochSecond();
        String message = "not valid at this time";
        requireRefused(claimsWith("exp", now - 121), message);
        requireRefused(claimsWith("exp", "tomorrow"), message);
        requireRefused(claimsWith("exp", Long.MIN_VALUE), message);
        requireRefused(claimsWithout("exp"), message);
        requireRefused(claimsWith("iat", now + 121), message);
        requireRefused(claimsWith("iat", Long.MAX_VALUE), message);
        requireRefused(claimsWithout("iat"), message);
    }

    @Test
    void tokenOfNobodyOrOfAnImpossibleNameIsRefused() {
        requireRefused(claimsWithout("sub"), "names nobody");
        requireRefused(claimsWith("sub", " "), "names nobody");
        requireRefused(claimsWith("sub", "x".repeat(256)), "names nobody");
        requireRefused(claimsWithout("preferred_username"), "console.oidc.name-claim");
        requireRefused(claimsWith("preferred_username", "<script>"), "console.oidc.name-claim");
        requireRefused(claimsWith("preferred_username", List.of("ann")), "console.oidc.name-claim");
        requireRefused(claimsWithout("groups"), "None of your groups");
        requireRefused(claimsWith("groups", List.of("Team")), "None of your groups");
        requireRefused(claimsWith("groups", Map.of("team", "team")), "None of your groups");
    }

    @Test
    void tokenWithoutTheProvidersSignatureIsRefused() throws Exception {
        RSAKey other = newKey("first");
        String none = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(StoredJson.write(claims()).getBytes(StandardCharsets.UTF_8))
                + ".";
        JWSObject mac = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(StoredJson.write(claims())));
        mac.sign(new MACSigner(provider.key.toRSAPublicKey().getEncoded()));
        String right = signed(claims(), provider.key, JWSAlgorithm.PS512);
        List<String> tokens = List.of(
                signed(claims(), other, JWSAlgorithm.RS256),
                none,
                mac.serialize(),
                right.substring(0, right.lastIndexOf('.') + 1),
                right.substring(0, right.length() - 8) + "AAAAAAAA",
                "",
                "a.b.c",
                "x".repeat(100_000));
        for (String token : tokens) {
            provider.answer(token);
            assertThatThrownBy(() ->
                            openIdConnect.identify(redirect.secret(), Map.of("code", "c", "state", sent.get("state"))))
                    .as(token)
                    .isInstanceOf(PeopleRefused.class)
                    .hasMessageContaining("no valid signature");
        }
        provider.answer(right);
        assertThat(openIdConnect
                        .identify(redirect.secret(), Map.of("code", "c", "state", sent.get("state")))
                        .name())
                .isEqualTo("ann");
    }

    @Test
    void exchangedKeyIsReadOnceAMinuteAtMost() throws Exception {
        identify(claims());
        provider.key = newKey("second");
        provider.keys = new JWKSet(provider.key.toPublicJWK()).toString();
        int before = provider.keysRead;
        requireRefused(claims(), "no valid signature");
        requireRefused(claims(), "no valid signature");
        assertThat(provider.keysRead).isEqualTo(before);
        clock.advance(Duration.ofMinutes(1));

        assertThat(identify(claims()).name()).isEqualTo("ann");
        assertThat(provider.keysRead).isEqualTo(before + 1);
    }

    @Test
    void providerThatDoesNotBehaveIsUnusable() {
        clock.advance(Duration.ofHours(2));
        for (Map.Entry<String, Object> wrong : List.<Map.Entry<String, Object>>of(
                Map.entry("issuer", "https://evil.example.com"),
                Map.entry("authorization_endpoint", "http://login.example.com/authorize"),
                Map.entry("authorization_endpoint", "javascript:alert(1)"),
                Map.entry("token_endpoint", "https://user@evil.example.com/"),
                Map.entry("token_endpoint", 7),
                Map.entry("jwks_uri", "file:///etc/passwd"))) {
            Object right = provider.metadata.put(wrong.getKey(), wrong.getValue());
            assertThatThrownBy(openIdConnect::begin)
                    .as(wrong.toString())
                    .isInstanceOfSatisfying(
                            PeopleRefused.class,
                            refused -> assertThat(refused.kind()).isEqualTo(PeopleRefused.Kind.PROVIDER_UNUSABLE));
            provider.metadata.put(wrong.getKey(), right);
        }
        provider.keys = "no keys";
        assertThatThrownBy(openIdConnect::begin).hasMessageContaining("its keys cannot be read");
    }

    @Test
    void refusedCodeIsTold() {
        provider.tokens = new ProviderCalls.Answer(400, "{\"error\":\"invalid_grant\"}");
        assertThatThrownBy(() ->
                        openIdConnect.identify(redirect.secret(), Map.of("code", "c", "state", sent.get("state"))))
                .hasMessageContaining("gave no ID token (invalid_grant)");
        provider.tokens = new ProviderCalls.Answer(200, "<html>");
        assertThatThrownBy(() ->
                        openIdConnect.identify(redirect.secret(), Map.of("code", "c", "state", sent.get("state"))))
                .hasMessageContaining("not a JSON object");
        provider.tokens = new ProviderCalls.Answer(503, "");
        assertThatThrownBy(() ->
                        openIdConnect.identify(redirect.secret(), Map.of("code", "c", "state", sent.get("state"))))
                .hasMessageContaining("HTTP status 503");
    }
}
