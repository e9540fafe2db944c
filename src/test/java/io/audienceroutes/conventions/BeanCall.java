package io.audienceroutes.conventions;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.Variable;

/** One call of a bean by a route. What the method takes, its parameters say. */
record BeanCall(RouteStep step, String bean, String method, boolean aggregates) {
    private static final List<Class<? extends Annotation>> SAYING = List.of(
            Variable.class, Body.class, Header.class, Headers.class, ExchangeProperty.class, ExchangeException.class);

    static List<BeanCall> in(List<RouteFile> files) {
        List<BeanCall> calls = new ArrayList<>();
        for (RouteStep step : RouteFile.steps(files)) {
            if (step.is("to") && step.scheme().equals("bean")) {
                calls.add(new BeanCall(
                        step,
                        step.parameter("beanName").orElse(""),
                        step.parameter("method").orElse(""),
                        false));
            }
            step.text("aggregationStrategy")
                    .ifPresent(bean -> calls.add(new BeanCall(
                            step,
                            bean,
                            step.text("aggregationStrategyMethodName").orElse(""),
                            true)));
        }
        return calls;
    }

    /** The variables that methods of these beans take where these routes call them. */
    static Set<String> variables(List<RouteFile> files, Map<String, Class<?>> beans) {
        Set<String> variables = new TreeSet<>();
        in(files).stream()
                .flatMap(call -> call.methodsOf(beans).stream())
                .flatMap(method -> Arrays.stream(method.getParameters()))
                .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(Variable.class)))
                .forEach(variable -> variables.add(variable.value()));
        return variables;
    }

    /** The public methods of this name. */
    List<Method> methodsOf(Map<String, Class<?>> beans) {
        return Stream.ofNullable(beans.get(bean))
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(candidate ->
                        Modifier.isPublic(candidate.getDeclaringClass().getModifiers()))
                .filter(candidate ->
                        !candidate.isBridge() && candidate.getName().equals(method))
                .toList();
    }

    /** Whether a parameter leaves to Camel what it is given. */
    boolean takesUnsaid(Method candidate) {
        return !aggregates
                && Arrays.stream(candidate.getParameters())
                        .anyMatch(parameter -> SAYING.stream().noneMatch(parameter::isAnnotationPresent));
    }

    @Override
    public String toString() {
        return step + ": " + bean + "." + method;
    }
}
