package io.audienceroutes.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TikTok that takes everything at once and keeps nothing: what a delivery costs without the other side. It runs in a
 * process of its own, prints its port, and tells at {@code /counts} what came: additions, removals, and the pace.
 */
final class Sink {
    private static final int THREADS = 8;
    private static final int HEAD = 1024;
    private static final byte[] MEMBER = "[{\"id\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADDITION = "\"action\":\"add\"".getBytes(StandardCharsets.US_ASCII);
    private static final String AUDIENCE = "{\"audience_id\":\"7100000000000000001\",\"name\":\"Benchmark\","
            + "\"audience_type\":\"Partner\",\"is_creator\":true,\"is_valid\":true}";
    private static final String ADVERTISER =
            "{\"list\":[{\"advertiser_id\":\"7000000000000000001\",\"name\":\"Example\","
                    + "\"status\":\"STATUS_ENABLE\",\"owner_bc_id\":\"7000000000000000900\"}]}";

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private final Arrivals arrivals = new Arrivals();
    private volatile boolean created;

    private Sink() {}

    /** Serves until the process is ended. */
    public static void main(String[] arguments) throws IOException {
        // Java's server sends head and body of an answer apart: without this the second waits for the other side's ACK
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.createContext("/", new Sink()::answer);
        server.start();
        System.out.println("port " + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String data = "{}";
            if (path.endsWith("/segment/mapping/")) {
                take(exchange);
            } else {
                exchange.getRequestBody().readAllBytes();
                data = data(path);
            }
            String text = path.equals("/counts")
                    ? data
                    : "{\"code\":0,\"message\":\"OK\",\"request_id\":\"sink" + calls.incrementAndGet() + "\",\"data\":"
                            + data + "}";
            byte[] body = text.getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String data(String path) {
        if (path.endsWith("/segment/audience/")) {
            created = true;
            return AUDIENCE;
        }
        if (path.equals("/counts")) {
            String counts = String.format(
                    Locale.ROOT,
                    "{\"added\":%d,\"removed\":%d,\"mappings\":%d,\"seconds\":%.3f,\"mostInASecond\":%d}",
                    added.getAndSet(0),
                    removed.getAndSet(0),
                    arrivals.count(),
                    arrivals.seconds(),
                    arrivals.mostInASecond());
            arrivals.clear();
            return counts;
        }
        if (path.endsWith("/advertiser/info/")) {
            return ADVERTISER;
        }
        int audiences = created ? 1 : 0;
        return "{\"list\":[" + (created ? AUDIENCE : "") + "],\"page_info\":{\"page\":1,\"total_page\":1,"
                + "\"total_number\":" + audiences + "}}";
    }

    /** All members of a body are equally long: two of them and the length tell how many there are. */
    private void take(HttpExchange exchange) throws IOException {
        arrivals.add(System.nanoTime());
        byte[] buffer = new byte[1 << 16];
        long length;
        try (InputStream body = exchange.getRequestBody()) {
            int head = body.readNBytes(buffer, 0, HEAD);
            length = head;
            int first = indexOf(buffer, head, MEMBER, 0);
            int second = indexOf(buffer, head, MEMBER, first + 1);
            boolean add = indexOf(buffer, head, ADDITION, 0) >= 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                length += read;
            }
            long members = second < 0 ? 1 : (length - first) / (second - first);
            (add ? added : removed).addAndGet(members);
        }
    }

    private static int indexOf(byte[] bytes, int length, byte[] sought, int from) {
        for (int at = from; at + sought.length <= length; at++) {
            if (Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
                return at;
            }
        }
        return -1;
    }

    /** When the batches came. */
    private static final class Arrivals {
        private long[] nanos = new long[1024];
        private int count;

        private synchronized void add(long now) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = now;
        }

        private synchronized int count() {
            return count;
        }

        private synchronized double seconds() {
            return count == 0 ? 0 : (nanos[count - 1] - nanos[0]) / 1e9;
        }

        private synchronized int mostInASecond() {
            int most = 0;
            int first = 0;
            for (int last = 0; last < count; last++) {
                while (nanos[last] - nanos[first] >= 1_000_000_000L) {
                    first++;
                }
                most = Math.max(most, last - first + 1);
            }
            return most;
        }

        private synchronized void clear() {
            count = 0;
        }
    }
}
