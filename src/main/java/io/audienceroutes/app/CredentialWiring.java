package io.audienceroutes.app;

import io.audienceroutes.authorization.AuthorizationFlow;
import io.audienceroutes.authorization.AuthorizationRequests;
import io.audienceroutes.authorization.AuthorizationSettings;
import io.audienceroutes.authorization.CredentialChecker;
import io.audienceroutes.call.RenewalTurns;
import io.audienceroutes.call.TokenRenewal;
import io.audienceroutes.call.Tokens;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.credential.CredentialStore;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.credential.MasterKeys;
import io.audienceroutes.credential.Refusals;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.credential.StoredCredentials;
import io.audienceroutes.destination.Rehearsal;
import io.audienceroutes.simulator.SimulatorDefaults;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.tiktok.PaceClock;
import io.audienceroutes.tiktok.ReplyReader;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.spi.Registry;

/** Creates the objects for credentials, and binds the beans that the routes use. */
public final class CredentialWiring {
    /** The simulator's own token and app, for destinations in the sandbox: no secrets. */
    private static final Map<String, String> REHEARSAL = Map.of(
            "credential." + Rehearsal.CREDENTIAL + ".access-token", SimulatorDefaults.ACCESS_TOKEN,
            "credential." + Rehearsal.CREDENTIAL + ".app.id", SimulatorDefaults.APP_ID,
            "credential." + Rehearsal.CREDENTIAL + ".app.secret", SimulatorDefaults.APP_SECRET);

    private final CredentialStore store;
    private final Refusals refusals;
    private final Credentials credentials;
    private final Tokens tokens;
    private final TokenRenewal tokenRenewal;
    private final AuthorizationFlow authorizationFlow;
    private final CredentialChecker credentialChecker;

    CredentialWiring(
            BundleSettings settings, Secrets secrets, StateDatabase database, ErrorCatalog catalog, Clock clock) {
        StoredCredentials rows = new StoredCredentials(database, clock);
        store = new CredentialStore(rows, masterKeys(settings), clock);
        refusals = new Refusals(rows, clock);
        credentials = new Credentials(
                secrets, key -> Optional.ofNullable(REHEARSAL.get(key)).or(() -> settings.find(key)), store, refusals);
        ReplyReader reader = new ReplyReader(catalog);
        tokens = new Tokens(credentials, store, refusals, settings.millis("tiktok.renew-before-ms"), clock);
        tokenRenewal = new TokenRenewal(
                credentials,
                store,
                refusals,
                tokens,
                new RenewalTurns(database, clock, settings.millis("tiktok.response-timeout-ms")),
                reader,
                PaceClock.system(clock),
                clock);
        authorizationFlow = new AuthorizationFlow(
                credentials,
                store,
                new AuthorizationRequests(database, clock),
                reader,
                new AuthorizationSettings(
                        settings.text("oauth.portal-url"),
                        settings.text("oauth.redirect-url"),
                        settings.millis("oauth.link-life-ms"),
                        settings.environment()),
                clock);
        credentialChecker = new CredentialChecker(credentials, store, reader);
    }

    void bindTo(Registry registry) {
        registry.bind("tokens", tokens);
        registry.bind("tokenRenewal", tokenRenewal);
        registry.bind("authorizationFlow", authorizationFlow);
        registry.bind("credentialChecker", credentialChecker);
    }

    /** The credentials and their current tokens. */
    public Credentials credentials() {
        return credentials;
    }

    /** The encrypted store of grants. */
    public CredentialStore store() {
        return store;
    }

    /** The tokens that TikTok refused. */
    public Refusals refusals() {
        return refusals;
    }

    /** Checks tokens, and stores those that work. */
    public CredentialChecker credentialChecker() {
        return credentialChecker;
    }

    /** Creates links and grants. */
    public AuthorizationFlow authorizationFlow() {
        return authorizationFlow;
    }

    private static MasterKeys masterKeys(BundleSettings settings) {
        Function<String, Optional<String>> environment = Secrets.processEnvironment();
        return new MasterKeys(
                settings.path("secrets.directory"),
                () -> environment.apply(MasterKeys.VARIABLE).or(() -> settings.find("encryption.secret")),
                () -> environment
                        .apply(MasterKeys.PREVIOUS_VARIABLE)
                        .or(() -> settings.find("encryption.previous.secret")));
    }
}
