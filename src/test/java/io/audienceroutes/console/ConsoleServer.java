package io.audienceroutes.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.audienceroutes.workflow.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the pages of a sample to a browser, under the security policy that they are made for. */
final class ConsoleServer implements AutoCloseable {
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final ConsoleSample sample;
    private final ConsolePages pages;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    final List<String> asked = new CopyOnWriteArrayList<>();

    ConsoleServer(ConsoleSample sample) {
        this.sample = sample;
        this.pages = new ConsolePages(sample.data());
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + path);
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            Optional<Assets.Asset> asset = path.startsWith("/assets/") ? Assets.at(path) : Optional.empty();
            if (asset.isPresent()) {
                send(exchange, 200, asset.get().contentType(), asset.get().content());
                return;
            }
            Visit visit = new Visit(
                    ConsoleSample.ADMIN,
                    "csrf",
                    exchange.getRequestHeaders().containsKey("Hx-request"),
                    Optional.empty());
            if (exchange.getRequestMethod().equals("POST")) {
                post(exchange, visit, path);
                return;
            }
            String html = SamplePages.at(pages, visit, exchange.getRequestURI().toString());
            send(exchange, 200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            send(exchange, 500, "text/plain", String.valueOf(e).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What the HTTP layer does with a command: the overtaken form, the steps, then the command. */
    private void post(HttpExchange exchange, Visit visit, String path) throws IOException {
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String id = path.split("/", -1)[2];
        String command = form.get("command");
        Optional<String> stale = pages.workflows().stale(visit, id, Long.parseLong(form.get("seen")));
        Optional<String> steps = form.containsKey("confirmed")
                ? Optional.empty()
                : pages.workflows().steps(visit, id, command);
        if (stale.isPresent() || steps.isPresent()) {
            String html = stale.or(() -> steps).orElseThrow();
            send(
                    exchange,
                    stale.isPresent() ? 409 : 200,
                    "text/html; charset=utf-8",
                    html.getBytes(StandardCharsets.UTF_8));
            return;
        }
        Commands.Name name =
                Commands.Name.valueOf(command.toUpperCase(Locale.ROOT).replace('-', '_'));
        sample.ask(id, name, Optional.ofNullable(form.get("action")), Optional.ofNullable(form.get("reason")));
        exchange.getResponseHeaders().set("Location", "/workflows/" + id);
        send(exchange, 303, "text/plain", new byte[0]);
    }

    static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : encoded.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                parameters.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
