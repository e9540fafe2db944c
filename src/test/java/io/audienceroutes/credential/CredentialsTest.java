package io.audienceroutes.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.util.SensitiveUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
    @TempDir
    Path directory;

    @TempDir
    Path data;

    private StateDatabase database;
    private CredentialStore store;
    private Refusals refusals;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();

    @BeforeEach
    void openStore() {
        Clock clock = Clock.systemUTC();
        database = new StateDatabase(data.resolve("state.db"));
        StoredCredentials rows = new StoredCredentials(database, clock);
        store = new CredentialStore(rows, new MasterKeys(directory, Optional::empty, Optional::empty), clock);
        refusals = new Refusals(rows, clock);
    }

    @AfterEach
    void closeStore() {
        database.close();
    }

    @Test
    void storeComesBeforeEnvironmentBeforeFileBeforeProperty() throws IOException {
        properties.put("credential.acme-ads.access-token", "from-property");
        assertThat(token("acme-ads")).isEqualTo("from-property");

        write("acme-ads.access-token", "from-file\n", "rw-r-----");
        assertThat(token("acme-ads")).isEqualTo("from-file");

        environment.put("AUDIENCE_ROUTES_TOKEN_ACME_ADS", "from-environment");
        assertThat(token("acme-ads")).isEqualTo("from-environment");

        store.keep("acme-ads", Grant.of(new AccessToken("from-store")), "operator@example.com");
        assertThat(token("acme-ads")).isEqualTo("from-store");
        assertThat(credentials().shadowed("acme-ads"))
                .containsExactly(TokenOrigin.ENVIRONMENT, TokenOrigin.FILE, TokenOrigin.PROPERTY);

        store.remove("acme-ads", "operator@example.com");
        assertThat(token("acme-ads")).isEqualTo("from-environment");
    }

    @Test
    void refusedTokenIsNotHandedOutUntilAnotherIsInItsPlaceOrAPersonAsksForAnotherTry() throws IOException {
        write("acme-ads.access-token", "canary-token", "rw-------");
        refusals.refused("acme-ads", new AccessToken("canary-token"));

        assertThatThrownBy(() -> token("acme-ads"))
                .isInstanceOf(CredentialRefused.class)
                .hasMessageContaining("credentials authorize acme-ads")
                .hasMessageNotContaining("canary");
        assertThat(credentials().describe("acme-ads").orElseThrow().refusedAt()).isPresent();

        write("acme-ads.access-token", "another", "rw-------");
        assertThat(token("acme-ads")).isEqualTo("another");

        write("acme-ads.access-token", "canary-token", "rw-------");
        refusals.clear("acme-ads");
        assertThat(token("acme-ads")).isEqualTo("canary-token");
    }

    @Test
    void peopleAreToldOfARefusalOnce() {
        refusals.refused("acme-ads", new AccessToken("first"));

        assertThat(refusals.tell("acme-ads")).isTrue();
        assertThat(refusals.tell("acme-ads")).isFalse();
        refusals.refused("acme-ads", new AccessToken("first"));
        assertThat(refusals.tell("acme-ads")).isFalse();

        refusals.refused("acme-ads", new AccessToken("second"));
        assertThat(refusals.tell("acme-ads")).isTrue();
    }

    @Test
    void changedTokenCountsAtTheNextCall() throws IOException {
        Credentials credentials = credentials();
        write("acme-ads.access-token", "first", "rw-------");
        assertThat(credentials.require("acme-ads").token().value()).isEqualTo("first");

        write("acme-ads.access-token", "second", "rw-------");

        assertThat(credentials.require("acme-ads").token().value()).isEqualTo("second");
    }

    @Test
    void missingTokenNamesEveryPlace() {
        assertThatThrownBy(() -> token("acme-ads"))
                .isInstanceOfSatisfying(
                        CredentialMissing.class,
                        missing -> assertThat(missing.credential()).isEqualTo("acme-ads"))
                .hasMessage(
                        "There is no access token for credential acme-ads. Add one with: audience-routes credentials"
                                + " authorize acme-ads, or audience-routes credentials add acme-ads; the environment variable"
                                + " AUDIENCE_ROUTES_TOKEN_ACME_ADS; the file "
                                + directory.resolve("acme-ads.access-token")
                                + " (not readable by others); the property credential.acme-ads.access-token (sandbox only).");
    }

    @Test
    void blankTokenIsNoToken() {
        environment.put("AUDIENCE_ROUTES_TOKEN_ACME_ADS", "  ");
        properties.put("credential.acme-ads.access-token", "");

        assertThatThrownBy(() -> token("acme-ads")).isInstanceOf(CredentialMissing.class);
    }

    @Test
    void tokenFileThatEveryoneMayReadIsRefused() throws IOException {
        write("acme-ads.access-token", "canary-token", "rw-r--r--");

        assertThatThrownBy(() -> token("acme-ads"))
                .isInstanceOf(SecretRefused.class)
                .hasMessageContaining("chmod o-rwx " + directory.resolve("acme-ads.access-token"))
                .hasMessageNotContaining("canary");
    }

    @Test
    void tokenThatDoesNotFitAHeaderIsRefusedAndNotShown() {
        for (String bad : new String[] {"canary two", "canary\r\nX-Injected: 1", "canary\u00e9"}) {
            environment.put("AUDIENCE_ROUTES_TOKEN_ACME_ADS", bad);

            assertThatThrownBy(() -> token("acme-ads"))
                    .isInstanceOf(SecretRefused.class)
                    .hasMessageNotContaining("canary");
        }
    }

    @Test
    void credentialNameNeverLeavesTheSecretsDirectory() {
        for (String name : new String[] {"../etc/passwd", "a/b", "", "UPPER", "a.b", "-a", "x".repeat(61)}) {
            assertThatThrownBy(() -> token(name)).isInstanceOf(SecretRefused.class);
        }
    }

    @Test
    void tokenIsNeverShown() {
        AccessToken token = new AccessToken("canary-token");

        assertThat(token).hasToString("AccessToken[hidden]").isEqualTo(new AccessToken("canary-token"));
        assertThat(String.valueOf(Optional.of(token))).doesNotContain("canary");
    }

    @Test
    void appIdAndSecretAreFoundTheSameWay() throws IOException {
        assertThat(credentials().appId("acme-ads")).isEmpty();
        properties.put("credential.acme-ads.app.id", "7123");
        write("acme-ads.app-secret", "hidden", "rw-------");

        assertThat(credentials().appId("acme-ads")).contains("7123");
        assertThat(credentials().appSecret("acme-ads")).contains("hidden");
    }

    @Test
    void everySecretPropertyIsMaskedByCamel() {
        assertThat(SensitiveUtils.containsSensitive("credential.acme-ads.access-token"))
                .isTrue();
        assertThat(SensitiveUtils.containsSensitive("credential.acme-ads.app.secret"))
                .isTrue();
    }

    private String token(String credential) {
        return credentials().require(credential).token().value();
    }

    private Credentials credentials() {
        Secrets secrets = new Secrets(directory, name -> Optional.ofNullable(environment.get(name)));
        return new Credentials(secrets, key -> Optional.ofNullable(properties.get(key)), store, refusals);
    }

    private void write(String name, String text, String mode) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, text, UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
