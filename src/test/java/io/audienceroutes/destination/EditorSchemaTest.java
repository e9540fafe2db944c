package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schemas as editors use them. The Red Hat language server completes keys where a node says which of several keys it
 * needs by {@code anyOf} of {@code required}, and nothing where it says so by a number of properties; it shows
 * {@code errorMessage} for keys that a {@code then} forbids, and "Matches multiple schemas" for a {@code oneOf}.
 */
final class EditorSchemaTest {
    private static final Path DESTINATION = Path.of("config/destinations/destination.schema.json");
    private static final Path CATALOG = Path.of("config/error-catalog.schema.json");
    private static final String HEAD =
            "{name: a, credential: b, advertiserIds: ['7654321098765432109'], userIdTypes: [EMAIL], ";
    private static final String SFTP = "host: h, username: u, directory: d, ";

    private final ObjectMapper json = new ObjectMapper();
    private final YAMLMapper yaml = new YAMLMapper();

    @Test
    void schemasAreValidAndHaveAnId() throws IOException {
        assertThat(meta(VersionFlag.V7).validate(json.readTree(DESTINATION.toFile())))
                .isEmpty();
        assertThat(meta(VersionFlag.V202012).validate(json.readTree(CATALOG.toFile())))
                .isEmpty();
        for (Path file : List.of(DESTINATION, CATALOG)) {
            assertThat(json.readTree(file.toFile()).path("$id").asText()).endsWith("/" + file.getFileName());
        }
    }

    @Test
    void shippedFilesAreValid() throws IOException {
        JsonSchema catalog =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(json.readTree(CATALOG.toFile()));
        assertThat(catalog.validate(
                        yaml.readTree(Path.of("config/error-catalog.yaml").toFile())))
                .isEmpty();
        try (Stream<Path> samples = Files.list(Path.of("config/sample/destinations"))) {
            for (Path sample : samples.toList()) {
                assertThat(destination().validate(yaml.readTree(sample.toFile())))
                        .as(sample.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void everyExampleIsValidWhereItStands() throws IOException {
        JsonNode root = json.readTree(DESTINATION.toFile());
        List<String> with = new ArrayList<>();
        examples("", root, with);

        assertThat(with).contains("", "/properties/source", "/properties/advertiserIds", "/properties/audienceName");
        for (String pointer : with) {
            JsonNode part = root.at(pointer);
            JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(part);
            for (JsonNode example : part.path("examples")) {
                assertThat(schema.validate(example))
                        .as(pointer + ": " + example)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audienceName: x}",
                "audienceNamePattern: '(?<audience>.+)'}",
                "audienceName: x, source: {folder: {directory: d}}}",
                "audienceName: x, source: {sftp: {" + SFTP + "passwordSecret: p, knownHostsFile: k}}}",
                "audienceName: x, source: {sftp: {" + SFTP + "privateKeyFile: p, knownHostsFile: k}}}"
            })
    void oneOfSeveralKeysIsAccepted(String rest) throws IOException {
        assertThat(destination().validate(yaml.readTree(HEAD + rest))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audienceName: x, audienceNamePattern: '(?<audience>.+)'}",
                "emailRule: plain}",
                "audienceName: x, campaign: {files: separate}}",
                "audienceName: x, source: {}}",
                "audienceName: x, source: {folder: {directory: d}, s3: {bucket: segments}}}",
                "audienceName: x, source: {sftp: {" + SFTP + "knownHostsFile: k}}}",
                "audienceName: x, source: {sftp: {" + SFTP
                        + "passwordSecret: p, privateKeyFile: q, knownHostsFile: k}}}",
                "audienceName: x, source: {sftp: {" + SFTP + "passwordSecret: p}}}"
            })
    void noneOrSeveralOfThemAreRefused(String rest) throws IOException {
        Set<ValidationMessage> found = destination().validate(yaml.readTree(HEAD + rest));

        assertThat(found).isNotEmpty();
    }

    @Test
    void editorsCanCompleteAndExplainAlternatives() throws IOException {
        String text = Files.readString(DESTINATION);

        assertThat(text)
                .as("a number of properties, or a oneOf, tells an editor nothing")
                .doesNotContain("\"oneOf\"", "\"maxProperties\"");
        JsonNode root = json.readTree(text);
        assertThat(root.at("/allOf/0/then/errorMessage").asText())
                .isEqualTo("exactly one of audienceName, audienceNamePattern and campaign is expected, but there are"
                        + " several");
        assertThat(root.at("/properties/source/allOf").findValuesAsText("errorMessage"))
                .anyMatch(message -> message.startsWith("exactly one of folder, sftp and s3"));
    }

    private static void examples(String pointer, JsonNode node, List<String> with) {
        if (node.path("examples").isArray()) {
            with.add(pointer);
        }
        node.properties().forEach(field -> {
            if (!field.getKey().equals("examples")) {
                examples(pointer + "/" + field.getKey(), field.getValue(), with);
            }
        });
    }

    private JsonSchema destination() throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(json.readTree(DESTINATION.toFile()));
    }

    private static JsonSchema meta(VersionFlag version) {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(version);
        return factory.getSchema(URI.create(
                version == VersionFlag.V7
                        ? "http://json-schema.org/draft-07/schema#"
                        : "https://json-schema.org/draft/2020-12/schema"));
    }
}
