package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.util.SensitiveUtils;
import org.junit.jupiter.api.Test;

/** Every setting that is named exists, every one that exists is used and explained, and secrets are masked. */
class SettingsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("(?:\\{\\{\\??|\\$\\{properties:)([^}:]+)[^}]*}");

    /** Words that make a key look like a secret's; numbers of requests and the like do not hold one of them. */
    private static final Pattern SECRET =
            Pattern.compile("(?i)(token|secret|password|passphrase|private-?key|credential\\..*key)");

    @Test
    void everyPlaceholderInARouteIsASettingOrAParameterOfItsTemplate() {
        Findings findings = Findings.against("a {{key}} is in config/application.properties or a template parameter");
        for (RouteFile file : RouteFile.all()) {
            Set<String> known = new TreeSet<>(BundleProperties.shipped().keys());
            StreamSupport.stream(file.item().path("parameters").spliterator(), false)
                    .forEach(parameter -> known.add(parameter.path("name").asText()));
            file.eachValue((place, value) -> placeholders(value.asText())
                    .filter(key -> !known.contains(key))
                    .forEach(key -> findings.add(file, place + " names {{" + key + "}}")));
        }
        findings.requireNone();
    }

    @Test
    void everyTemplateParameterIsUsedByItsTemplate() {
        Findings findings = Findings.against("a template's parameter is used in the template");
        for (RouteFile file : RouteFile.product()) {
            Set<String> used = new TreeSet<>();
            file.eachValue((place, value) -> placeholders(value.asText()).forEach(used::add));
            file.item().path("parameters").forEach(parameter -> {
                if (!used.contains(parameter.path("name").asText())) {
                    findings.add(file, parameter.path("name").asText());
                }
            });
        }
        findings.requireNone();
    }

    @Test
    void everyPlaceholderInASettingIsASetting() {
        BundleProperties shipped = BundleProperties.shipped();
        Set<String> known =
                Stream.concat(shipped.keys().stream(), Stream.of("bundle.home")).collect(Collectors.toSet());

        Findings.requireAll(
                "a {{key}} in config/*.properties is in config/application.properties",
                Stream.concat(shipped.entries().stream(), BundleProperties.sandbox().entries().stream())
                        .toList(),
                entry -> placeholders(entry.value()).allMatch(known::contains));
    }

    @Test
    void everySettingIsUsed() {
        Set<String> used = new TreeSet<>();
        RouteFile.all()
                .forEach(file -> file.eachValue(
                        (place, value) -> placeholders(value.asText()).forEach(used::add)));
        BundleProperties.shipped()
                .entries()
                .forEach(entry -> placeholders(entry.value()).forEach(used::add));
        String java = String.join("\n", SourceFiles.main().values());

        Findings.requireAll(
                "a key of config/application.properties is used in a route, in Java or in another setting",
                BundleProperties.shipped().own(),
                entry -> used.contains(entry.key()) || java.contains('"' + entry.key() + '"'));
    }

    @Test
    void everySettingSaysWhatItIsFor() {
        Findings.requireAll(
                "a key has a comment above it (or above neighbours that differ in their last word) that ends in a full stop",
                BundleProperties.shipped().own(),
                entry -> entry.comment().matches("\\p{Lu}.+\\."));
    }

    @Test
    void aSettingIsWrittenOnce() {
        List<String> keys = BundleProperties.shipped().entries().stream()
                .map(BundleProperties.Entry::key)
                .toList();

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void aProfileChangesOnlyWhatExists() {
        Set<String> known = BundleProperties.shipped().keys();

        Findings.requireAll(
                "a key of a profile is in config/application.properties, or is a credential's",
                BundleProperties.sandbox().entries(),
                entry -> known.contains(entry.key()) || entry.key().startsWith("credential."));
    }

    /** Such a key names a secret, as destinations do, and holds none. */
    private static final String NAME_OF_SECRET = "-secret-name";

    @Test
    void camelMasksEveryKeyThatHoldsASecret() {
        List<String> secrets = Stream.of(
                        BundleProperties.shipped().keys().stream(),
                        BundleProperties.sandbox().keys().stream(),
                        Stream.of("credential.acme.access-token", "credential.acme.app.secret"))
                .flatMap(keys -> keys)
                .filter(key -> SECRET.matcher(key).find() && !key.equals("secrets.directory"))
                .filter(key -> !key.endsWith(NAME_OF_SECRET))
                .toList();

        assertThat(secrets).hasSizeGreaterThanOrEqualTo(3);
        Findings.requireAll(
                "the key of a secret ends in a word that Camel masks when it prints its configuration",
                secrets,
                SensitiveUtils::containsSensitive);
        assertThat(SensitiveUtils.containsSensitive("credential.acme.app-secret"))
                .as("a key that Camel prints in clear, to show that this check can fail")
                .isFalse();
    }

    @Test
    void noSecretShips() {
        Findings.requireAll(
                "no setting that ships holds a secret; the simulator's token is none",
                Stream.concat(
                                BundleProperties.shipped().entries().stream(),
                                BundleProperties.sandbox().entries().stream())
                        .toList(),
                entry -> !SECRET.matcher(entry.key()).find()
                        || entry.value().isEmpty()
                        || entry.value().equals("simulator-access-token")
                        || entry.value().equals("simulator-app-secret")
                        || entry.key().equals("secrets.directory")
                        || (entry.key().endsWith(NAME_OF_SECRET)
                                && entry.value().matches("[a-z0-9-]*")));
    }

    private static Stream<String> placeholders(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        return matcher.results().map(found -> found.group(1).strip());
    }
}
