package io.audienceroutes.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.ConnectionStates;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.PickUp;
import io.audienceroutes.schedule.SourceHours;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** The real templates in a Camel context of their own; what they hand on is noted instead of staged. */
final class PickUpBench implements AutoCloseable {
    /** One file as it was handed on. */
    record Received(String destination, String fileName, long fileLength, String text) {}

    /** How the stand-in for receiving ends. */
    enum Outcome {
        STORED,
        NOT_STORED,
        RAISES
    }

    /** The contract of the bean that the templates ask whether the workflow was stored. */
    public static final class ReceiveStage {
        public void requireStored(@Variable("workflowId") String workflowId) {
            if (workflowId == null || workflowId.isEmpty()) {
                throw new IllegalStateException("The workflow was not stored");
            }
        }
    }

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(8);

    private final CamelContext context = new DefaultCamelContext();
    private final Map<String, String> variables = new ConcurrentHashMap<>();
    private final Path folder = Files.createTempDirectory("pick-up");
    private final StateDatabase database;
    private final SourceStates states;
    private final List<SourceNews> news = new CopyOnWriteArrayList<>();
    private final SourceWatch watch;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private Duration longestListing = Duration.ofSeconds(60);
    private Duration longestStall = Duration.ofSeconds(60);
    private volatile Outcome outcome = Outcome.STORED;
    private volatile String refusedName = "";
    private volatile Consumer<String> whileReceived = name -> {};
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> whenStored = name -> {};

    PickUpBench() throws Exception {
        this(Optional.empty());
    }

    /** On a state database that it may share with another bench. */
    PickUpBench(Path stateFile) throws Exception {
        this(Optional.of(stateFile));
    }

    private final SourcePool pool = new SourcePool(4);

    private PickUpBench(Optional<Path> stateFile) throws Exception {
        database = new StateDatabase(stateFile.orElse(folder.resolve("state.db")));
        states = new SourceStates(database, Clock.systemUTC(), Duration.ofSeconds(30), ProcessOwner.here());
        watch = new SourceWatch(
                states,
                new SourceHours(database, Clock.systemUTC(), name -> Optional.empty()),
                new ConnectionStates(database, Clock.systemUTC()),
                Clock.systemUTC(),
                new RetryPause(Duration.ofMillis(50), Duration.ofMillis(200), new Random(1)),
                () -> true,
                news::add);
        context.getRegistry().bind("receiveStage", new ReceiveStage());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:receive-segment-file")
                        .errorHandler(noErrorHandler())
                        .process(PickUpBench.this::receive);
            }
        });
        for (String template : List.of("pick-up-from-folder", "pick-up-from-sftp", "pick-up-from-s3")) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(PluginHelper.getResourceLoader(context)
                            .resolveResource("file:routes/" + template + ".camel.yaml"));
        }
        context.start();
    }

    private void receive(Exchange exchange) throws Exception {
        attempts.incrementAndGet();
        if (outcome == Outcome.RAISES || refusedName.equals(exchange.getVariable("fileName"))) {
            throw new IllegalStateException("No space left");
        }
        String fileName = exchange.getVariable("fileName", String.class);
        String text;
        FileVersion version = exchange.getVariable("fileVersion", FileVersion.class);
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        try (InputStream in = version == null ? body : version.watched(body)) {
            text = new String(in.readAllBytes(), UTF_8);
        }
        whileReceived.accept(fileName);
        requireUnchanged(version);
        whenStored.accept(fileName);
        // As the real one does: nothing that came from outside goes on
        exchange.getMessage().removeHeaders("*");
        if (outcome == Outcome.STORED) {
            exchange.setVariable("workflowId", "w-1");
            received.add(new Received(
                    exchange.getVariable("destinationName", String.class),
                    exchange.getVariable("fileName", String.class),
                    exchange.getVariable("fileLength", Long.class),
                    text));
        }
    }

    private void requireUnchanged(FileVersion version) throws IOException {
        try {
            if (version != null && !version.unchanged()) {
                refusals.add("It changed while it was copied");
                throw new IllegalStateException("It changed while it was copied");
            }
        } catch (IOException e) {
            refusals.add("The source did not say whether it changed: " + e);
            throw e;
        }
    }

    /** Why files that were copied were not stored. */
    List<String> refusals() {
        return refusals;
    }

    void start(Destination destination, Path home, Map<String, String> secrets) {
        PickUp pickUp = hastened(PickUp.of(destination, home).orElseThrow());
        SourceTimes times = new SourceTimes(CONNECT, ANSWER, longestListing, longestStall);
        new PickUpInstance(pickUp, secrets(secrets), times, watch, pool, Clock.systemUTC()).addTo(context);
    }

    /** How long a listing may take, of what is started from here on. */
    void longestListing(Duration limit) {
        longestListing = limit;
    }

    /** How long a source may be silent behind its listing, of what is started from here on. */
    void longestStall(Duration limit) {
        longestStall = limit;
    }

    /** A person puts another value into a secret. */
    void secret(String name, String value) {
        variables.put("AUDIENCE_ROUTES_SECRET_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), value);
    }

    private Secrets secrets(Map<String, String> known) {
        known.forEach(this::secret);
        return new Secrets(folder.resolve("secrets"), name -> Optional.ofNullable(variables.get(name)));
    }

    /** Looks more often, so that the tests need not wait for whole seconds. */
    private static PickUp hastened(PickUp pickUp) {
        Map<String, String> parameters = new HashMap<>(pickUp.parameters());
        parameters.replace("pollMillis", "200");
        return new PickUp(
                pickUp.destination(), pickUp.source(), pickUp.home(), pickUp.routeId(), pickUp.template(), parameters);
    }

    /** What people hear of the sources. */
    List<SourceNews> news() {
        return news;
    }

    /** The conditions of the news; an empty text where a source works again. */
    List<String> conditions() {
        return news.stream().map(one -> one.condition().orElse("")).toList();
    }

    SourceState state(String destination) {
        return states.find(destination).orElseThrow();
    }

    /** Files that are seen and not whole yet. */
    int waiting() {
        return watch.waiting();
    }

    void outcome(Outcome next) {
        outcome = next;
        attempts.set(0);
    }

    /** What happens to a file of this name after it is copied and before its workflow is stored. */
    void whileReceived(Consumer<String> meanwhile) {
        whileReceived = meanwhile;
    }

    /** What happens to a file of this name between the last look at it and its way to the archive. */
    void whenStored(Consumer<String> meanwhile) {
        whenStored = meanwhile;
    }

    /** From now on only the file of this name fails. */
    void refuse(String fileName) {
        refusedName = fileName;
    }

    /** What a saved destination does to its own instance, before it is started again. */
    void remove(Destination destination) throws Exception {
        String routeId = PickUp.of(destination, Path.of(".")).orElseThrow().routeId();
        context.getRouteController().stopRoute(routeId);
        context.removeRoute(routeId);
    }

    int attempts() {
        return attempts.get();
    }

    List<Received> received() {
        return received;
    }

    List<String> endpointUris() {
        return context.getEndpoints().stream().map(Endpoint::getEndpointUri).toList();
    }

    @Override
    public void close() {
        context.stop();
        pool.close();
        database.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
