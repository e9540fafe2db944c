package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.audienceroutes.catalog.ErrorCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The dead-letter channel to {@code fail-workflow} is the only way to a workflow action. */
@Tag("flow")
final class DeadLetterTest {
    private static final Pattern CONDITION = Pattern.compile("new WorkflowError\\(\\s*\"([a-z-]+)\"");

    @Test
    void onlyTheEntriesOfStagesAndWhatReportsAMissingFileUseTheDeadLetterChannel() {
        Map<String, JsonNode> routes = routes();

        assertThat(routes.entrySet().stream()
                        .filter(route -> route.getValue().has("routeConfigurationId"))
                        .map(Map.Entry::getKey))
                .containsExactly("receive-segment-file", "report-missing-file", "run-stage");
        routes.forEach((id, route) -> assertThat(route.path("errorHandler").has("noErrorHandler"))
                .as("%s has noErrorHandler or the dead-letter channel", id)
                .isNotEqualTo(route.has("routeConfigurationId")));
    }

    @Test
    void theDeadLetterChannelLeadsToFailWorkflowAndNothingElseCallsIt() {
        List<String> callers = new ArrayList<>();
        routes().forEach((id, route) -> {
            if (route.toString().contains("\"failed\"") || route.toString().contains("direct:fail-workflow")) {
                callers.add(id);
            }
        });

        assertThat(callers).containsExactly("fail-workflow");
        assertThat(text(Path.of("routes/error-policy.camel.yaml")))
                .contains("deadLetterUri: direct:fail-workflow", "deadLetterHandleNewException: false");
    }

    @Test
    void onlyFailingStoresAFailure() {
        assertThat(sources()
                        .filter(file -> text(file).contains("WorkflowState.FAILED,")
                                || (text(file).contains("new Failure(") && !file.endsWith("Failure.java"))))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("FailureHandler.java");
    }

    @Test
    void everyConditionThatTheCodeRaisesIsInTheCatalogue() {
        TreeSet<String> raised = new TreeSet<>();
        sources().forEach(file -> {
            Matcher matcher = CONDITION.matcher(text(file));
            while (matcher.find()) {
                raised.add(matcher.group(1));
            }
        });

        assertThat(raised).hasSizeGreaterThan(8);
        assertThat(ErrorCatalog.load(Path.of("config/error-catalog.yaml")).conditions())
                .containsAll(raised);
    }

    private static Map<String, JsonNode> routes() {
        Map<String, JsonNode> routes = new TreeMap<>();
        YAMLMapper yaml = new YAMLMapper();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode entry : yaml.readTree(file.toFile())) {
                    JsonNode route = entry.has("routeTemplate")
                            ? entry.path("routeTemplate").path("route")
                            : entry.path("route");
                    if (!route.isMissingNode()) {
                        routes.put(file.getFileName().toString().replace(".camel.yaml", ""), route);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return routes;
    }

    private static Stream<Path> sources() {
        Path main = Path.of("src/main/java/io/audienceroutes");
        List<Path> found = new ArrayList<>();
        for (String room : List.of("workflow", "stage", "sample", "campaign", "schedule", "audience")) {
            try (Stream<Path> files = Files.walk(main.resolve(room))) {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found.stream();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
