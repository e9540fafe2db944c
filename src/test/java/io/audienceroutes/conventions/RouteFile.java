package io.audienceroutes.conventions;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** One file of routes, as data. */
record RouteFile(Path path, JsonNode root) {
    private static final String SUFFIX = ".camel.yaml";
    private static final Path PRODUCT = Path.of("routes");
    private static final Path CONSOLE = Path.of("src/main/resources/routes/console");
    private static final Path SIMULATOR = Path.of("src/main/resources/routes/simulator");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Keys under which a list of branches or clauses stands, each with steps of its own. */
    private static final Set<String> BRANCHES = Set.of("when", "doCatch");

    /** The files that integration teams edit. */
    static List<RouteFile> product() {
        return in(PRODUCT);
    }

    /** The files of the simulator. */
    static List<RouteFile> simulator() {
        return in(SIMULATOR);
    }

    /** The routes of the API and of the console. */
    static List<RouteFile> console() {
        return in(CONSOLE).stream().filter(file -> !file.isRest()).toList();
    }

    /** The files that name the calls of the API and the pages, and the route of each. */
    static List<RouteFile> rest() {
        return in(CONSOLE).stream().filter(RouteFile::isRest).toList();
    }

    /** Every file. */
    static List<RouteFile> all() {
        return Stream.of(product(), console(), simulator())
                .flatMap(List::stream)
                .toList();
    }

    /** The steps of all these files. */
    static List<RouteStep> steps(List<RouteFile> files) {
        return files.stream().flatMap(file -> file.steps().stream()).toList();
    }

    private static List<RouteFile> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(RouteFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The routes in " + folder + " cannot be read", e);
        }
    }

    private static RouteFile read(Path file) {
        try {
            return new RouteFile(file, YAML.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not YAML", e);
        }
    }

    /** The file's name without its suffix: what the route in it is called. */
    String name() {
        return path.getFileName().toString().replace(SUFFIX, "");
    }

    boolean ofSimulator() {
        return path.startsWith(SIMULATOR);
    }

    /** {@code route}, {@code routeTemplate}, {@code routeConfiguration} or {@code rest}. */
    String kind() {
        return root.path(0).fieldNames().next();
    }

    JsonNode item() {
        return root.path(0).path(kind());
    }

    private boolean isRest() {
        return kind().equals("rest");
    }

    boolean isConfiguration() {
        return kind().equals("routeConfiguration");
    }

    boolean isTemplate() {
        return kind().equals("routeTemplate");
    }

    /** The route of the file, or of its template; empty for a route configuration. */
    Optional<JsonNode> route() {
        return switch (kind()) {
            case "route" -> Optional.of(item());
            case "routeTemplate" -> Optional.of(item().path("route"));
            default -> Optional.empty();
        };
    }

    /** The comment above the item, without its marks. */
    String comment() {
        try (Stream<String> lines = Files.lines(path)) {
            return lines.takeWhile(line -> line.startsWith("#"))
                    .map(line -> line.substring(1).strip())
                    .reduce("", (text, line) -> (text + " " + line).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything with an id, in the order of the file. */
    List<RouteStep> steps() {
        List<RouteStep> steps = new ArrayList<>();
        JsonNode holder = route().orElse(item());
        if (holder.has("from")) {
            steps.add(new RouteStep(this, "from", holder.path("from"), 0, true));
            collect(holder.path("from"), 0, steps);
        }
        for (JsonNode clause : holder.path("onException")) {
            steps.add(new RouteStep(this, "onException", clause.path("onException"), 0, true));
            collect(clause.path("onException"), 1, steps);
        }
        return steps;
    }

    private void collect(JsonNode holder, int depth, List<RouteStep> steps) {
        for (JsonNode element : holder.path("steps")) {
            Map.Entry<String, JsonNode> step = element.properties().iterator().next();
            steps.add(new RouteStep(this, step.getKey(), step.getValue(), depth, false));
            collect(step.getValue(), depth + 1, steps);
            step.getValue().properties().forEach(field -> branches(field, depth, steps));
        }
    }

    private void branches(Map.Entry<String, JsonNode> field, int depth, List<RouteStep> steps) {
        if (BRANCHES.contains(field.getKey())) {
            for (JsonNode branch : field.getValue()) {
                steps.add(new RouteStep(this, field.getKey(), branch, depth, true));
                collect(branch, depth + 1, steps);
            }
        } else if (field.getKey().equals("otherwise") || field.getKey().equals("doFinally")) {
            steps.add(new RouteStep(this, field.getKey(), field.getValue(), depth, true));
            collect(field.getValue(), depth + 1, steps);
        }
    }

    /** Visits every value of the file with its path, for example {@code /0/route/from/steps/1/to/uri}. */
    void eachValue(BiConsumer<String, JsonNode> visitor) {
        visit("", root, visitor);
    }

    private static void visit(String place, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                visit(place + "/" + i, node.get(i), visitor);
            }
        } else if (node.isObject()) {
            node.properties().forEach(field -> visit(place + "/" + field.getKey(), field.getValue(), visitor));
        } else {
            visitor.accept(place, node);
        }
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
