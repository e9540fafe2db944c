package io.audienceroutes.credential;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Access tokens by the name of their credential. The token of {@code acme-ads} is looked up in this order: the
 * credential store, the environment variable {@code AUDIENCE_ROUTES_TOKEN_ACME_ADS}, the file
 * {@code acme-ads.access-token} in the secrets directory, or the property {@code credential.acme-ads.access-token}
 * (meant for the sandbox, whose token is no secret). Nothing is cached: every call reads the token again, so the next
 * call uses a changed token.
 *
 * <p>Property keys end in a word that Camel masks when it prints its configuration; {@code app-secret} is not such a
 * word, {@code app.secret} is.
 */
public final class Credentials {
    private static final String TOKEN = "AUDIENCE_ROUTES_TOKEN_";

    private final Secrets secrets;
    private final Function<String, Optional<String>> properties;
    private final CredentialStore store;
    private final Refusals refusals;

    /** @param properties the value of a configuration property, empty when it is not set */
    public Credentials(
            Secrets secrets, Function<String, Optional<String>> properties, CredentialStore store, Refusals refusals) {
        this.secrets = secrets;
        this.properties = properties;
        this.store = store;
        this.refusals = refusals;
    }

    /**
     * The current access token of this credential.
     *
     * @throws CredentialMissing if there is none; the message lists the possible places
     * @throws CredentialRefused if TikTok has already refused it
     * @throws SecretRefused if the value found cannot be a token, or every user may read its file
     */
    public HeldToken require(String credential) {
        HeldToken held = find(credential).orElseThrow(() -> new CredentialMissing(credential, missing(credential)));
        if (refusals.isRefused(credential, held.token())) {
            throw new CredentialRefused(credential, refused(credential));
        }
        return held;
    }

    /** The current access token of this credential, refused or not; empty if there is none. */
    public Optional<HeldToken> find(String credential) {
        Secrets.requireName("credential", credential);
        return store.token(credential)
                .or(() -> held(credential, TokenOrigin.ENVIRONMENT, secrets.fromEnvironment(TOKEN, credential)))
                .or(() -> held(credential, TokenOrigin.FILE, secrets.fromFile(credential + ".access-token")))
                .or(() -> held(credential, TokenOrigin.PROPERTY, property(credential, "access-token")));
    }

    /** The developer app's id, if configured: AUDIENCE_ROUTES_APP_ID_…, ….app-id, credential.….app.id. */
    public Optional<String> appId(String credential) {
        return read(credential, "APP_ID", "app-id", "app.id");
    }

    /** The developer app's secret, if configured: AUDIENCE_ROUTES_APP_SECRET_…, ….app-secret, ….app.secret. */
    public Optional<String> appSecret(String credential) {
        return read(credential, "APP_SECRET", "app-secret", "app.secret");
    }

    /** What may be shown of one credential; empty if it is unknown. */
    public Optional<Credential> describe(String credential) {
        Optional<HeldToken> held = find(credential);
        Optional<CredentialRow> row = store.table().find(credential);
        if (held.isEmpty() && row.isEmpty()) {
            return Optional.empty();
        }
        CredentialRow known = row.orElseGet(() -> CredentialRow.empty(credential, ""));
        boolean refused = held.filter(token -> Refusals.fingerprint(token.token())
                        .equals(known.refusedFingerprint().orElse("")))
                .isPresent();
        return Optional.of(new Credential(
                credential,
                known.description(),
                held.map(HeldToken::origin),
                row.flatMap(stored -> store.user(credential)),
                known.scopes(),
                known.advertiserIds(),
                known.grantedAt(),
                known.expiresAt(),
                known.refreshToken().isPresent(),
                refused ? known.refusedAt() : Optional.empty()));
    }

    /** What may be shown of every credential that is stored or used by a destination. */
    public List<Credential> describeAll(Collection<String> named) {
        TreeSet<String> names = new TreeSet<>(store.names());
        names.addAll(named);
        return names.stream().map(this::describe).flatMap(Optional::stream).toList();
    }

    /** Other places with a token of this credential, which are not used because another one comes first. */
    public List<TokenOrigin> shadowed(String credential) {
        List<TokenOrigin> places = new ArrayList<>();
        store.token(credential).ifPresent(token -> places.add(TokenOrigin.STORE));
        secrets.fromEnvironment(TOKEN, credential).ifPresent(token -> places.add(TokenOrigin.ENVIRONMENT));
        secrets.fromFile(credential + ".access-token").ifPresent(token -> places.add(TokenOrigin.FILE));
        property(credential, "access-token").ifPresent(token -> places.add(TokenOrigin.PROPERTY));
        return places.isEmpty() ? places : List.copyOf(places.subList(1, places.size()));
    }

    /** The display name of the user who gave the grant, so that an operator knows whom to ask; empty if unknown. */
    public Optional<String> grantor(String credential) {
        try {
            return store.user(credential).map(BusinessUser::displayName).filter(name -> !name.isEmpty());
        } catch (SecretRefused e) {
            // The name cannot be decrypted either; the failure is reported without it
            return Optional.empty();
        }
    }

    private static Optional<HeldToken> held(String credential, TokenOrigin origin, Optional<String> value) {
        return value.map(text -> {
            try {
                return new HeldToken(credential, new AccessToken(text), origin, Optional.empty());
            } catch (IllegalArgumentException e) {
                throw new SecretRefused(
                        "Cannot use the access token of credential " + credential + ": " + e.getMessage(), e);
            }
        });
    }

    private Optional<String> read(String credential, String variable, String fileSuffix, String key) {
        Secrets.requireName("credential", credential);
        return secrets.read("AUDIENCE_ROUTES_" + variable + "_", credential, credential + "." + fileSuffix)
                .or(() -> property(credential, key))
                .filter(value -> !value.isEmpty());
    }

    private Optional<String> property(String credential, String key) {
        return properties
                .apply("credential." + credential + "." + key)
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private String refused(String credential) {
        return "Nothing was sent: TikTok has refused the access token of credential " + credential + "."
                + " Authorise it again (audience-routes credentials authorize " + credential
                + "), then resolve one of the workflows that"
                + " stopped because of it: the others resume with it.";
    }

    private String missing(String credential) {
        return "There is no access token for credential " + credential
                + ". Add one with: audience-routes credentials authorize " + credential
                + ", or audience-routes credentials add " + credential + "; the environment variable "
                + Secrets.variable(TOKEN, credential) + "; the file "
                + secrets.directory().resolve(credential + ".access-token")
                + " (not readable by others); the property credential." + credential
                + ".access-token (sandbox only).";
    }
}
