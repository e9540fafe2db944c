package io.audienceroutes.conventions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Who calls which {@code direct} route. */
final class RouteEdges {
    private static final Pattern DIRECT = Pattern.compile("\"direct:([a-z0-9-]+)\"");

    private RouteEdges() {}

    /** How one route comes to another. */
    enum Way {
        CALL,
        ENRICH,
        DEAD_LETTER,
        JAVA
    }

    /**
     * One edge.
     *
     * @param from a route, or a Java file
     * @param condition the id of the {@code when} or {@code filter} that it stands in; empty outside of one
     */
    record Edge(String from, String to, Way way, String condition, boolean ofSimulator) {}

    /** Every edge, in the order of the files and steps. */
    static List<Edge> all() {
        List<Edge> edges = new ArrayList<>();
        RouteFile.all().forEach(file -> edges.addAll(of(file)));
        SourceFiles.main()
                .forEach((file, text) -> DIRECT.matcher(text)
                        .results()
                        .map(MatchResult::group)
                        .forEach(call -> edges.add(
                                new Edge(file, target(call.replace("\"", "")).orElseThrow(), Way.JAVA, "", false))));
        return edges;
    }

    /** The edges that leave one file. */
    static List<Edge> of(RouteFile file) {
        List<Edge> edges = new ArrayList<>();
        deadLetter(file).ifPresent(to -> edges.add(edge(file, to, Way.DEAD_LETTER, "")));
        String condition = "";
        for (RouteStep step : file.steps()) {
            if (step.depth() == 0) {
                condition = step.is("when") || step.is("filter") ? step.id().orElse("") : "";
            }
            if (step.is("to") && step.scheme().equals("direct")) {
                edges.add(edge(file, step.parameter("name").orElseThrow(), Way.CALL, condition));
            } else if (step.is("enrich")) {
                edges.add(edge(file, target(step.expression()).orElseThrow(), Way.ENRICH, condition));
            }
        }
        return edges;
    }

    /** The name under which a route is called. */
    static Optional<String> directName(RouteFile file) {
        return file.steps().stream()
                .filter(step -> step.is("from") && step.scheme().equals("direct"))
                .flatMap(step -> step.parameter("name").stream())
                .findFirst();
    }

    private static Optional<String> deadLetter(RouteFile file) {
        return target(file.item()
                .path("errorHandler")
                .path("deadLetterChannel")
                .path("deadLetterUri")
                .asText());
    }

    private static Optional<String> target(String uri) {
        return Optional.of(uri)
                .filter(text -> text.startsWith("direct:"))
                .map(text -> text.substring("direct:".length()));
    }

    private static Edge edge(RouteFile file, String to, Way way, String condition) {
        return new Edge(file.name(), to, way, condition, file.ofSimulator());
    }
}
