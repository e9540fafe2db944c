package io.audienceroutes.app;

import io.audienceroutes.source.SegmentObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;

/** The beans that the bundle binds for its routes, for tests that hold routes to them. */
public final class BoundBeans {
    private BoundBeans() {}

    /** Their types by name, from the bundle's own wiring; its state lies in this data directory. */
    public static Map<String, Class<?>> types(Path data) {
        BundleOptions options = BundleOptions.forOneWorkflow(BundleHome.find(), List.of())
                .with(Map.of("data.directory", data.toString()));
        try (BundleSettings settings = BundleSettings.load(options);
                BundleWiring wiring = BundleWiring.of(settings);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            wiring.configure(camel);
            Map<String, Class<?>> types = new TreeMap<>();
            camel.getRegistry()
                    .findByTypeWithName(Object.class)
                    .forEach((name, bean) -> types.put(name, bean.getClass()));
            // Bound to each instance of its template, which names it by this parameter
            types.put("{{objects}}", SegmentObjects.class);
            return types;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
