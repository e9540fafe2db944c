package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.app.BoundBeans;
import io.audienceroutes.simulator.SimulatorBeans;
import io.audienceroutes.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beans and methods that routes name exist; what is wrong there would show only when the step is reached. */
class BeanStepsTest {
    @Test
    void everyBeanMethodThatARouteOfTheProductCallsExists(@TempDir Path data) {
        requireCallable(productAndApi(), BoundBeans.types(data));
    }

    @Test
    void everyBeanMethodThatARouteOfTheSimulatorCallsExists() {
        requireCallable(RouteFile.simulator(), simulatorBeans());
    }

    /** Camel writes an argument that stands in a route into text and reads that again: {@code 'q'} loses its quotes. */
    @Test
    void noRoutePassesArgumentsAsTextThatIsReadAgain() {
        Findings findings = Findings.against("a bean step names a method alone; its parameters say what they take");
        BeanCall.in(RouteFile.all()).stream()
                .filter(call -> !call.method().matches("\\w*"))
                .forEach(findings::add);
        findings.requireNone();
    }

    @Test
    void everyParameterSaysWhatItTakesFromTheExchange(@TempDir Path data) {
        Findings findings = Findings.against("a parameter of a method that a route of the product calls has one of"
                + " Camel's @Variable, @Body, @Header, @Headers, @ExchangeProperty and @ExchangeException before it");
        Map<String, Class<?>> beans = BoundBeans.types(data);
        BeanCall.in(productAndApi()).stream()
                .filter(call -> call.methodsOf(beans).stream().anyMatch(call::takesUnsaid))
                .forEach(findings::add);
        findings.requireNone();
    }

    @Test
    void everyBoundBeanIsCalledByARoute(@TempDir Path data) {
        assertThat(names(productAndApi())).containsAll(BoundBeans.types(data).keySet());
        assertThat(names(RouteFile.simulator())).containsAll(simulatorBeans().keySet());
    }

    private static List<RouteFile> productAndApi() {
        return Stream.concat(RouteFile.product().stream(), RouteFile.console().stream())
                .toList();
    }

    /** How an endpoint's option takes a bean; in templates, a placeholder names one that is bound to the instance. */
    private static final String REFERENCE = "#bean:";

    @Test
    void threadPoolsAreConfigured() {
        Set<String> named = RouteFile.steps(RouteFile.all()).stream()
                .flatMap(step -> step.text("executorService").stream())
                .collect(Collectors.toSet());
        Set<String> configured = BundleProperties.shipped().keys().stream()
                .filter(key -> key.startsWith("camel.threadpool.config["))
                .map(key -> key.substring(key.indexOf('[') + 1, key.indexOf(']')))
                .collect(Collectors.toSet());

        assertThat(named).isEqualTo(configured);
    }

    private static void requireCallable(List<RouteFile> files, Map<String, Class<?>> beans) {
        Findings findings =
                Findings.against("a bean that a route names is bound, and has one public method of that name");
        BeanCall.in(files).stream()
                .filter(call -> call.methodsOf(beans).size() != 1)
                .forEach(findings::add);
        findings.requireNone();
    }

    private static Set<String> names(List<RouteFile> files) {
        Set<String> names =
                BeanCall.in(files).stream().map(BeanCall::bean).collect(Collectors.toCollection(TreeSet::new));
        RouteFile.steps(files).stream()
                .map(step -> step.settings().path("custom").path("ref").asText())
                .filter(dataFormat -> !dataFormat.isEmpty())
                .forEach(names::add);
        files.forEach(file -> file.eachValue((place, value) -> {
            if (value.asText().startsWith(REFERENCE) && !value.asText().contains("{{")) {
                names.add(value.asText().substring(REFERENCE.length()));
            }
        }));
        return names;
    }

    private static Map<String, Class<?>> simulatorBeans() {
        Map<String, Class<?>> beans = new TreeMap<>();
        SimulatorBeans.bindTo((name, bean) -> beans.put(name, bean.getClass()), SimulatorSettings.defaults());
        return beans;
    }
}
