package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the room to what {@code src/test/resources/spec} says, rule by rule. */
class SpecTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("checks")
    void behavesAsSpecified(String spec, String id, Settings settings, String input, List<String> expected) {
        List<String> found = switch (settings.kind()) {
            case "identifier" -> identifiers(settings, input);
            case "records" -> records(input);
            case "masked-email" -> List.of(Masked.email(input));
            case "masked-phone" -> List.of(Masked.phone(input));
            default -> throw new IllegalArgumentException(spec + " has an unknown kind: " + settings.kind());
        };

        assertThat(found).as(id).isEqualTo(settings.kind().equals("identifier") ? hashed(expected) : expected);
    }

    @Test
    void everySpecNamesItsRuleWithALinkAndItsChecksApart() throws IOException {
        assertThat(specs()).isNotEmpty().allSatisfy(spec -> {
            assertThat(spec.name()).isNotBlank();
            assertThat(spec.rule()).contains("https://");
            Set<String> ids = new HashSet<>();
            assertThat(spec.checks())
                    .isNotEmpty()
                    .allSatisfy(check ->
                            assertThat(ids.add(check.id())).as(check.id()).isTrue());
        });
    }

    private static List<String> identifiers(Settings settings, String cell) {
        PreparationRules rules = SegmentFiles.rules(settings.type(), settings.emailRule(), settings.region());
        PreparedChunk prepared = new RowPreparation(rules, List.of("e"))
                .prepare(new RowChunk(0, new long[] {2}, List.of(List.of(cell))));
        List<String> found = new ArrayList<>();
        for (DigestType type : DigestType.of(Set.of(settings.type()))) {
            String kind = type.width() == Digests.MD5_WIDTH ? "md5 " : "digest ";
            SegmentFiles.digests(prepared, type).forEach(digest -> found.add(kind + digest));
        }
        prepared.rejects()
                .forEach(reject -> found.add("rejected " + reject.reason().code()));
        return found;
    }

    private static List<String> records(String text) {
        List<String> found = new ArrayList<>();
        try {
            SegmentFiles.chunks(text, 2).forEachRemaining(chunk -> {
                for (int i = 0; i < chunk.lines().length; i++) {
                    found.add(chunk.lines()[i] + ": "
                            + String.join("|", chunk.rows().get(i)));
                }
            });
        } catch (SegmentFileRefused e) {
            return List.of("refused " + e.code()
                    + (e.line().isPresent() ? " line " + e.line().getAsLong() : ""));
        }
        return found;
    }

    private static List<String> hashed(List<String> expected) {
        return expected.stream()
                .map(text -> text.startsWith("rejected ") || text.startsWith("digest ") || text.startsWith("md5 ")
                        ? text
                        : "digest " + SegmentFiles.sha256(text))
                .toList();
    }

    static Stream<Arguments> checks() throws IOException {
        return specs().stream()
                .flatMap(spec -> spec.checks().stream()
                        .map(check -> Arguments.of(
                                spec.name(),
                                check.id(),
                                spec.settings().inRegion(check.region()),
                                check.input(),
                                check.expected())));
    }

    private static List<Spec> specs() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            List<Spec> specs = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                specs.add(YAML.readValue(file.toFile(), Spec.class));
            }
            return specs;
        }
    }

    private static Path folder() {
        try {
            URI folder = SpecTest.class.getResource("/spec").toURI();
            return Path.of(folder);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One file: a rule and what follows from it. */
    record Spec(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String rule,
            @JsonProperty(required = true) Settings settings,
            @JsonProperty(required = true) List<Check> checks) {}

    /** What is checked, and how it is set up; what a spec leaves out has no bearing on it. */
    record Settings(
            @JsonProperty(required = true) String kind, IdentifierType type, EmailRule emailRule, String phoneRegion) {
        Settings {
            type = Objects.requireNonNullElse(type, IdentifierType.EMAIL);
            emailRule = Objects.requireNonNullElse(emailRule, EmailRule.PLAIN);
            phoneRegion = Objects.requireNonNullElse(phoneRegion, "");
        }

        Optional<String> region() {
            return Optional.of(phoneRegion).filter(region -> !region.isEmpty());
        }

        Settings inRegion(String other) {
            return other.isEmpty() ? this : new Settings(kind, type, emailRule, other);
        }
    }

    /** One input and what becomes of it; with a region of its own where the settings' one does not apply. */
    record Check(
            @JsonProperty(required = true) String id,
            String region,
            @JsonProperty(required = true) String input,
            @JsonProperty(required = true) List<String> expected) {
        Check {
            region = Objects.requireNonNullElse(region, "");
        }
    }
}
