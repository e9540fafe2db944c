package io.audienceroutes.conventions;

import io.audienceroutes.app.BoundBeans;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a class says of the routes that call it is what the routes do. */
class CalledByTest {
    private static final Pattern CALLED_BY =
            Pattern.compile("[Cc]alled by routes? ((?:\\{@code [a-z0-9-]+}[, and]*)+)");
    private static final Pattern NAME = Pattern.compile("\\{@code ([a-z0-9-]+)}");

    @Test
    void aClassNamesTheRoutesThatCallIt(@TempDir Path data) {
        Findings findings = Findings.against("'Called by route {@code x}' names all routes that call the bean");
        Map<String, Set<String>> callers = callers(data);
        SourceFiles.main().forEach((file, text) -> {
            Matcher said = CALLED_BY.matcher(text.replaceAll("\\s*\\n\\s*\\* ?", " "));
            if (said.find()) {
                Set<String> named = NAME.matcher(said.group(1))
                        .results()
                        .map((MatchResult name) -> name.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
                String type =
                        file.substring(0, file.length() - ".java".length()).replace('/', '.');
                Set<String> calling = callers.getOrDefault(type, Set.of());
                if (!calling.equals(named)) {
                    findings.add(file, "says " + named + ", and is called by " + calling);
                }
            }
        });
        findings.requireNone();
    }

    /** Routes by the class, below the package of the product, of a bean that they call. */
    private static Map<String, Set<String>> callers(Path data) {
        Map<String, Class<?>> beans = BoundBeans.types(data);
        Map<String, Set<String>> callers = new TreeMap<>();
        BeanCall.in(Stream.concat(RouteFile.product().stream(), RouteFile.console().stream())
                        .toList())
                .stream()
                .filter(call -> beans.containsKey(call.bean()))
                .forEach(call -> callers.computeIfAbsent(
                                beans.get(call.bean()).getName().substring("io.audienceroutes.".length()),
                                type -> new TreeSet<>())
                        .add(call.step().file().name()));
        return callers;
    }
}
