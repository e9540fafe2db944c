package io.audienceroutes.conventions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One element of a route that Camel gives an id to: {@code from}, a step, a branch ({@code when}, {@code doCatch}) or a
 * clause of a route configuration.
 *
 * @param kind its key in the YAML, for example {@code split}
 * @param settings what stands under the key
 * @param depth 0 for {@code from} and the route's own steps, 1 for steps inside one of them, and so on
 * @param branch whether it only holds steps of its own
 */
record RouteStep(RouteFile file, String kind, JsonNode settings, int depth, boolean branch) {
    Optional<String> id() {
        return text("id");
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(settings.get(key))
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asText);
    }

    Optional<String> uri() {
        return text("uri");
    }

    /** The endpoint's scheme. */
    String scheme() {
        return uri().map(uri -> uri.split("[:?]", 2)[0]).orElse("");
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(settings.path("parameters").get(name)).map(JsonNode::asText);
    }

    /** The text of its Simple or constant expression. */
    String expression() {
        JsonNode expression = settings.path("expression");
        return expression.isObject() && !expression.isEmpty()
                ? expression.elements().next().path("expression").asText()
                : "";
    }

    boolean is(String expectedKind) {
        return kind.equals(expectedKind);
    }

    /** What a finding is about, for example {@code map-batch.camel.yaml, step call-to-map (to)}. */
    @Override
    public String toString() {
        return file + ", step " + id().orElse("without id") + " (" + kind + ")";
    }
}
