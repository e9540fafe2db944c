package io.audienceroutes.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {
    @Test
    void everyProblemIsNamedWithItsKeyAndWhatIsAllowed() {
        Map<String, String> values = new TreeMap<>(Map.of(
                "runner.workers", "0", "simulator.enabled", "on", "simulator.port", "x", "data.directory", "any"));

        assertThatThrownBy(() -> SettingsCheck.require(values, values::get))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("The configuration cannot be used: 3 problems. Nothing was started."
                        + "\n- runner.workers: expected a whole number from 1 to 2147483647, but found '0'"
                        + "\n- simulator.enabled: expected true or false, but found 'on'"
                        + "\n- simulator.port: expected a whole number from 0 to 2147483647, but found 'x'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simulator.enabled", "api.enabled", "watch.enabled", "prepare.read-with-camel-csv"})
    void aFlagIsTrueOrFalse(String flag) {
        assertThatThrownBy(() -> SettingsCheck.require(Map.of(flag, "yes"), key -> "yes"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageEndingWith("- " + flag + ": expected true or false, but found 'yes'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "console.example.com",
                "http://console.example.com",
                "http://127.0.0.1.example.com",
                "https://",
                "https://console.example.com/path",
                "https://console.example.com?x=1",
                "https://ann@console.example.com",
                "javascript:alert(1)"
            })
    void oneTimeLinksTravelProtected(String url) {
        assertThatThrownBy(() -> SettingsCheck.require(Map.of("console.public-url", url), key -> url))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("- console.public-url: expected https://HOST without a path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://console.example.com", "https://console.example.com:8443/", "http://localhost:18080"})
    void addressOfTheConsoleIsAccepted(String url) {
        assertThatCode(() -> SettingsCheck.require(Map.of("console.public-url", url), key -> url))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"login.example.com", "http://login.example.com/acme", "https://login.example.com/acme#x"})
    void identityProviderIsReachedProtected(String url) {
        assertThatThrownBy(() -> SettingsCheck.require(Map.of("console.oidc.issuer", url), key -> url))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("- console.oidc.issuer: expected https://HOST/PATH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://login.example.com/realms/acme", "http://localhost:8080/acme"})
    void addressOfAnIdentityProviderIsAccepted(String url) {
        assertThatCode(() -> SettingsCheck.require(Map.of("console.oidc.issuer", url), key -> url))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"console.session-idle-minutes", "console.session-hours"})
    void sessionsLastAWhile(String key) {
        assertThatThrownBy(() -> SettingsCheck.require(Map.of(key, "0"), any -> "0"))
                .hasMessageContaining(key + ": expected a whole number from 1");
    }

    @Test
    void shippedConfigurationHasNoProblem() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("config/application.properties"))) {
            properties.load(reader);
        }
        Map<String, String> values = properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, properties::getProperty));

        // As Camel does it with a placeholder of another key
        UnaryOperator<String> resolved = key -> Pattern.compile("\\{\\{([^}]+)}}")
                .matcher(values.get(key))
                .replaceAll(other -> Matcher.quoteReplacement(values.getOrDefault(other.group(1), other.group())));

        assertThatCode(() -> SettingsCheck.require(values, resolved)).doesNotThrowAnyException();
    }

    @Test
    void keysOfCamelAreCamelsToJudge() {
        Map<String, String> values = Map.of("camel.threadpool.config[rowWorkers].keep-alive-ms", "{{other}}");

        assertThatCode(() -> SettingsCheck.require(values, values::get)).doesNotThrowAnyException();
    }
}
