package io.audienceroutes.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.audienceroutes.testing.ShiftedClock;
import io.audienceroutes.testing.SimulatorDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The way from the bundle to TikTok, on which a sequence lets calls be refused, lost, late or held. */
final class Wire implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    /** So long does a lost call take, that it is not tried again within its stage. */
    private static final Duration LOST = Duration.ofSeconds(11);

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI tiktok;
    private final ShiftedClock clock;
    private final List<Late> late = new ArrayList<>();
    private Fault fault = Fault.NONE;
    private int skip;
    private int listsBehindLate;
    private boolean nothingListed;
    private CountDownLatch held = new CountDownLatch(1);
    private CountDownLatch released = new CountDownLatch(1);
    private long mappings;

    /** What happens to a batch. */
    enum Fault {
        NONE(false),
        /** TikTok refuses this batch and every later one for a reason that a person has to mend. */
        REFUSED(false),
        /** TikTok refuses this batch alone. */
        REFUSED_ONCE(false),
        /** The batch takes effect, its answer is lost. */
        ANSWER_LOST(true),
        /** The batch is lost on its way. */
        BATCH_LOST(true),
        /** Each batch takes effect, and no answer comes. */
        ANSWERS_LOST(true),
        /** No batch comes through. */
        BATCHES_LOST(true),
        /** The connection breaks, and the batch takes effect later. */
        LATE(true),
        /** TikTok asks to wait. */
        THROTTLED(false),
        /** The batch takes effect, and the process that sent it sleeps before it sees the answer. */
        HELD(true);

        private final boolean doubtful;

        Fault(boolean doubtful) {
            this.doubtful = doubtful;
        }

        boolean doubtful() {
            return doubtful;
        }

        private boolean lasting() {
            return this == REFUSED || this == ANSWERS_LOST || this == BATCHES_LOST;
        }
    }

    private record Late(URI target, String token, String body) {}

    Wire(URI tiktok, ShiftedClock clock) {
        this.tiktok = tiktok;
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next batch but so many meets the fault. */
    synchronized void arm(Fault next, int batchesBefore) {
        fault = next;
        skip = batchesBefore;
        if (next == Fault.HELD) {
            held = new CountDownLatch(1);
            released = new CountDownLatch(1);
        }
    }

    /** Everything goes through again. */
    synchronized void heal() {
        fault = Fault.NONE;
        nothingListed = false;
    }

    /** The next list of audiences is empty. */
    synchronized void listNothing() {
        nothingListed = true;
    }

    /** Batches that came so far. */
    synchronized long mappings() {
        return mappings;
    }

    /** Waits until a batch is held, or the work has ended without one. */
    boolean awaitHeld(Thread work) {
        try {
            while (work.isAlive()) {
                if (held.await(2, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            return held.getCount() == 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the held answer through. */
    void release() {
        released.countDown();
    }

    /**
     * Another list comes. A call takes effect before the second list behind it at the latest: later ones are beyond
     * what is promised (decision record 23). Returns how many took effect now.
     */
    int listComes() {
        boolean due;
        synchronized (this) {
            listsBehindLate = late.isEmpty() ? 0 : listsBehindLate + 1;
            due = listsBehindLate >= 2;
        }
        return due ? land() : 0;
    }

    /** Lets what is late take effect now. */
    int land() {
        List<Late> landing;
        synchronized (this) {
            landing = List.copyOf(late);
            late.clear();
        }
        landing.forEach(
                each -> forward("POST", each.target(), each.token(), each.body().getBytes(StandardCharsets.UTF_8)));
        return landing.size();
    }

    /** Forgets what is late. */
    synchronized void forgetLate() {
        late.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            URI target = tiktok.resolve(exchange.getRequestURI().toString());
            String token = exchange.getRequestHeaders().getFirst("Access-Token");
            String path = exchange.getRequestURI().getPath();
            if (path.equals(SimulatorDriver.LIST) && takeNothingListed()) {
                answer(
                        exchange,
                        200,
                        "{\"code\":0,\"message\":\"OK\",\"request_id\":\"short\",\"data\":{\"list\":[],\"page_info\":"
                                + "{\"page\":1,\"page_size\":100,\"total_page\":1,\"total_number\":0}}}");
                return;
            }
            Fault met = path.equals(SimulatorDriver.MAPPING) ? take() : Fault.NONE;
            if (met.doubtful() && met != Fault.HELD) {
                clock.advance(LOST);
            }
            switch (met) {
                case NONE -> pass(exchange, target, token, body);
                case REFUSED, REFUSED_ONCE ->
                    answer(
                            exchange,
                            200,
                            "{\"code\":40001,\"message\":\"No permission to operate advertiser\",\"request_id\":\"no\","
                                    + "\"data\":{}}");
                case THROTTLED ->
                    answer(
                            exchange,
                            200,
                            "{\"code\":40100,\"message\":\"App reaches the QPM limit.\",\"request_id\":\"slow\","
                                    + "\"data\":{}}");
                case ANSWER_LOST, ANSWERS_LOST -> forward(exchange.getRequestMethod(), target, token, body);
                case BATCH_LOST, BATCHES_LOST -> {
                    return;
                }
                case LATE -> later(new Late(target, token, new String(body, StandardCharsets.UTF_8)));
                case HELD -> {
                    HttpResponse<byte[]> reply = forward(exchange.getRequestMethod(), target, token, body);
                    held.countDown();
                    released.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    answer(exchange, reply.statusCode(), new String(reply.body(), StandardCharsets.UTF_8));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean takeNothingListed() {
        boolean now = nothingListed;
        nothingListed = false;
        return now;
    }

    private synchronized Fault take() {
        mappings++;
        if (fault == Fault.NONE || skip-- > 0) {
            return Fault.NONE;
        }
        Fault met = fault;
        if (!met.lasting()) {
            fault = Fault.NONE;
        }
        return met;
    }

    private synchronized void later(Late call) {
        late.add(call);
    }

    private void pass(HttpExchange exchange, URI target, String token, byte[] body) throws IOException {
        HttpResponse<byte[]> reply = forward(exchange.getRequestMethod(), target, token, body);
        answer(exchange, reply.statusCode(), new String(reply.body(), StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private HttpResponse<byte[]> forward(String method, URI target, String token, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Access-Token", token);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
