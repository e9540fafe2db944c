package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** How a file of routes is built: names, ids, descriptions, sizes. */
class RouteShapeTest {
    private static final int MOST_STEPS = 12;
    private static final Pattern TYPE = Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][a-zA-Z]*)+");
    private static final Set<String> KINDS = Set.of("route", "routeTemplate", "routeConfiguration");

    @Test
    void aFileHoldsOneRouteOrTemplateOrRouteConfiguration() {
        Findings.requireAll(
                "a file holds exactly one route, routeTemplate or routeConfiguration",
                RouteFile.all(),
                file -> file.root().isArray()
                        && file.root().size() == 1
                        && file.root().get(0).size() == 1
                        && KINDS.contains(file.kind()));
    }

    @Test
    void aFileIsNamedAfterItsRoute() {
        List<RouteFile> named = RouteFile.all().stream()
                .filter(file -> !file.name().equals("error-policy"))
                .toList();

        Findings.requireAll(
                "the file's name is the id of its route or template (error-policy names what it holds)",
                named,
                file -> file.name().equals(file.item().path("id").asText()));
    }

    @Test
    void theProductHasOneRouteConfiguration() {
        List<String> configurations = RouteFile.product().stream()
                .filter(RouteFile::isConfiguration)
                .map(RouteFile::name)
                .toList();

        assertThat(configurations).containsExactly("error-policy");
    }

    @Test
    void routeIdsAreWordsJoinedByHyphens() {
        Findings.requireAll(
                "an id is kebab-case",
                RouteFile.all(),
                file -> file.item().path("id").asText().matches("[a-z0-9]+(-[a-z0-9]+)*"));
    }

    @Test
    void everyRouteHasADescriptionInOneSentence() {
        Findings.requireAll(
                "a route, template and route configuration has a description: one sentence, without 'this route'",
                RouteFile.all(),
                file -> isSentence(file.item().path("description")));
        Findings.requireAll(
                "the route of a template has a description",
                routes(),
                file -> isSentence(file.route().orElseThrow().path("description")));
    }

    @Test
    void everyRouteHasANoteWithItsContract() {
        Findings.requireAll(
                "a route has a note 'in: … · out: … · raises: …'",
                routes(),
                file -> file.route().orElseThrow().path("note").asText().matches("in: .+ · out: .+ · raises: .+"));
    }

    @Test
    void theTypesThatANoteNamesExist() {
        Set<String> types = SourceFiles.main().keySet().stream()
                .map(file -> file.substring(file.lastIndexOf('/') + 1).replace(".java", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        types.addAll(Set.of("TikTok", "InputStream", "JsonNode"));
        Findings findings = Findings.against("a Java type that a note names exists");
        for (RouteFile file : routes()) {
            TYPE.matcher(file.route().orElseThrow().path("note").asText())
                    .results()
                    .map(MatchResult::group)
                    .filter(type -> !types.contains(type))
                    .forEach(type -> findings.add(file, type));
        }
        findings.requireNone();
    }

    @Test
    void everyTemplateParameterIsDescribed() {
        List<RouteFile> templates =
                RouteFile.product().stream().filter(RouteFile::isTemplate).toList();

        Findings.requireAll(
                "a template's parameters have a name and a description",
                templates,
                file -> StreamSupport.stream(file.item().path("parameters").spliterator(), false)
                        .allMatch(parameter ->
                                parameter.hasNonNull("name") && isSentence(parameter.path("description"))));
    }

    @Test
    void everyProductRouteSaysAboveItWhyItIsThere() {
        Findings.requireAll(
                "a comment above a route of the product tells its role or why this order",
                RouteFile.product(),
                file -> !file.comment().isEmpty());
    }

    @Test
    void everyStepHasAnId() {
        Findings.requireAll(
                "from, every step, when, doCatch and onException has an id of words joined by hyphens",
                RouteFile.steps(RouteFile.all()),
                step -> step.id()
                        .filter(id -> id.matches("[a-z0-9]+(-[a-z0-9]+)+"))
                        .isPresent());
    }

    @Test
    void noIdIsMadeByAMachine() {
        Findings.requireAll(
                "an id says what the step is for; editors append four or more hexadecimal digits to theirs",
                RouteFile.steps(RouteFile.all()),
                step -> step.id()
                        .filter(id -> !id.matches(".*-(?=[a-f]*[0-9])[0-9a-f]{4,}"))
                        .isPresent());
    }

    @Test
    void idsAreUniqueOverAllFiles() {
        Findings findings = Findings.against("an id is used once in all files: it is what the log names");
        Map<String, String> owners = new HashMap<>();
        RouteFile.all().forEach(file -> claim(owners, file.item().path("id").asText(), file.toString(), findings));
        RouteFile.steps(RouteFile.all())
                .forEach(step -> step.id().ifPresent(id -> claim(owners, id, step.toString(), findings)));
        findings.requireNone();
    }

    @Test
    void whenAndCatchAreNamedAfterTheirCondition() {
        List<RouteStep> conditions = RouteFile.steps(RouteFile.all()).stream()
                .filter(step -> step.is("when") || step.is("doCatch") || step.is("filter"))
                .toList();

        Findings.requireAll(
                "the id of when, doCatch and filter says the condition in words: when-…",
                conditions,
                step -> step.id()
                        .filter(id -> id.startsWith("when-") || id.startsWith("simulate-when-"))
                        .isPresent());
    }

    /**
     * Steps count at every level; {@code from}, {@code choice}, {@code when}, {@code filter} and {@code doCatch} only
     * hold steps and do not count, what is in them does.
     */
    @Test
    void aRouteHasAtMostTwelveSteps() {
        Findings.requireAll(
                "a route has at most " + MOST_STEPS + " steps, those in branches included", routes(), file -> {
                    long steps = file.steps().stream()
                            .filter(step -> !step.branch() && !step.is("choice") && !step.is("filter"))
                            .count();
                    return steps >= 1 && steps <= MOST_STEPS;
                });
    }

    /** A timer, a stage's error handling or a splitter around another route is a reason for a route of one step. */
    @Test
    void aRouteOfOneStepHasAReason() {
        Findings.requireAll(
                "a product's direct route has more than one step, unless it splits or names the error policy",
                RouteFile.product().stream()
                        .filter(file -> RouteEdges.directName(file).isPresent())
                        .toList(),
                file -> file.item().has("routeConfigurationId")
                        || file.steps().stream().filter(step -> !step.branch()).count() > 1);
    }

    @Test
    void stepsAreNestedOnceAtMost() {
        Findings.requireAll(
                "steps are nested once at most; what would be deeper is a route of its own",
                RouteFile.steps(routes()),
                step -> step.depth() <= 1);
    }

    @Test
    void blocksHaveStepsOfTheirOwn() {
        List<RouteStep> blocks = RouteFile.steps(RouteFile.all()).stream()
                .filter(step -> Set.of(
                                "split",
                                "multicast",
                                "filter",
                                "loop",
                                "doTry",
                                "doCatch",
                                "when",
                                "otherwise",
                                "onException")
                        .contains(step.kind()))
                .toList();

        Findings.requireAll(
                "split, multicast, filter, loop, doTry, doCatch and when have steps: a block without swallows what follows",
                blocks,
                step -> step.settings().path("steps").isArray()
                        && !step.settings().path("steps").isEmpty());
    }

    @Test
    void aChoiceHasBranches() {
        List<RouteStep> choices = RouteFile.steps(RouteFile.all()).stream()
                .filter(step -> step.is("choice"))
                .toList();

        Findings.requireAll(
                "a choice has at least one when",
                choices,
                step -> !step.settings().path("when").isEmpty());
    }

    private static List<RouteFile> routes() {
        return RouteFile.all().stream().filter(file -> file.route().isPresent()).toList();
    }

    private static boolean isSentence(JsonNode text) {
        return text.isTextual()
                && text.asText().matches("\\p{Lu}.{8,}[^.]")
                && !text.asText().contains("this route");
    }

    private static void claim(Map<String, String> owners, String id, String owner, Findings findings) {
        String before = owners.putIfAbsent(id, owner);
        if (before != null) {
            findings.add(owner, "id " + id + " is taken by " + before);
        }
    }
}
