package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator's routes run beside the product's own: nothing of theirs may meet. */
class SimulatorRoutesTest {
    private static final Path ROUTES = Path.of("src/main/resources/routes/simulator");
    private static final String ENDING = ".camel.yaml";

    @ParameterizedTest
    @MethodSource("files")
    void fileHoldsOneRouteOfItsName(Path file) throws Exception {
        JsonNode yaml = new YAMLMapper().readTree(file.toFile());

        assertThat(yaml).hasSize(1);
        assertThat(content(yaml).path("id").textValue() + ENDING)
                .isEqualTo(file.getFileName().toString());
    }

    @ParameterizedTest
    @MethodSource("files")
    void routeSaysWhatItDoesAndWhatGoesInAndOut(Path file) throws Exception {
        JsonNode yaml = new YAMLMapper().readTree(file.toFile());

        assertThat(content(yaml).path("description").asText()).isNotBlank();
        if (yaml.path(0).has("route")) {
            assertThat(content(yaml).path("note").asText()).matches("in: .+ · out: .+ · raises: .+");
        }
    }

    @Test
    void everyIdIsPrefixedAndUnique() throws Exception {
        List<String> ids = new ArrayList<>();
        for (Path file : files().toList()) {
            collectIds(new YAMLMapper().readTree(file.toFile()), ids);
        }

        assertThat(ids)
                .hasSizeGreaterThan(100)
                .allMatch(id -> id.startsWith("simulate-"))
                .doesNotHaveDuplicates();
    }

    private static void collectIds(JsonNode node, List<String> ids) {
        node.forEach(child -> {
            if (child.has("id")) {
                ids.add(child.path("id").textValue());
            }
            collectIds(child, ids);
        });
    }

    private static JsonNode content(JsonNode yaml) {
        return yaml.path(0).elements().next();
    }

    static Stream<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(ROUTES)) {
            return files.sorted().toList().stream();
        }
    }
}
