package io.audienceroutes.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
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
    public static final class Receiving {
        public void requireStored(String workflowId) {
            if (workflowId == null || workflowId.isEmpty()) {
                throw new IllegalStateException("The workflow was not stored");
            }
        }
    }

    private final CamelContext context = new DefaultCamelContext();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile Outcome outcome = Outcome.STORED;
    private volatile String refusedName = "";

    PickUpBench() throws Exception {
        context.getRegistry().bind("receiving", new Receiving());
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
        String text;
        try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
            text = new String(in.readAllBytes(), UTF_8);
        }
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

    void start(Destination destination, Path home, Map<String, String> secrets) {
        PickUp pickUp = PickUp.of(destination, home).orElseThrow();
        TemplatedRouteBuilder builder = TemplatedRouteBuilder.builder(context, pickUp.template())
                .routeId(pickUp.routeId())
                .parameters(hastened(pickUp.parameters()));
        pickUp.secrets().forEach((bean, secret) -> builder.bean(bean, String.class, () -> secrets.get(secret)));
        builder.add();
    }

    /** The same times, halved and more, so that the tests need not wait for whole seconds. */
    private static Map<String, Object> hastened(Map<String, String> parameters) {
        Map<String, Object> hastened = new HashMap<>(parameters);
        hastened.replace("settleMillis", "500");
        hastened.replace("settleTimeoutMillis", "1500");
        hastened.replace("pollMillis", "200");
        return hastened;
    }

    void outcome(Outcome next) {
        outcome = next;
        attempts.set(0);
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
    }
}
