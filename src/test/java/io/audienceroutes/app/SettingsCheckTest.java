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
                        + "\n- runner.workers: expected a whole number from 1 to 2147483647; found '0'"
                        + "\n- simulator.enabled: expected true or false; found 'on'"
                        + "\n- simulator.port: expected a whole number from 0 to 2147483647; found 'x'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simulator.enabled", "api.enabled", "watch.enabled", "prepare.read-with-camel-csv"})
    void aFlagIsTrueOrFalse(String flag) {
        assertThatThrownBy(() -> SettingsCheck.require(Map.of(flag, "yes"), key -> "yes"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageEndingWith("- " + flag + ": expected true or false; found 'yes'");
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
        UnaryOperator<String> resolved = key -> {
            String value = values.get(key);
            return values.getOrDefault(value.replaceAll("^\\{\\{(.*)}}$", "$1"), value);
        };

        assertThatCode(() -> SettingsCheck.require(values, resolved)).doesNotThrowAnyException();
    }

    @Test
    void keysOfCamelAreCamelsToJudge() {
        Map<String, String> values = Map.of("camel.threadpool.config[rowWorkers].keep-alive-ms", "{{other}}");

        assertThatCode(() -> SettingsCheck.require(values, values::get)).doesNotThrowAnyException();
    }
}
