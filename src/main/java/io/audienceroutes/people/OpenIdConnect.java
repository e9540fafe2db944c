package io.audienceroutes.people;

import io.audienceroutes.state.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Log-in with an identity provider: OpenID Connect, authorization code with PKCE. Nothing is kept between the redirect
 * and the callback but a secret in the browser's cookie, from which state, nonce and code verifier are derived.
 */
public final class OpenIdConnect {
    /** The path of the callback, below the address of the console. */
    public static final String CALLBACK = "/oidc/callback";
    /** How long the cookie of a log-in may live. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,60}");
    private static final int MOST_CHARS = 8192;

    private final OpenIdSettings settings;
    private final Provider provider;
    private final ProviderCalls calls;
    private final SecureRandom random;
    private final Clock clock;

    public OpenIdConnect(OpenIdSettings settings, ProviderCalls calls, SecureRandom random, Clock clock) {
        this.settings = settings;
        this.provider = new Provider(settings.issuer(), calls, clock);
        this.calls = calls;
        this.random = random;
        this.clock = clock;
    }

    /**
     * The begin of a log-in.
     *
     * @param url where the browser is sent
     * @param secret for a cookie that only the callback gets (HttpOnly, SameSite=Lax, for {@link #PATIENCE})
     */
    public record Redirect(URI url, String secret) {
        @Override
        public String toString() {
            return "redirect to the identity provider";
        }
    }

    /** Begins a log-in. */
    public Redirect begin() {
        String secret = Secret.make(random);
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", settings.clientId());
        parameters.put("redirect_uri", redirectUri());
        parameters.put("scope", settings.scopes());
        parameters.put("state", derived("state", secret));
        parameters.put("nonce", derived("nonce", secret));
        parameters.put("code_challenge", challenge(derived("verifier", secret)));
        parameters.put("code_challenge_method", "S256");
        URI endpoint = provider.authorizationEndpoint();
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        return new Redirect(URI.create(endpoint + separator + form(parameters)), secret);
    }

    /**
     * Ends a log-in: who came back from the provider.
     *
     * @param secret of the cookie
     * @param parameters of the callback
     */
    public Identity identify(String secret, Map<String, String> parameters) {
        if (!same(parameters.getOrDefault("state", ""), derived("state", secret))) {
            throw notAdmitted("This log-in was not begun in this browser, or too long ago. Log in again.");
        }
        Optional<String> error = Optional.ofNullable(parameters.get("error"));
        if (error.isPresent()) {
            throw notAdmitted("The identity provider did not log you in" + named(error.get()) + ". Log in again.");
        }
        if (!settings.issuer().equals(parameters.getOrDefault("iss", settings.issuer()))) {
            throw notAdmitted("The answer comes from another identity provider. Log in again.");
        }
        Map<String, Object> claims = provider.claims(idToken(secret, parameters.getOrDefault("code", "")));
        requireForUs(claims, derived("nonce", secret));
        return identity(claims);
    }

    private String idToken(String secret, String code) {
        Map<String, String> form = new TreeMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code.substring(0, Math.min(code.length(), MOST_CHARS)));
        form.put("redirect_uri", redirectUri());
        form.put("client_id", settings.clientId());
        form.put("code_verifier", derived("verifier", secret));
        Optional<String> clientSecret = settings.clientSecret().get();
        boolean inForm = clientSecret.isPresent() && provider.takesSecretInFormOnly();
        if (inForm) {
            form.put("client_secret", clientSecret.orElseThrow());
        }
        Optional<String> authorization = clientSecret.filter(text -> !inForm).map(this::basic);
        try {
            ProviderCalls.Answer answer = calls.post(provider.tokenEndpoint(), form(form), authorization);
            if (answer.status() >= 500) {
                throw provider.unusable("its token endpoint answered with HTTP status " + answer.status());
            }
            Map<String, Object> tokens = provider.object(answer.body());
            if (!answer.isOk() || !(tokens.get("id_token") instanceof String token)) {
                String why = tokens.get("error") instanceof String text ? named(text) : "";
                throw notAdmitted("The identity provider gave no ID token" + why + ". Log in again.");
            }
            return token;
        } catch (IOException e) {
            throw provider.unusable(
                    "its token endpoint did not answer (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** OpenID Connect Core 1.0, section 3.1.3.7. */
    private void requireForUs(Map<String, Object> claims, String nonce) {
        Instant now = clock.instant();
        List<String> audience = texts(claims.get("aud"));
        boolean forUs = settings.issuer().equals(claims.get("iss"))
                && audience.contains(settings.clientId())
                && (audience.size() == 1 || settings.clientId().equals(claims.get("azp")))
                && settings.clientId().equals(Objects.requireNonNullElse(claims.get("azp"), settings.clientId()))
                && claims.get("nonce") instanceof String text
                && same(text, nonce);
        boolean inTime = time(claims, "exp")
                        .filter(end -> now.isBefore(end.plus(CLOCK_SKEW)))
                        .isPresent()
                && time(claims, "iat")
                        .filter(issued -> issued.isBefore(now.plus(CLOCK_SKEW)))
                        .isPresent();
        if (!forUs) {
            throw notAdmitted("The ID token was issued for another log-in or another program. Log in again.");
        }
        if (!inTime) {
            throw notAdmitted(
                    "The ID token is not valid at this time. Check the clock of this machine, and log in again.");
        }
    }

    private Identity identity(Map<String, Object> claims) {
        String subject = claims.get("sub") instanceof String text ? text : "";
        if (subject.isBlank() || subject.length() > 255) {
            throw notAdmitted("The ID token names nobody. Ask the administrator of the identity provider.");
        }
        String name = Optional.ofNullable(claims.get(settings.nameClaim()))
                .filter(String.class::isInstance)
                .flatMap(text -> Names.find((String) text))
                .orElseThrow(() -> notAdmitted("The claim " + settings.nameClaim()
                        + " of the ID token is missing or cannot be a name here. An admin can choose another claim with"
                        + " console.oidc.name-claim."));
        List<String> groups = texts(claims.get(settings.groupsClaim()));
        Role role = settings.roleOf(groups)
                .orElseThrow(() -> notAdmitted("None of your groups at the identity provider has a role here. Ask an"
                        + " admin, who gives roles to groups with the settings console.oidc.*."));
        return new Identity(
                settings.issuer() + " " + subject, name, displayName(claims, name), role, settings.restrict(groups));
    }

    private static String displayName(Map<String, Object> claims, String name) {
        return claims.get("name") instanceof String text
                ? Names.findDisplayName(text).orElse(name)
                : name;
    }

    private String redirectUri() {
        return settings.publicUrl().replaceAll("/+$", "") + CALLBACK;
    }

    private String basic(String clientSecret) {
        String pair = encoded(settings.clientId()) + ":" + encoded(clientSecret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String derived(String what, String secret) {
        return Secret.digest("oidc-" + what + ":" + secret);
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(verifier.getBytes(StandardCharsets.US_ASCII)));
    }

    private static boolean same(String text, String expected) {
        return !expected.isEmpty()
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> texts(Object claim) {
        if (claim instanceof String text) {
            return List.of(text);
        }
        return claim instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    private static Optional<Instant> time(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof Number seconds
                ? Optional.of(
                        Instant.ofEpochSecond(Math.max(0, Math.min(seconds.longValue(), Integer.MAX_VALUE * 100L))))
                : Optional.empty();
    }

    /** A code of the provider, if it has the form of one. */
    private static String named(String error) {
        return ERROR.matcher(error).matches() ? " (" + error + ")" : "";
    }

    private static PeopleRefused notAdmitted(String message) {
        return new PeopleRefused(PeopleRefused.Kind.NOT_ADMITTED, message);
    }
}
