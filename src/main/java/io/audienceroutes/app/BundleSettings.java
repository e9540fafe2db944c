package io.audienceroutes.app;

import io.audienceroutes.state.Environment;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The configuration: {@code config/application.properties}, then the profiles, then overrides and {@code -D} system
 * properties. Placeholders such as {@code {{env:NAME}}} are resolved by Camel, here as in the routes.
 */
public final class BundleSettings implements AutoCloseable {
    private final BundleHome home;
    private final Map<String, String> values;
    private final CamelContext resolver;

    private BundleSettings(BundleHome home, Map<String, String> values) {
        this.home = home;
        this.values = values;
        this.resolver = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.putAll(values);
        resolver.getPropertiesComponent().setOverrideProperties(properties);
    }

    public static BundleSettings load(BundleOptions options) {
        Map<String, String> values = new TreeMap<>();
        values.putAll(read(options.home().config("application.properties")));
        for (String profile : options.profiles()) {
            values.putAll(read(options.home().config("application-" + profile + ".properties")));
        }
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> values.containsKey(key) || key.startsWith("credential."))
                .forEach(key -> values.put(key, System.getProperty(key)));
        values.putAll(options.overrides());
        values.put(BundleHome.KEY, options.home().path().toString());
        BundleSettings settings = new BundleSettings(options.home(), values);
        SettingsCheck.require(values, settings::text);
        return settings;
    }

    /** Every key as written, placeholders unresolved. */
    Map<String, String> values() {
        return values;
    }

    String text(String key) {
        return find(key)
                .orElseThrow(() -> new InvalidSettings("The configuration has no key '" + key
                        + "'. Copy it from the application.properties of the distribution."));
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key))
                .map(resolver::resolvePropertyPlaceholders)
                .map(String::strip);
    }

    /** The environment of this bundle; the settings have been checked. */
    Environment environment() {
        return Environment.valueOf(text("bundle.environment").toUpperCase(Locale.ROOT));
    }

    public Path path(String key) {
        return home.resolve(text(key));
    }

    /** Resolves a path of a destination relative to the bundle's folder. */
    Path located(String path) {
        return home.resolve(path);
    }

    boolean flag(String key) {
        return Boolean.parseBoolean(text(key));
    }

    public int number(String key) {
        String text = text(key);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidSettings(
                    "The configuration key '" + key + "' must be a whole number, but is '" + text + "'.");
        }
    }

    public Duration millis(String key) {
        return Duration.ofMillis(number(key));
    }

    @Override
    public void close() {
        resolver.stop();
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            String found = Files.exists(file) ? e.toString() : "there is no such file";
            throw new InvalidSettings("The configuration file " + file + " cannot be read: " + found
                    + ". A profile NAME is the file config/application-NAME.properties.");
        }
        Map<String, String> values = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        return values;
    }
}
