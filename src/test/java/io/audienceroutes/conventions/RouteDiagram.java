package io.audienceroutes.conventions;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.audienceroutes.conventions.RouteEdges.Edge;
import io.audienceroutes.conventions.RouteEdges.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Some routes of the product as a Mermaid flow chart: which routes they call and are called by, on what condition, and
 * where failures go.
 */
final class RouteDiagram {
    private static final Map<String, String> SOURCES =
            Map.of("file", "folder[/Folder/]", "sftp", "sftp[/SFTP server/]", "aws2-s3", "s3[/S3 bucket/]");

    private final List<RouteFile> all;
    private final List<RouteFile> files;
    private final List<String> lines = new ArrayList<>();

    private RouteDiagram(List<RouteFile> all, List<String> group) {
        this.all = all;
        this.files = all.stream().filter(file -> group.contains(file.name())).toList();
    }

    /**
     * The text between the fences.
     *
     * @param all every route, in reading order
     * @param group the names of the routes to draw; routes outside of it appear where they call one of these, or are
     *     called by one
     */
    static String of(List<RouteFile> all, List<String> group) {
        RouteDiagram diagram = new RouteDiagram(all, group);
        diagram.draw();
        return String.join("\n", diagram.lines);
    }

    private void draw() {
        lines.add("flowchart TD");
        files.forEach(this::source);
        if (!timers().isEmpty()) {
            line("state[(State database)] -.-> " + String.join(" & ", timers()));
        }
        for (RouteFile file : all) {
            calls(file);
        }
        files.forEach(this::wires);
        deadLetters();
    }

    private boolean draws(Edge edge, RouteFile caller) {
        return edge.way() != Way.DEAD_LETTER
                && (files.contains(caller)
                        || files.stream().anyMatch(file -> file.name().equals(edge.to())));
    }

    private void line(String text) {
        lines.add("  " + text);
    }

    private void source(RouteFile file) {
        Optional.ofNullable(SOURCES.get(from(file).scheme())).ifPresent(source -> line(source + " --> " + file.name()));
    }

    /** What runs by itself, and looks for its work in the state database. */
    private List<String> timers() {
        return files.stream()
                .filter(file -> from(file).scheme().equals("timer"))
                .map(file -> file.name() + "([" + file.name() + "])")
                .toList();
    }

    private static RouteStep from(RouteFile file) {
        return file.steps().stream()
                .filter(step -> step.is("from"))
                .findFirst()
                .orElseGet(() -> new RouteStep(file, "from", MissingNode.getInstance(), 0, true));
    }

    /** Calls without a condition share a line; so do neighbours that only call the same routes. */
    private void calls(RouteFile file) {
        Map<String, List<String>> targets = new LinkedHashMap<>();
        for (Edge edge : RouteEdges.of(file)) {
            if (draws(edge, file)) {
                List<String> named = targets.computeIfAbsent(arrow(edge), arrow -> new ArrayList<>());
                if (!named.contains(edge.to())) {
                    named.add(edge.to());
                }
            }
        }
        targets.forEach((arrow, to) -> join(file.name(), " " + arrow + " " + String.join(" & ", to)));
    }

    private void join(String caller, String call) {
        int last = lines.size() - 1;
        if (lines.get(last).endsWith(call) && !lines.get(last).contains(" -- ")) {
            lines.set(last, lines.get(last).replace(call, " & " + caller + call));
        } else {
            line(caller + call);
        }
    }

    private static String arrow(Edge edge) {
        if (edge.way() == Way.ENRICH) {
            return "-- enrich --->";
        }
        return edge.condition().isEmpty() ? "-->" : "-- " + edge.condition().replace('-', ' ') + " -->";
    }

    private void wires(RouteFile file) {
        for (RouteStep step : file.steps()) {
            if (step.scheme().equals("http")) {
                line(file.name() + " ==> tiktok{{TikTok}}");
            }
            if (step.parameter("method").orElse("").equals("admit")) {
                line(file.name() + " -. workflow stored .-> state");
            }
        }
    }

    private void deadLetters() {
        for (RouteFile policy : files) {
            RouteEdges.of(policy).stream()
                    .filter(edge -> edge.way() == Way.DEAD_LETTER)
                    .forEach(edge -> line(String.join(" & ", paired(policy)) + " -. fails .-> " + edge.to()));
        }
    }

    private List<String> paired(RouteFile policy) {
        String id = policy.item().path("id").asText();
        return all.stream()
                .filter(file ->
                        file.item().path("routeConfigurationId").asText().equals(id))
                .map(RouteFile::name)
                .toList();
    }
}
