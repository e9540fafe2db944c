package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Camel itself reads every file, and finds in it what the file's name says. */
class RoutesLoadTest {
    @ParameterizedTest
    @MethodSource("files")
    void camelLoadsEveryFile(RouteFile file) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setOverrideProperties(settings());
            Resource resource = PluginHelper.getResourceLoader(camel).resolveResource("file:" + file.path());

            PluginHelper.getRoutesLoader(camel).loadRoutes(resource);

            assertThat(definitions(camel))
                    .containsExactly(file.item().path("id").asText());
        }
    }

    static Stream<RouteFile> files() {
        return RouteFile.all().stream();
    }

    private static List<String> definitions(DefaultCamelContext camel) {
        return Stream.of(
                        camel.getRouteDefinitions().stream().map(route -> route.getRouteId()),
                        camel.getRouteTemplateDefinitions().stream().map(template -> template.getId()),
                        camel.getRouteConfigurationDefinitions().stream().map(policy -> policy.getId()))
                .flatMap(ids -> ids)
                .toList();
    }

    private static Properties settings() {
        Properties settings = new Properties();
        BundleProperties.shipped().entries().forEach(entry -> settings.put(entry.key(), entry.value()));
        return settings;
    }
}
