package io.audienceroutes.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.BeforeEach;

/**
 * Loads route files as they are. A test names the files, the routes at whose border it stands ({@link #border}), and the
 * beans; whatever is called is noted in order.
 */
abstract class RouteTest extends CamelTestSupport {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Processor> borders = new LinkedHashMap<>();
    private final List<String> files;

    /** A test of these files, by their names without suffix. */
    RouteTest(String... files) {
        this.files = List.of(files);
    }

    /** A route that is called, and only noted. */
    final void border(String route) {
        border(route, exchange -> {});
    }

    /** A route that is called: it is noted and does this. */
    final void border(String route, Processor answer) {
        borders.put(route, answer);
    }

    /** Notes a call. */
    final void note(String call) {
        calls.add(call);
    }

    /** What was called, in order. */
    final List<String> calls() {
        return calls;
    }

    /** Calls a route of the files. */
    final Exchange call(String route, Processor prepared) {
        return template.send("direct:" + route, prepared);
    }

    /** Changes routes before they start. */
    void advise(CamelContext camel) throws Exception {}

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withUseAdviceWith(true);
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withUseOverridePropertiesWithPropertiesComponent(settings());
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() throws Exception {
        List<RoutesBuilder> builders = new ArrayList<>();
        for (String file : files) {
            Resource resource =
                    PluginHelper.getResourceLoader(context).resolveResource("file:routes/" + file + ".camel.yaml");
            builders.addAll(PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource));
        }
        builders.add(new RouteBuilder() {
            @Override
            public void configure() {
                borders.forEach((route, answer) -> from("direct:" + route)
                        .errorHandler(noErrorHandler())
                        .process(exchange -> note(route))
                        .process(answer));
            }
        });
        return builders.toArray(RoutesBuilder[]::new);
    }

    @BeforeEach
    final void startRoutes() throws Exception {
        advise(context);
        context.start();
    }

    /** The settings that ship. */
    private static Properties settings() {
        Properties settings = new Properties();
        try (InputStream shipped = Files.newInputStream(Path.of("config/application.properties"))) {
            settings.load(shipped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }
}
