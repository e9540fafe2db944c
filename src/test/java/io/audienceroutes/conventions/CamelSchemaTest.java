package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Camel's own JSON schema of the YAML DSL, which editors check route files by. Camel itself is more lenient: it loads
 * {@code streaming: "true"}, which editors mark as wrong.
 */
class CamelSchemaTest {
    private static final String SCHEMA = "/schema/camelYamlDsl.json";

    @Test
    void everyRouteFileIsValid() throws IOException {
        JsonSchema schema = schema();
        Findings findings = Findings.against("a route file is valid by camelYamlDsl.json of camel-yaml-dsl");
        for (RouteFile file : RouteFile.all()) {
            Set<ValidationMessage> problems = schema.validate(file.root());
            // The deepest place is the cause; what is above it only says that no alternative fits
            problems.stream()
                    .max(Comparator.comparingInt(
                            problem -> problem.getInstanceLocation().getNameCount()))
                    .ifPresent(
                            problem -> findings.add(file, problem.getInstanceLocation() + ": " + problem.getError()));
        }
        findings.requireNone();
    }

    @Test
    void aQuotedBooleanIsNotValid() throws IOException {
        RouteFile file = RouteFile.product().stream()
                .filter(each -> each.name().equals("read-records"))
                .findFirst()
                .orElseThrow();
        ObjectNode route = (ObjectNode) file.route().orElseThrow();

        route.put("streamCache", "false");

        assertThat(schema().validate(file.root())).isNotEmpty();
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream schema = CamelSchemaTest.class.getResourceAsStream(SCHEMA)) {
            assertThat(schema).as("%s in camel-yaml-dsl", SCHEMA).isNotNull();
            return JsonSchemaFactory.getInstance(VersionFlag.V4)
                    .getSchema(schema, SchemaValidatorsConfig.builder().build());
        }
    }
}
