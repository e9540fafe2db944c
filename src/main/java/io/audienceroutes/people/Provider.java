package io.audienceroutes.people;

import com.fasterxml.jackson.core.type.TypeReference;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import io.audienceroutes.state.StoredJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** An OpenID Connect provider: its endpoints and its keys, read when they are needed and kept for an hour. */
final class Provider {
    private static final Duration KEPT = Duration.ofHours(1);
    /** Keys are exchanged at times; a token with an unknown one must not cause a call each. */
    private static final Duration READ_AGAIN_AFTER = Duration.ofMinutes(1);
    /** Signatures with the provider's private key only: none that a client could make itself. */
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private static final Pattern PROTECTED = Pattern.compile(
            "(https://[^\\s/?#@]+|http://(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1])(:\\d+)?)(/[^\\s#]*)?");

    private final String issuer;
    private final ProviderCalls calls;
    private final Clock clock;
    private volatile Optional<Known> known = Optional.empty();

    Provider(String issuer, ProviderCalls calls, Clock clock) {
        this.issuer = issuer;
        this.calls = calls;
        this.clock = clock;
    }

    /** What is known of the provider. */
    private record Known(URI authorization, URI token, boolean secretInForm, JWKSet keys, Instant at) {}

    URI authorizationEndpoint() {
        return known(KEPT).authorization();
    }

    URI tokenEndpoint() {
        return known(KEPT).token();
    }

    /** Whether the provider takes a client's secret in the form only, and not in a header. */
    boolean takesSecretInFormOnly() {
        return known(KEPT).secretInForm();
    }

    /** The claims of a token that carries a signature of the provider. */
    Map<String, Object> claims(String token) {
        try {
            JWSObject signed = JWSObject.parse(token);
            if (!ALGORITHMS.contains(signed.getHeader().getAlgorithm().getName())) {
                throw notSigned();
            }
            boolean valid = isSigned(signed, known(KEPT)) || isSigned(signed, known(READ_AGAIN_AFTER));
            if (!valid) {
                throw notSigned();
            }
            return object(signed.getPayload().toString());
        } catch (ParseException e) {
            throw notSigned();
        }
    }

    private static boolean isSigned(JWSObject signed, Known provider) {
        JWSHeader header = signed.getHeader();
        List<JWK> keys = new JWKSelector(JWKMatcher.forJWSHeader(header)).select(provider.keys());
        return keys.stream().anyMatch(key -> isSigned(signed, header, key));
    }

    private static boolean isSigned(JWSObject signed, JWSHeader header, JWK key) {
        try {
            if (!(key instanceof AsymmetricJWK asymmetric)) {
                return false;
            }
            JWSVerifier verifier = new DefaultJWSVerifierFactory().createJWSVerifier(header, asymmetric.toPublicKey());
            return signed.verify(verifier);
        } catch (JOSEException e) {
            // A key that does not fit the algorithm did not sign it
            return false;
        }
    }

    private Known known(Duration age) {
        Instant now = clock.instant();
        Optional<Known> present =
                known.filter(kept -> Duration.between(kept.at(), now).abs().compareTo(age) < 0);
        if (present.isPresent()) {
            return present.get();
        }
        Known read = read(now);
        known = Optional.of(read);
        return read;
    }

    private Known read(Instant now) {
        Map<String, Object> metadata =
                object(body(URI.create(issuer.replaceAll("/+$", "") + "/.well-known/openid-configuration")));
        if (!issuer.equals(metadata.get("issuer"))) {
            throw unusable("it names itself differently than console.oidc.issuer does");
        }
        try {
            return new Known(
                    endpoint(metadata, "authorization_endpoint"),
                    endpoint(metadata, "token_endpoint"),
                    metadata.get("token_endpoint_auth_methods_supported") instanceof List<?> methods
                            && methods.contains("client_secret_post")
                            && !methods.contains("client_secret_basic"),
                    JWKSet.parse(body(endpoint(metadata, "jwks_uri"))),
                    now);
        } catch (ParseException e) {
            throw unusable("its keys cannot be read");
        }
    }

    private URI endpoint(Map<String, Object> metadata, String name) {
        String address = metadata.get(name) instanceof String text ? text : "";
        if (!PROTECTED.matcher(address).matches()) {
            throw unusable("its " + name + " is not an https:// address");
        }
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            throw unusable("its " + name + " is not an address");
        }
    }

    private String body(URI address) {
        try {
            ProviderCalls.Answer answer = calls.get(address);
            if (!answer.isOk()) {
                throw unusable(address + " answered with HTTP status " + answer.status());
            }
            return answer.body();
        } catch (IOException e) {
            throw unusable(address + " did not answer (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** An object of JSON. */
    Map<String, Object> object(String json) {
        try {
            return StoredJson.read(json, new TypeReference<Map<String, Object>>() {});
        } catch (UncheckedIOException e) {
            throw unusable("its answer is not a JSON object");
        }
    }

    PeopleRefused unusable(String why) {
        return new PeopleRefused(
                PeopleRefused.Kind.PROVIDER_UNUSABLE,
                "The identity provider " + issuer + " cannot be used: " + why
                        + ". Nobody was logged in. Try again, or log in with a password.");
    }

    private static PeopleRefused notSigned() {
        return new PeopleRefused(
                PeopleRefused.Kind.NOT_ADMITTED,
                "The ID token carries no valid signature of the identity provider. Nobody was logged in.");
    }
}
