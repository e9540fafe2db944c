package io.audienceroutes.app;

import io.audienceroutes.api.PageApi;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.PickUp;
import io.audienceroutes.simulator.Simulator;
import io.audienceroutes.source.RetryPause;
import io.audienceroutes.source.SourcePool;
import io.audienceroutes.source.SourceTimes;
import io.audienceroutes.source.SourceWatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * The running bundle: the routes of {@code routes/}, wired to the beans that they name. When the process is asked to
 * end, work in progress first reaches its next safe point.
 */
public final class Bundle implements AutoCloseable {
    /** In addition to Camel's shutdown timeout: closing the database and the simulator takes a moment. */
    private static final long CLOSING_SECONDS = 10;

    /** The part of Camel's shutdown timeout in which calls in flight may still be answered. */
    private static final int SHARE_OF_CALLS = 3;

    private final BundleOptions options;
    private final BundleSettings settings;
    private final BundleWiring wiring;
    private final Main main = new Main();
    private final long newestAtStart;
    private final AtomicBoolean working = new AtomicBoolean();
    private final CountDownLatch endRequested = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread endGently = new Thread(this::endGently, "end-gently");
    private Optional<Simulator> simulator = Optional.empty();
    private Optional<Simulator> rehearsals = Optional.empty();
    private final ConfigWatch edits = new ConfigWatch();
    private final SourcePool sources;
    private Optional<SourceWatch> watch = Optional.empty();
    private Optional<ApiServer> server = Optional.empty();

    private Bundle(BundleOptions options, BundleSettings settings, Clock clock) {
        this.options = options;
        this.settings = settings;
        this.wiring = BundleWiring.of(settings, clock);
        this.sources = new SourcePool(settings.number("sources.threads"));
        this.newestAtStart = wiring.workflows().newestArrival();
    }

    /** Starts the bundle of this installation for a command: only the work that the command needs is done. */
    public static Bundle forOneWorkflow(List<String> profiles) {
        return start(BundleOptions.forOneWorkflow(BundleHome.find(), profiles));
    }

    /** Starts everything; if the start fails, everything is closed again. */
    public static Bundle start(BundleOptions options) {
        return start(options, Clock.systemUTC());
    }

    /** As above, with the time of this clock. */
    public static Bundle start(BundleOptions options, Clock clock) {
        Bundle bundle = new Bundle(options, BundleSettings.load(options), clock);
        try {
            Runtime.getRuntime().addShutdownHook(bundle.endGently);
            bundle.startRoutes();
            return bundle;
        } catch (Exception e) {
            bundle.close();
            throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
    }

    public BundleWiring wiring() {
        return wiring;
    }

    public BundleHome home() {
        return options.home();
    }

    public BundleSettings settings() {
        return settings;
    }

    /** The address of TikTok: the simulator in this process, or the configured address. */
    public String baseUrl() {
        return simulator.map(own -> own.baseUrl().toString()).orElseGet(() -> settings.text("tiktok.base-url"));
    }

    public CamelContext camel() {
        return main.getCamelContext();
    }

    /** The arrival number of the newest workflow when this bundle started. */
    public long newestAtStart() {
        return newestAtStart;
    }

    /** Starts only the work on this audience: a command for one workflow does not start others. */
    public void workOn(long audience) {
        wiring.queue().restrictTo(audience);
        if (working.compareAndSet(false, true)) {
            wiring.gate().reopen();
        }
    }

    /** Starts only the work on this workflow, not even other work on the same audience. */
    public void workOn(String workflowId) {
        wiring.queue().restrictTo(workflowId);
        wiring.gate().reopen();
    }

    /** Passes a file to the route that receives it, for a workflow that already exists. */
    public void receive(String workflowId, InputStream content) {
        try (ProducerTemplate producer = camel().createProducerTemplate()) {
            Exchange done = producer.send("direct:receive-segment-file", exchange -> {
                exchange.setVariable("workflowId", workflowId);
                exchange.getMessage().setBody(content);
            });
            if (done.getException() != null) {
                throw new IllegalStateException("The file could not be passed to its route", done.getException());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The file could not be passed to its route", e);
        }
    }

    /** Sends a body to a route and returns the result; throws what the route throws. */
    public <T> T ask(String route, Object body, Map<String, Object> variables, Class<T> answer) {
        try (ProducerTemplate producer = camel().createProducerTemplate()) {
            Exchange done = producer.request("direct:" + route, exchange -> {
                variables.forEach(exchange::setVariable);
                exchange.getMessage().setBody(body);
            });
            if (done.getException() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (done.getException() != null) {
                throw new IllegalStateException(done.getException());
            }
            return done.getMessage().getBody(answer);
        } catch (IOException e) {
            throw new UncheckedIOException("The route " + route + " could not be queried", e);
        }
    }

    public Optional<Simulator> simulator() {
        return simulator;
    }

    /** Files in the sources that may soon be complete. */
    public int filesWaiting() {
        return watch.map(SourceWatch::waiting).orElse(0);
    }

    private SourceWatch watch() {
        RetryPause pause = new RetryPause(
                settings.millis("sources.retry-delay-ms"),
                settings.millis("sources.longest-retry-delay-ms"),
                new SecureRandom());
        return new SourceWatch(
                wiring.sourceStates(),
                wiring.sourceHours(),
                wiring.connections(),
                wiring.clock(),
                pause,
                () -> !wiring.storage().paused(),
                new SourceAlerts(new AlertRoute(camel()), wiring.catalog(), wiring.alerts(), wiring.clock()));
    }

    private SourceTimes sourceTimes() {
        return new SourceTimes(
                settings.millis("sources.connect-timeout-ms"),
                settings.millis("sources.answer-timeout-ms"),
                settings.millis("sources.listing-timeout-ms"),
                settings.millis("sources.stall-timeout-ms"));
    }

    /** Whether this process was asked to end, by Ctrl-C or a signal. */
    public boolean ending() {
        return endRequested.getCount() == 0;
    }

    /** Waits until this process is asked to end. */
    public void awaitEnd() throws InterruptedException {
        endRequested.await();
    }

    /** Lets batches in flight finish, then stops routes, leases and database. */
    @Override
    public void close() {
        try {
            edits.close();
            wiring.gate().close();
            sources.endWithin(Duration.ofSeconds(settings.number("camel.main.shutdown-timeout") / SHARE_OF_CALLS));
            main.stop();
            sources.close();
            wiring.close();
            settings.close();
            simulator.ifPresent(Simulator::close);
            rehearsals.ifPresent(Simulator::close);
        } finally {
            closed.countDown();
            forgetHook();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(endGently);
        } catch (IllegalStateException e) {
            // The process is already ending: the hook runs, and the bundle is closed
            assert ending() || closed.getCount() == 0 : e;
        }
    }

    /** The command stops waiting and closes the bundle; the process may end only after that. */
    private void endGently() {
        long routes = settings.number("camel.main.shutdown-timeout");
        wiring.endWithin(Duration.ofSeconds(routes / SHARE_OF_CALLS));
        endRequested.countDown();
        long patience = routes + CLOSING_SECONDS;
        try {
            boolean inTime = closed.await(patience, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("Work in progress did not finish within " + patience
                        + " seconds; it resumes at the next start.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startRoutes() throws Exception {
        if (!options.runner()) {
            wiring.gate().close();
        }
        simulator = SandboxSimulator.startIfEnabled(settings);
        if (options.runner()) {
            wiring.folder().requireReadable();
        }
        startForRehearsals(wiring.destinations());
        Properties properties = new Properties();
        properties.putAll(settings.values());
        properties.setProperty(RouteFolder.SETTING, RouteFolder.followed(settings.text(RouteFolder.SETTING)));
        simulator.ifPresent(
                own -> properties.setProperty("tiktok.base-url", own.baseUrl().toString()));
        if (options.serving() && settings.flag("api.enabled")) {
            ApiServer serving = new ApiServer(settings, wiring.people(), PageApi::page);
            serving.configure(properties);
            main.configure().addConfiguration(serving);
            server = Optional.of(serving);
        }
        if (!options.runner()) {
            // A command for one workflow leaves audience monitoring to the running bundle
            properties.setProperty("watch.enabled", "false");
        }
        main.setOverrideProperties(properties);
        main.setPropertyPlaceholderLocations("false");
        // Camel's own signal handler would stop the routes at the same time
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.configure().addConfiguration(wiring);
        if (options.runner()) {
            wiring.queue().announceRunner();
        }
        if (options.pickUps()) {
            wiring.connections().announce(wiring.destinations());
        }
        main.init();
        server.ifPresent(serving -> serving.open(camel()));
        RouteFolder.requireLoaded(camel(), settings.text(RouteFolder.SETTING));
        watch = Optional.of(watch());
        PickUpRoutes pickUps = new PickUpRoutes(
                wiring, options.home().path(), settings.path("data.directory"), sourceTimes(), watch.get(), sources);
        if (options.pickUps()) {
            pickUps.makeOwnFolders();
            pickUps.forgetOthers();
            // Before the start: a running context looks through all its routes for each one that is added
            pickUps.addTo(camel(), PickUp.TEMPLATES);
        }
        main.start();
        edits.tellingFaults(wiring.timerFaults(new AlertRoute(camel()))::met);
        if (options.runner()) {
            wiring.storage().begin(new AlertRoute(camel()));
            edits.every(settings.millis("storage.look-interval-ms"), "free space", wiring.storage()::look);
        }
        if (options.runner()) {
            RouteReload reload = new RouteReload(
                    camel(), options.home().resolve("routes"), wiring.gate(), pickUps, options.pickUps());
            edits.every(settings.millis("routes.reload-interval-ms"), "edited routes", reload::look);
        }
        if (options.pickUps()) {
            DestinationWatch destinations = new DestinationWatch(
                    wiring.folder(),
                    wiring.connections(),
                    wiring.alerts(),
                    wiring.catalog().action("destination-invalid"),
                    new AlertRoute(camel()),
                    all -> {
                        startForRehearsals(all);
                        pickUps.follow(camel(), all);
                    },
                    wiring.clock());
            edits.every(settings.millis("destinations.reload-interval-ms"), "edited destinations", destinations::look);
        }
    }

    /** Prepares checks of this destination: one in the sandbox needs a simulator. */
    public void reach(Destination destination) {
        startForRehearsals(List.of(destination));
    }

    private void startForRehearsals(Collection<Destination> destinations) {
        boolean rehearsing = destinations.stream().anyMatch(Destination::sandbox);
        if (rehearsing && simulator.isEmpty() && rehearsals.isEmpty()) {
            rehearsals = SandboxSimulator.startForRehearsals(settings);
            rehearsals.ifPresent(empty -> wiring.forgetRehearsals());
        }
    }
}
