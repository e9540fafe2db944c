package io.audienceroutes.app;

import io.audienceroutes.simulator.Simulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** The running bundle: the routes of {@code routes/}, wired to the beans that they name. */
final class Bundle implements AutoCloseable {
    private final BundleOptions options;
    private final BundleSettings settings;
    private final Optional<Simulator> simulator;
    private final BundleWiring wiring;
    private final Main main;
    private final long newestAtStart;
    private Optional<RouteReload> reload = Optional.empty();

    private Bundle(BundleOptions options, BundleSettings settings, Optional<Simulator> simulator) {
        this.options = options;
        this.settings = settings;
        this.simulator = simulator;
        this.wiring = BundleWiring.of(settings);
        this.main = new Main();
        this.newestAtStart = wiring.workflows().newestArrival();
    }

    /** Starts everything; what fails to start is closed again. */
    static Bundle start(BundleOptions options) {
        BundleOptions effective = options;
        BundleSettings settings = BundleSettings.load(options);
        Optional<Simulator> simulator = SandboxSimulator.startIfEnabled(settings);
        if (simulator.isPresent()) {
            settings.close();
            effective = options.with(withAddress(options, simulator.get()));
            settings = BundleSettings.load(effective);
        }
        Bundle bundle = new Bundle(effective, settings, simulator);
        try {
            bundle.startRoutes();
            return bundle;
        } catch (Exception e) {
            bundle.close();
            throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
    }

    BundleWiring wiring() {
        return wiring;
    }

    BundleSettings settings() {
        return settings;
    }

    CamelContext camel() {
        return main.getCamelContext();
    }

    /** The arrival number of the newest workflow when this bundle started. */
    long newestAtStart() {
        return newestAtStart;
    }

    /** Hands a file to the route that receives it, for a workflow that is open already. */
    void receive(String workflowId, InputStream content) {
        try (ProducerTemplate producer = camel().createProducerTemplate()) {
            producer.send("direct:receive-segment-file", exchange -> {
                exchange.setVariable("workflowId", workflowId);
                exchange.getMessage().setBody(content);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("The file could not be handed over", e);
        }
    }

    Optional<Simulator> simulator() {
        return simulator;
    }

    /** Lets batches in flight finish, then stops routes, leases and database. */
    @Override
    public void close() {
        reload.ifPresent(RouteReload::close);
        wiring.gate().close();
        main.stop();
        wiring.close();
        settings.close();
        simulator.ifPresent(Simulator::close);
    }

    private void startRoutes() throws Exception {
        Properties properties = new Properties();
        properties.putAll(settings.values());
        main.setOverrideProperties(properties);
        main.setPropertyPlaceholderLocations("false");
        main.configure().addConfiguration(wiring);
        if (options.runner()) {
            wiring.queue().announceRunner();
        }
        main.start();
        PickUpRoutes pickUps =
                new PickUpRoutes(wiring.destinations(), options.home().path(), wiring.secrets());
        if (options.pickUps()) {
            pickUps.addTo(camel(), pickUps.templates());
        }
        if (options.runner()) {
            reload = Optional.of(new RouteReload(
                    camel(), options.home().resolve("routes"), wiring.gate(), pickUps, options.pickUps()));
            reload.get().start(settings.millis("routes.reload-interval-ms"));
        }
    }

    private static Map<String, String> withAddress(BundleOptions options, Simulator simulator) {
        Map<String, String> overrides = new HashMap<>(options.overrides());
        overrides.put("tiktok.base-url", simulator.baseUrl().toString());
        overrides.put("simulator.enabled", "false");
        return overrides;
    }
}
