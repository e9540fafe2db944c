package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.app.BoundBeans;
import io.audienceroutes.simulator.SimulatorBeans;
import io.audienceroutes.simulator.SimulatorSettings;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
        Findings findings = Findings.against(
                "a bean that a route names is bound, and has one public method of that name and number of arguments");
        calls(files).stream()
                .filter(call -> !beans.containsKey(call.bean()) || matching(beans.get(call.bean()), call) != 1)
                .forEach(findings::add);
        findings.requireNone();
    }

    private static long matching(Class<?> type, Call call) {
        return Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isPublic(method.getDeclaringClass().getModifiers()))
                .filter(method -> !method.isBridge() && method.getName().equals(call.method()))
                .filter(method -> call.arguments().isEmpty()
                        || parameters(method) == call.arguments().getAsInt())
                .count();
    }

    private static int parameters(Method method) {
        return method.getParameterCount();
    }

    private static Set<String> names(List<RouteFile> files) {
        Set<String> names = calls(files).stream().map(Call::bean).collect(Collectors.toCollection(TreeSet::new));
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

    private static List<Call> calls(List<RouteFile> files) {
        List<Call> calls = new ArrayList<>();
        for (RouteStep step : RouteFile.steps(files)) {
            if (step.is("to") && step.scheme().equals("bean")) {
                calls.add(call(
                        step,
                        step.parameter("beanName"),
                        step.parameter("method").orElse("")));
            } else if (step.is("bean")) {
                calls.add(call(step, step.text("ref"), step.text("method").orElse("")));
            }
            step.text("aggregationStrategy")
                    .ifPresent(bean -> calls.add(new Call(
                            step,
                            bean,
                            step.text("aggregationStrategyMethodName").orElse(""),
                            OptionalInt.of(2))));
        }
        return calls;
    }

    private static Call call(RouteStep step, Optional<String> bean, String method) {
        int open = method.indexOf('(');
        if (open < 0) {
            return new Call(step, bean.orElse(""), method, OptionalInt.empty());
        }
        String arguments = method.substring(open + 1, method.lastIndexOf(')')).strip();
        int count = arguments.isEmpty() ? 0 : arguments.split(",", -1).length;
        return new Call(step, bean.orElse(""), method.substring(0, open), OptionalInt.of(count));
    }

    private static Map<String, Class<?>> simulatorBeans() {
        Map<String, Class<?>> beans = new TreeMap<>();
        SimulatorBeans.bindTo((name, bean) -> beans.put(name, bean.getClass()), SimulatorSettings.defaults());
        return beans;
    }

    /** One call of a bean; without a list of arguments Camel binds what the method takes. */
    private record Call(RouteStep step, String bean, String method, OptionalInt arguments) {
        @Override
        public String toString() {
            return step + ": " + bean + "." + method + (arguments.isPresent() ? "/" + arguments.getAsInt() : "");
        }
    }
}
