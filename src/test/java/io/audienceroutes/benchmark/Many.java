package io.audienceroutes.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Many destinations with small files in one process of {@code run}: how soon it is ready, how many files it delivers a
 * second, with how many calls, memory and threads, and how much of a rate limit it uses. Twice: every audience is made
 * with its first file, and is there with the second.
 *
 * @param destinations how many there are; a hundred of them share an advertiser
 * @param files how many each gets
 * @param rows of each file
 * @param latencyMillis how long TikTok takes for an answer
 * @param callsASecond the rate limit; 0 for none
 */
record Many(int destinations, int files, int rows, long latencyMillis, int callsASecond) {
    private static final Pattern READY = Pattern.compile("Running; destinations: \\d+");
    private static final Pattern PORT = Pattern.compile("port (\\d+)");
    private static final Pattern DONE = Pattern.compile("rows read, [\\d,]+ identifiers added");
    private static final int UNLIMITED = 10_000;
    private static final int PER_ADVERTISER = 100;
    private static final long PATIENCE_SECONDS = 900;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** By itself, for a look at one case: DESTINATIONS FILES ROWS LATENCY CALLS_A_SECOND HOME, of a bundle that may be changed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int[] numbers =
                Stream.of(arguments).limit(5).mapToInt(Integer::parseInt).toArray();
        Many many = new Many(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        many.run(Path.of(arguments[5])).forEach(System.out::println);
    }

    /** One line for the making of the audiences and one for the files after that. */
    List<String> run(Path home) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(home.resolve("many"));
        Path settings = Files.createDirectories(folder.resolve("destinations"));
        for (int number = 0; number < destinations; number++) {
            Files.createDirectories(inbox(folder, number));
            Files.writeString(settings.resolve(name(number) + ".yaml"), destination(folder, number));
        }
        List<String> lines = new ArrayList<>();
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-cp",
                System.getProperty("java.class.path"),
                Sink.class.getName(),
                Long.toString(latencyMillis));
        try (MeasuredProcess sink = MeasuredProcess.start(new ProcessBuilder(java), Map.of(), folder)) {
            sink.awaitPrinted(PORT);
            Matcher port = PORT.matcher(sink.printed());
            port.find();
            try (MeasuredProcess bundle = bundle(home, folder, port.group(1))) {
                double ready = bundle.awaitPrinted(READY);
                bundle.sleepUntil(() -> counts(port.group(1)).path("calls").asInt() == 0, PATIENCE_SECONDS);
                lines.add(measured(bundle, folder, port.group(1), 0, 1, ready));
                if (files > 1) {
                    lines.add(measured(bundle, folder, port.group(1), 1, files, ready));
                }
                bundle.stop();
            }
        }
        return lines;
    }

    private String measured(MeasuredProcess bundle, Path folder, String port, int from, int to, double ready)
            throws IOException, InterruptedException {
        counts(port);
        long before = done(bundle);
        int count = (to - from) * destinations;
        Path ahead = Files.createDirectories(folder.resolve("ahead"));
        for (int file = from; file < to; file++) {
            for (int number = 0; number < destinations; number++) {
                Files.writeString(ahead.resolve(number + "-" + file + ".csv"), list(number, file));
            }
        }
        for (int file = from; file < to; file++) {
            for (int number = 0; number < destinations; number++) {
                String name = number + "-" + file + ".csv";
                Files.move(ahead.resolve(name), inbox(folder, number).resolve(name));
            }
        }
        long begun = System.nanoTime();
        double first = 0;
        long delivered = 0;
        while (delivered < count && seconds(begun) < PATIENCE_SECONDS) {
            TimeUnit.MILLISECONDS.sleep(100);
            bundle.watch();
            delivered = done(bundle) - before;
            first = first == 0 && delivered > 0 ? seconds(begun) : first;
        }
        double taken = seconds(begun);
        JsonNode counts = counts(port);
        double calls = counts.path("calls").asDouble();
        double share =
                callsASecond == 0 ? 0 : (calls - 1) / counts.path("callSeconds").asDouble() / callsASecond;
        return String.format(
                Locale.ROOT,
                "{\"what\":\"many\",\"destinations\":%d,\"files\":%d,\"rows\":%d,\"latencyMillis\":%d,\"limit\":%d,"
                        + "\"audiences\":\"%s\",\"delivered\":%d,\"readySeconds\":%.1f,\"firstSeconds\":%.1f,"
                        + "\"seconds\":%.1f,\"filesASecond\":%.2f,\"callsAFile\":%.2f,\"callsASecond\":%.2f,"
                        + "\"shareOfLimit\":%.3f,\"peakRssMiB\":%d,\"mostThreads\":%d}",
                destinations,
                count,
                rows,
                latencyMillis,
                callsASecond,
                from == 0 ? "made" : "there",
                delivered,
                ready,
                first,
                taken,
                delivered / taken,
                calls / count,
                (calls - 1) / counts.path("callSeconds").asDouble(),
                share,
                bundle.peakMib().orElse(0),
                bundle.mostThreads());
    }

    private MeasuredProcess bundle(Path home, Path folder, String port) throws IOException {
        int limit = callsASecond == 0 ? UNLIMITED : callsASecond;
        List<String> options = List.of(
                "-Ddata.directory=" + folder.resolve("data").toAbsolutePath(),
                "-Ddestinations.directory=" + folder.resolve("destinations").toAbsolutePath(),
                "-Dtiktok.base-url=http://127.0.0.1:" + port,
                "-Dcredential.sandbox.access-token=simulator-access-token",
                "-Dapi.port=0",
                "-Dtiktok.requests-per-second=" + limit,
                "-Dtiktok.requests-per-minute=" + limit * 60,
                "-Dtiktok.requests-per-day=" + limit * 86_400,
                System.getProperty("benchmark.java-options", ""));
        return MeasuredProcess.start(
                new ProcessBuilder(home.resolve("bin/audience-routes").toString(), "run"),
                Map.of("JAVA_OPTS", String.join(" ", options), "JAVA_HOME", System.getProperty("java.home")),
                folder);
    }

    private static JsonNode counts(String port) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + port + "/counts");
        try (InputStream answer = address.toURL().openStream()) {
            return JSON.readTree(answer);
        }
    }

    private static long done(MeasuredProcess bundle) throws IOException {
        return DONE.matcher(bundle.printed()).results().count();
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static String name(int number) {
        return "many-" + number;
    }

    private static Path inbox(Path folder, int number) {
        return folder.resolve("inbox").resolve(name(number));
    }

    private String list(int number, int file) {
        StringBuilder list = new StringBuilder("email\n");
        for (int row = 0; row < rows; row++) {
            list.append("reader-")
                    .append(number)
                    .append('-')
                    .append(file)
                    .append('-')
                    .append(row)
                    .append("@example.com\n");
        }
        return list.toString();
    }

    private static String destination(Path folder, int number) {
        return "name: " + name(number) + "\ncredential: sandbox\nadvertiserIds: [\"70000000000000"
                + String.format(Locale.ROOT, "%05d", number / PER_ADVERTISER + 1)
                + "\"]\naudienceName: Readers " + number
                + "\nuserIdTypes: [EMAIL]\nsyncMode: add\nsource:\n  folder:\n    directory: "
                + inbox(folder, number).toAbsolutePath() + "\n";
    }
}
