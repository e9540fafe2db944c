package io.audienceroutes.conventions;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The canonical YAML of Camel, and the part of it that Karavan reads and writes back unchanged: what these rules refuse
 * is what its core library drops, renames or cannot open. KaravanRoundTripTest tries it.
 */
class CanonicalFormTest {
    private static final Set<String> LANGUAGES = Set.of("simple", "constant");
    private static final Set<String> EVERY_LANGUAGE = Set.of(
            "simple",
            "constant",
            "csimple",
            "datasonnet",
            "exchangeProperty",
            "groovy",
            "header",
            "hl7terser",
            "java",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "mvel",
            "ognl",
            "python",
            "spel",
            "tokenize",
            "variable",
            "wasm",
            "xpath",
            "xquery",
            "xtokenize");
    private static final Set<String> EXPRESSION_HOLDERS = Set.of("expression", "handled", "continued", "onWhen");
    private static final Set<String> TAKE_AN_EXPRESSION =
            Set.of("split", "filter", "when", "loop", "delay", "enrich", "setBody", "setHeader", "setVariable");
    private static final Set<String> PROSE = Set.of("id", "description", "note");

    @Test
    void stepsAreObjects() {
        Findings.requireAll(
                "a step is written in full: no scalar to, log or setBody",
                RouteFile.steps(RouteFile.all()),
                step -> step.settings().isObject());
    }

    @Test
    void expressionsAreWrittenInFull() {
        List<RouteStep> steps = RouteFile.steps(RouteFile.all()).stream()
                .filter(step -> TAKE_AN_EXPRESSION.contains(step.kind()))
                .toList();

        Findings.requireAll("an expression is expression: {simple: {expression: …}}", steps, step -> {
            JsonNode expression = step.settings().path("expression");
            return expression.size() == 1
                    && LANGUAGES.contains(expression.fieldNames().next())
                    && expression.elements().next().path("expression").isTextual();
        });
    }

    @Test
    void languagesStandUnderTheirExpression() {
        Findings findings = Findings.against(
                "a language stands under expression (or handled), as an object, and is simple or constant: no scripts");
        RouteFile.all().forEach(file -> languages(file, "", "", file.root(), findings));
        findings.requireNone();
    }

    @Test
    void everyNumberIsAString() {
        Set<String> numbers = Set.of("maximumRedeliveries", "startupOrder");
        eachValue(
                "a number is quoted, unless Camel's schema says number: Karavan loses the others",
                (place, value) -> value.isNumber() == numbers.contains(last(place)));
    }

    @Test
    void noValueIsNull() {
        eachValue("a key has a value", (place, value) -> !value.isNull());
    }

    @Test
    void endpointsAreASchemeWithParameters() {
        List<RouteStep> endpoints = RouteFile.steps(RouteFile.all()).stream()
                .filter(step -> step.settings().has("uri") || step.is("to") || step.is("from"))
                .toList();

        Findings.requireAll(
                "an endpoint is a scheme in uri and its options in parameters: no path and no query in uri",
                endpoints,
                step -> step.uri().filter(uri -> uri.matches("[a-z0-9-]+")).isPresent()
                        && !step.settings().path("parameters").isEmpty());
    }

    @Test
    void targetsAreFixed() {
        Findings.requireAll(
                "no toD: where a step goes is to be read in the route",
                RouteFile.steps(RouteFile.all()),
                step -> !Set.of("toD", "recipientList", "routingSlip", "dynamicRouter", "script", "process")
                        .contains(step.kind()));
    }

    @Test
    void noRouteUsesWhatKaravanWritesBackBroken() {
        Findings.requireAll(
                "no circuitBreaker: Karavan nests its onFallback twice, and Camel refuses the file",
                RouteFile.steps(RouteFile.all()),
                step -> !step.is("circuitBreaker"));
        Findings.requireAll(
                "onException only inside a routeConfiguration: Karavan cannot open it elsewhere",
                RouteFile.all(),
                file -> file.isConfiguration() || !file.item().has("onException"));
        Findings.requireAll(
                "no beans in files of routes: Karavan flattens their maps; beans are bound by the bundle",
                RouteFile.all(),
                file -> !file.kind().equals("beans"));
    }

    @Test
    void routesLieRightInTheirFolder() {
        Findings.requireAll(
                "a file lies right in routes/: Karavan imports no deeper ones",
                RouteFile.product(),
                file -> file.path().getParent().equals(Path.of("routes")));
    }

    @Test
    void aSimpleExpressionHasAtMostOneOperator() {
        String operator = " (?:==|!=|=~|!=~|[<>]=?|contains|!contains|~~|!~~|regex|!regex|in|!in|is|!is|range|!range"
                + "|startsWith|!startsWith|endsWith|!endsWith|&&|\\|\\||\\+\\+|--) ";
        eachValue(
                "a Simple expression has at most one operator; two are a decision, which is Java's",
                (place, value) -> isProse(place) || value.asText().split(operator, -1).length <= 2);
    }

    @Test
    void aBeanIsCalledInOneWay() {
        Findings.requireAll(
                "a bean is called by to: {uri: bean}: unlike the step bean, it may keep the answer in a variable",
                RouteFile.steps(RouteFile.all()),
                step -> !step.is("bean"));
    }

    @Test
    void noSimpleExpressionCallsABean() {
        eachValue(
                "a bean is called by a step, never inside an expression",
                (place, value) -> !value.asText().contains("${bean:"));
    }

    @Test
    void noRouteHoldsAnAddressOrAFilePath() {
        eachValue(
                "addresses and file paths are settings (a path that the simulator serves is its contract)",
                (place, value) -> isProse(place)
                        || isServedPath(place)
                        || !value.asText()
                                .matches("(?s).*(?:[a-z][a-z0-9+]*://|(?:^|[ (=])(?:[.~]{0,2}/|[A-Z]:\\\\)\\w).*"));
    }

    @Test
    void noRouteHoldsANumberAboveNine() {
        Map<String, String> reasons = Map.of("startupOrder", "an order, not a quantity");
        eachValue(
                "a number above 9 is a setting, with a name and a unit",
                (place, value) -> isProse(place)
                        || isServedPath(place)
                        || reasons.containsKey(last(place))
                        || !value.asText().matches("(?s).*(?<![\\w.-])\\d{2,}(?![\\w-]).*"));
    }

    @FunctionalInterface
    private interface ValueRule {
        boolean holds(String place, JsonNode value);
    }

    private static void eachValue(String rule, ValueRule holds) {
        Findings findings = Findings.against(rule);
        RouteFile.all()
                .forEach(file -> file.eachValue((place, value) -> {
                    if (!holds.holds(place, value)) {
                        findings.add(file, place + " = " + value.asText());
                    }
                }));
        findings.requireNone();
    }

    private static void languages(RouteFile file, String place, String parent, JsonNode node, Findings findings) {
        if (node.isArray()) {
            node.forEach(element -> languages(file, place, parent, element, findings));
        }
        node.properties().forEach(field -> {
            String key = field.getKey();
            boolean language = EVERY_LANGUAGE.contains(key) && !field.getValue().isArray();
            boolean canonical = LANGUAGES.contains(key)
                    && EXPRESSION_HOLDERS.contains(parent)
                    && field.getValue().isObject();
            if (language && !canonical) {
                findings.add(file, place + "/" + key);
            }
            languages(file, place + "/" + key, key, field.getValue(), findings);
        });
    }

    private static boolean isProse(String place) {
        return PROSE.contains(last(place));
    }

    private static boolean isServedPath(String place) {
        return place.endsWith("/from/parameters/path");
    }

    private static String last(String place) {
        return place.substring(place.lastIndexOf('/') + 1);
    }
}
