package io.audienceroutes.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A TikTok that takes everything at once and keeps nothing: what a delivery costs without the other side. It runs in a
 * process of its own, prints its port, and tells at {@code /counts} what came: additions, removals, and the pace.
 */
final class Sink {
    private static final int THREADS = 8;
    private static final int WAITING_THREADS = 128;
    private static final int PAGE = 100;
    private static final Pattern NAME = Pattern.compile("\"custom_audience_name\":\"([^\"]*)\"");
    private static final Pattern OWNER = Pattern.compile("\"advertiser_id\":\"(\\d+)\"");
    private static final Pattern NUMBERS = Pattern.compile("\\d{19}");
    private static final int HEAD = 1024;
    private static final byte[] MEMBER = "[{\"id\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADDITION = "\"action\":\"add\"".getBytes(StandardCharsets.US_ASCII);

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private final Arrivals arrivals = new Arrivals();
    private final Arrivals everyCall = new Arrivals();
    private final Map<String, List<String>> audiences = new ConcurrentHashMap<>();
    private final AtomicLong made = new AtomicLong(7_100_000_000_000_000_000L);
    private final long latencyMillis;

    private Sink(long latencyMillis) {
        this.latencyMillis = latencyMillis;
    }

    /** Serves until the process is ended; answers after so many milliseconds, if some are given. */
    public static void main(String[] arguments) throws IOException {
        // Java's server sends head and body of an answer apart: without this the second waits for the other side's ACK
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        long latency = arguments.length == 0 ? 0 : Long.parseLong(arguments[0]);
        server.setExecutor(Executors.newFixedThreadPool(latency == 0 ? THREADS : WAITING_THREADS));
        server.createContext("/", new Sink(latency)::answer);
        server.start();
        System.out.println("port " + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String data = "{}";
            if (!path.equals("/counts")) {
                everyCall.add(System.nanoTime());
            }
            if (path.endsWith("/segment/mapping/")) {
                take(exchange);
            } else {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String query = exchange.getRequestURI().getQuery();
                data = data(path, body, query == null ? "" : query);
            }
            if (!path.equals("/counts")) {
                pause();
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

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(latencyMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String create(String body) {
        Matcher name = NAME.matcher(body);
        Matcher owner = OWNER.matcher(body);
        if (!name.find() || !owner.find()) {
            throw new IllegalArgumentException("No name or advertiser in " + body);
        }
        String audience = "{\"audience_id\":\"" + made.incrementAndGet() + "\",\"name\":\"" + name.group(1)
                + "\",\"audience_type\":\"Partner\",\"is_creator\":true,\"is_valid\":true}";
        audiences
                .computeIfAbsent(owner.group(1), advertiser -> new CopyOnWriteArrayList<>())
                .add(audience);
        return audience;
    }

    private static String advertisers(String query) {
        return NUMBERS.matcher(query)
                .results()
                .map(id -> "{\"advertiser_id\":\"" + id.group() + "\",\"name\":\"Example\","
                        + "\"status\":\"STATUS_ENABLE\",\"owner_bc_id\":\"7000000000000000900\"}")
                .collect(Collectors.joining(",", "{\"list\":[", "]}"));
    }

    private String list(String query) {
        Matcher owner = NUMBERS.matcher(query);
        List<String> all = owner.find() ? audiences.getOrDefault(owner.group(), List.of()) : List.of();
        Matcher asked = Pattern.compile("(?:^|&)page=(\\d+)").matcher(query);
        int page = asked.find() ? Integer.parseInt(asked.group(1)) : 1;
        int pages = Math.max(1, (all.size() + PAGE - 1) / PAGE);
        String listed = all.stream().skip((page - 1L) * PAGE).limit(PAGE).collect(Collectors.joining(","));
        return "{\"list\":[" + listed + "],\"page_info\":{\"page\":" + page + ",\"total_page\":" + pages
                + ",\"total_number\":" + all.size() + "}}";
    }

    private String data(String path, String body, String query) {
        if (path.endsWith("/segment/audience/")) {
            return create(body);
        }
        if (path.equals("/counts")) {
            String counts = String.format(
                    Locale.ROOT,
                    "{\"added\":%d,\"removed\":%d,\"mappings\":%d,\"seconds\":%.3f,\"mostInASecond\":%d,"
                            + "\"calls\":%d,\"callSeconds\":%.3f}",
                    added.getAndSet(0),
                    removed.getAndSet(0),
                    arrivals.count(),
                    arrivals.seconds(),
                    arrivals.mostInASecond(),
                    everyCall.count(),
                    everyCall.seconds());
            arrivals.clear();
            everyCall.clear();
            return counts;
        }
        return path.endsWith("/advertiser/info/") ? advertisers(query) : list(query);
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
