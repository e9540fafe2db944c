package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How routes reach each other and the world, and what happens to a failure. */
class RouteEdgesTest {
    /** Also what raises a failure without being a stage: a file that has not come fails no step. */
    private static final Set<String> STAGES = Set.of("receive-segment-file", "run-stage", "report-missing-file");

    /** Splits that go on after a failed part, and why. */
    private static final Map<String, String> SPLITS_THAT_GO_ON = Map.of(
            "execute-each-command",
            "a refused command is an answer, which the bean keeps; the other commands are not held up by it",
            "keep-stage-apart",
            "one part: it keeps what the dead-letter channel handled away from the runner, which goes on");

    @Test
    void everyDirectTargetExistsExactlyOnce() {
        Map<String, Long> owners = RouteFile.all().stream()
                .flatMap(file -> RouteEdges.directName(file).stream())
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        Findings findings = Findings.against("a direct: target is the from of exactly one route");
        RouteEdges.all().stream()
                .filter(edge -> owners.getOrDefault(edge.to(), 0L) != 1)
                .forEach(findings::add);
        findings.requireNone();
    }

    @Test
    void everyDirectRouteHasACaller() {
        Set<String> called = RouteEdges.all().stream().map(RouteEdges.Edge::to).collect(Collectors.toSet());
        RouteFile.rest()
                .forEach(file -> file.eachValue((place, value) -> {
                    if (place.endsWith("/to/parameters/name")) {
                        called.add(value.asText());
                    }
                }));
        List<RouteFile> direct = RouteFile.all().stream()
                .filter(file -> RouteEdges.directName(file).isPresent())
                .toList();

        Findings.requireAll(
                "a direct route is called by a route, by its error handler, by a call of the API, or by Java (a literal direct:name)",
                direct,
                file -> called.contains(RouteEdges.directName(file).orElseThrow()));
    }

    @Test
    void aDirectRouteIsReachedByItsOwnName() {
        List<RouteFile> direct = RouteFile.all().stream()
                .filter(file -> RouteEdges.directName(file).isPresent())
                .toList();

        Findings.requireAll(
                "the direct name is the route's id",
                direct,
                file -> file.name().equals(RouteEdges.directName(file).orElseThrow()));
    }

    @Test
    void simulatorAndProductDoNotCallEachOther() {
        Set<String> simulators =
                RouteFile.simulator().stream().map(RouteFile::name).collect(Collectors.toSet());

        assertThat(RouteEdges.all())
                .allSatisfy(edge -> assertThat(simulators.contains(edge.to()))
                        .as(edge.toString())
                        .isEqualTo(edge.ofSimulator()));
    }

    @Test
    void oneStepSpeaksHttp() {
        List<String> http = RouteFile.steps(RouteFile.product()).stream()
                .filter(step -> step.scheme().matches(".*https?.*"))
                .map(step -> step.id().orElse(""))
                .toList();

        assertThat(http).as("steps that open an HTTP connection").containsExactly("send-to-tiktok");
    }

    @Test
    void noHeaderComesInWithTheExchangeOrGoesOnWithIt() {
        List<RouteStep> steps = named("attempt-tiktok-call").steps();
        int call = positionOf(steps, "send-to-tiktok");
        int before = lastDropBefore(steps, call);

        assertThat(before).as("removeHeaders \"*\" before the HTTP step").isNotNegative();
        assertThat(steps.subList(before + 1, call))
                .as("between removeHeaders and the HTTP step only what is put on the wire is set")
                .allMatch(step -> Set.of("setHeaders", "setHeader", "setBody", "setVariable", "doTry")
                        .contains(step.kind()));
        assertThat(steps.get(call + 1).kind()).as("the HTTP status is kept").isEqualTo("setVariable");
        assertThat(steps.get(call + 1).expression()).isEqualTo("${header.CamelHttpResponseCode}");
        assertThat(dropsAllHeaders(steps.get(call + 2)))
                .as("removeHeaders \"*\" right after the HTTP status is kept")
                .isTrue();
        int caught = positionOf(steps, "when-the-connection-fails");
        assertThat(dropsAllHeaders(steps.get(caught + 1)))
                .as("removeHeaders \"*\" first where the connection fails")
                .isTrue();
    }

    /** Camel evaluates Simple functions in the header of a key, and whoever owns a bucket's files chooses their keys. */
    @Test
    void noStepOfS3TakesItsKeyFromAHeader() {
        List<RouteStep> steps = named("pick-up-from-s3").steps();
        int drop = positionOf(steps, "drop-headers-of-object");

        assertThat(dropsAllHeaders(steps.get(drop))).isTrue();
        assertThat(steps.subList(drop + 1, steps.size()))
                .as("nothing sets a header behind the one that drops them")
                .noneMatch(step -> step.kind().startsWith("setHeader"));
        assertThat(steps)
                .filteredOn(step -> step.is("to") && step.scheme().equals("aws2-s3"))
                .isNotEmpty()
                .allSatisfy(step -> {
                    assertThat(steps.indexOf(step)).isGreaterThan(drop);
                    assertThat(step.parameter("pojoRequest")).contains("true");
                    assertThat(step.parameter("keyName")).contains("in-the-request");
                });
    }

    @Test
    void onlyTheCallThatTouchesTheNetworkTheSenderOfBatchesAndTheWatchCatch() {
        List<String> tries = RouteFile.steps(RouteFile.all()).stream()
                .filter(step -> step.is("doTry"))
                .map(step -> step.file().name())
                .toList();

        assertThat(tries).containsExactlyInAnyOrder("attempt-tiktok-call", "deliver-batch", "read-audiences");
    }

    @Test
    void onlyStagesNameTheErrorPolicy() {
        Set<String> named = RouteFile.product().stream()
                .filter(file -> file.item().has("routeConfigurationId"))
                .map(RouteFile::name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).containsExactlyInAnyOrderElementsOf(STAGES);
        assertThat(named)
                .allSatisfy(name -> assertThat(
                                named(name).item().path("routeConfigurationId").asText())
                        .isEqualTo("dead-letter"));
    }

    @Test
    void whatFailsBelowAStageRisesToIt() {
        List<RouteFile> others = RouteFile.product().stream()
                .filter(file -> file.route().isPresent() && !STAGES.contains(file.name()))
                .toList();

        Findings.requireAll(
                "every route but a stage has noErrorHandler: a handler of its own would hide the failure",
                others,
                file -> file.route().orElseThrow().path("errorHandler").has("noErrorHandler"));
    }

    @Test
    void theSimulatorAnswersItsFailures() {
        Findings.requireAll(
                "a route of the simulator that serves HTTP names a refusal policy; every other has noErrorHandler",
                RouteFile.simulator().stream()
                        .filter(file -> file.route().isPresent())
                        .toList(),
                file -> RouteEdges.directName(file).isPresent()
                        ? file.item().path("errorHandler").has("noErrorHandler")
                        : file.item().path("routeConfigurationId").asText().matches("simulate-(control-)?refusal"));
    }

    @Test
    void theDeadLetterChannelIsTheOnlyWayToAWorkflowAction() {
        assertThat(RouteEdges.all())
                .filteredOn(edge -> edge.to().equals("fail-workflow"))
                .extracting(RouteEdges.Edge::from)
                // The second is for a stage that was cut off between the steps, where no error handler is: decision 53
                .containsExactly("error-policy", "app/FailureRoute.java");
        assertThat(RouteFile.steps(RouteFile.product()))
                .filteredOn(step -> step.parameter("method").orElse("").equals("failed"))
                .extracting(step -> step.file().name())
                .containsExactly("fail-workflow");
    }

    @Test
    void everySplitStopsAtTheFirstFailure() {
        List<RouteStep> splits = RouteFile.steps(RouteFile.product()).stream()
                .filter(step -> step.is("split"))
                .filter(step -> !SPLITS_THAT_GO_ON.containsKey(step.id().orElse("")))
                .toList();

        Findings.requireAll(
                "a split has stopOnException and streaming: a failed part fails the stage, and no list is held whole",
                splits,
                step -> step.text("stopOnException").filter("true"::equals).isPresent()
                        && step.text("streaming").filter("true"::equals).isPresent());
    }

    @Test
    void splitsThatGoOnExist() {
        assertThat(RouteFile.steps(RouteFile.product()))
                .filteredOn(step -> step.is("split"))
                .extracting(step -> step.id().orElse(""))
                .containsAll(SPLITS_THAT_GO_ON.keySet());
    }

    @Test
    void aggregatingIsTheSplittersOwn() {
        Findings.requireAll(
                "no aggregate step: inside a split it loses the last group",
                RouteFile.steps(RouteFile.all()),
                step -> !step.is("aggregate"));
    }

    private static RouteFile named(String name) {
        return RouteFile.product().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int positionOf(List<RouteStep> steps, String id) {
        return steps.stream().map(step -> step.id().orElse("")).toList().indexOf(id);
    }

    private static int lastDropBefore(List<RouteStep> steps, int position) {
        int last = -1;
        for (int i = 0; i < position; i++) {
            last = dropsAllHeaders(steps.get(i)) ? i : last;
        }
        return last;
    }

    private static boolean dropsAllHeaders(RouteStep step) {
        return step.is("removeHeaders")
                && step.text("pattern").filter("*"::equals).isPresent()
                && !step.settings().has("excludePattern");
    }
}
