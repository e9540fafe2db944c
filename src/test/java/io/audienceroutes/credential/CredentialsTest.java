package io.audienceroutes.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.util.SensitiveUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();

    @Test
    void environmentComesBeforeFileAndFileBeforeProperty() throws IOException {
        properties.put("credential.acme-ads.access-token", "from-property");
        assertThat(token("acme-ads")).isEqualTo("from-property");

        write("acme-ads.access-token", "from-file\n", "rw-r-----");
        assertThat(token("acme-ads")).isEqualTo("from-file");

        environment.put("AUDIENCE_ROUTES_TOKEN_ACME_ADS", "from-environment");
        assertThat(token("acme-ads")).isEqualTo("from-environment");
    }

    @Test
    void changedTokenCountsAtTheNextCall() throws IOException {
        Credentials credentials = credentials();
        write("acme-ads.access-token", "first", "rw-------");
        assertThat(credentials.accessToken("acme-ads").value()).isEqualTo("first");

        write("acme-ads.access-token", "second", "rw-------");

        assertThat(credentials.accessToken("acme-ads").value()).isEqualTo("second");
    }

    @Test
    void missingTokenNamesAllThreePlaces() {
        assertThatThrownBy(() -> token("acme-ads"))
                .isInstanceOfSatisfying(
                        CredentialMissing.class,
                        missing -> assertThat(missing.credential()).isEqualTo("acme-ads"))
                .hasMessage(
                        "Cannot find the access token of credential acme-ads. Put it in one of: the environment variable"
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
        return credentials().accessToken(credential).value();
    }

    private Credentials credentials() {
        Secrets secrets = new Secrets(directory, name -> Optional.ofNullable(environment.get(name)));
        return new Credentials(secrets, key -> Optional.ofNullable(properties.get(key)));
    }

    private void write(String name, String text, String mode) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, text, UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
