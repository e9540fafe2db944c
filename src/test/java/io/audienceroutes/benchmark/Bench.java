package io.audienceroutes.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of the packaged bundle with a destination of its own, and a sink for what it sends. */
final class Bench implements AutoCloseable {
    /** The heap that the start script gives, for floors as for the bundle. */
    private static final List<String> FLOOR = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern READY = Pattern.compile("Running; destinations: \\d+");
    private static final String SERVED = "served-";
    private static final String UNGUARDED = "shrinkGuard: {percent: 100, members: 1000000000}\n";
    private static final Pattern JSON_TEXT = Pattern.compile("(?ms)^[\\[{].*");
    private static final String DELIVERED = "rows read, [\\d,]+ identifiers added";
    private static final Pattern PORT = Pattern.compile("port (\\d+)");

    private final Path folder;
    private final Path home;
    private final boolean recording;
    private final MeasuredProcess sink;
    private final int port;

    private Bench(Path folder, boolean recording, MeasuredProcess sink, int port) {
        this.folder = folder;
        this.home = folder.resolve("bundle");
        this.recording = recording;
        this.sink = sink;
        this.port = port;
    }

    /** Below this folder; what an earlier run left there goes. */
    static Bench in(Path folder, boolean recording) throws IOException, InterruptedException {
        delete(folder.resolve("bundle"));
        delete(folder.resolve("floor"));
        Path home = Files.createDirectories(folder.resolve("bundle"));
        Path assembled = Path.of(System.getProperty("distribution.directory")).toAbsolutePath();
        copy(assembled.resolve("bin"), home.resolve("bin"));
        copy(assembled.resolve("config"), home.resolve("config"));
        for (String part : List.of("lib", "routes")) {
            Files.createSymbolicLink(home.resolve(part), assembled.resolve(part));
        }
        MeasuredProcess sink = floor(folder, Sink.class, List.of());
        sink.awaitPrinted(PORT);
        Matcher port = PORT.matcher(sink.printed());
        port.find();
        Bench bench = new Bench(folder, recording, sink, Integer.parseInt(port.group(1)));
        bench.destination(UNGUARDED);
        return bench;
    }

    /** What a delivery of the bundle took. */
    record Delivery(
            double process, double workflow, Map<String, Double> stages, JsonNode receipt, OptionalLong peakMib) {
        /** Seconds from the staged file to sorted, distinct and compared members. */
        double prepared() {
            return stages.get("PREPARE") + stages.get("COMPARE");
        }
    }

    /** Delivers with the command of the package; the settings are system properties. */
    Delivery deliver(Path list, String... settings) throws IOException, InterruptedException {
        return deliver(list, options(settings));
    }

    /** As {@link #deliver(Path, String...)}, and records where the time goes, if that is wanted. */
    Delivery deliverRecorded(Path list, Path recorded) throws IOException, InterruptedException {
        List<String> options = options();
        if (recording) {
            options.add("-XX:StartFlightRecording=filename=" + recorded + ",settings=profile");
        }
        return deliver(list, options);
    }

    private Delivery deliver(Path list, List<String> options) throws IOException, InterruptedException {
        try (MeasuredProcess process = bundle(
                options, "deliver", list.toString(), "--destination", "benchmark", "--json", "--profile", "sandbox")) {
            double seconds = process.awaitEnd(exit -> exit == 0 || exit == 3);
            String printed = process.printed();
            JsonNode receipt = JSON.readTree(printed.substring(printed.indexOf("\n{") + 1));
            double workflow = seconds(instant(receipt.path("startedAt")), instant(receipt.path("endedAt")));
            return new Delivery(
                    seconds, workflow, stages(receipt.path("workflowId").asText()), receipt, process.peakMib());
        }
    }

    /**
     * A list that is put into an inbox.
     *
     * @param inbox its number: each belongs to an audience of its own
     */
    record Handed(int inbox, Path list) {}

    /** Delivers lists one after another in one process of {@code run}; answers a delivery for each. */
    List<Delivery> serve(List<Handed> lists) throws IOException, InterruptedException {
        for (Handed handed : lists) {
            Files.createDirectories(inbox(handed.inbox()));
            destination(
                    SERVED + handed.inbox(),
                    UNGUARDED + "source:\n  folder:\n    directory: " + home.relativize(inbox(handed.inbox())) + "\n");
        }
        OptionalLong peak;
        try (MeasuredProcess process = bundle(options(), "run", "--profile", "sandbox")) {
            process.awaitPrinted(READY);
            for (int i = 0; i < lists.size(); i++) {
                Path inbox = inbox(lists.get(i).inbox());
                Files.createLink(
                        inbox.resolve("list-" + i + ".csv"), lists.get(i).list().toRealPath());
                process.awaitPrinted(Pattern.compile("(?s)(" + DELIVERED + ".*?){" + (i + 1) + "}"));
            }
            peak = process.peakMib();
            process.stop();
        } finally {
            for (Handed handed : lists) {
                Files.deleteIfExists(settings(SERVED + handed.inbox()));
            }
        }
        List<Delivery> deliveries = new ArrayList<>();
        for (JsonNode workflow : printed("workflows", "list", "--json")) {
            JsonNode receipt = workflow.path("receipt");
            double seconds = seconds(instant(receipt.path("startedAt")), instant(receipt.path("endedAt")));
            Map<String, Double> stages = stages(workflow.path("id").asText());
            deliveries.add(0, new Delivery(seconds, seconds, stages, receipt, peak)); // the newest is listed first
        }
        return deliveries;
    }

    private Path inbox(int number) {
        return home.resolve("data/inbox/" + SERVED + number);
    }

    /** Seconds until {@code run} is ready, and its memory. */
    Delivery start() throws IOException, InterruptedException {
        try (MeasuredProcess process = bundle(options(), "run", "--profile", "sandbox")) {
            double seconds = process.awaitPrinted(READY);
            return new Delivery(seconds, seconds, Map.of(), JSON.nullNode(), process.peakMib());
        }
    }

    /** Runs a floor to its end. */
    MeasuredProcess floor(String... arguments) throws IOException, InterruptedException {
        MeasuredProcess process = floor(folder, Floor.class, Arrays.asList(arguments));
        process.awaitEnd(exit -> exit == 0);
        return process;
    }

    /** Runs the script that a team would write, and answers its seconds; negative where there is no Python. */
    MeasuredProcess script(Path script, Path list) throws IOException {
        return MeasuredProcess.start(
                new ProcessBuilder(
                        "python3",
                        script.toString(),
                        list.toString(),
                        "http://127.0.0.1:" + port + "/open_api/v1.3/segment/mapping/"),
                Map.of(),
                folder);
    }

    /** What the sink took since the last time. */
    JsonNode counts() throws IOException {
        URI address = URI.create("http://127.0.0.1:" + port + "/counts");
        try (InputStream answer = address.toURL().openStream()) {
            return JSON.readTree(answer);
        }
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    /** More lines of YAML for the destination, from now on. */
    void destination(String more) throws IOException {
        destination("benchmark", more);
    }

    private Path settings(String destination) {
        return home.resolve("config/destinations/" + destination + ".yaml");
    }

    /** The destination takes telephone numbers of the United States from now on. */
    void phones() throws IOException {
        destination("benchmark", "PHONE", UNGUARDED + "phoneRegion: US\n");
    }

    private void destination(String name, String more) throws IOException {
        destination(name, "EMAIL", more);
    }

    private void destination(String name, String userIdType, String more) throws IOException {
        Files.writeString(
                settings(name),
                "name: " + name + "\ndescription: For the benchmark\ncredential: sandbox\nadvertiserIds:\n"
                        + "  - \"7000000000000000001\"\naudienceName: " + name + "\nuserIdTypes:\n  - " + userIdType
                        + "\n" + more);
    }

    /** Forgets what was delivered. */
    void reset() throws IOException {
        delete(home.resolve("data"));
        delete(folder.resolve("floor"));
    }

    @Override
    public void close() throws IOException {
        sink.close();
        reset();
    }

    private Map<String, Double> stages(String workflow) throws IOException, InterruptedException {
        Map<String, Instant> begun = new TreeMap<>();
        Map<String, Instant> ended = new TreeMap<>();
        for (JsonNode task : printed("workflows", "show", workflow, "--json").path("tasks")) {
            String stage = task.path("stage").asText();
            begun.merge(stage, instant(task.path("startedAt")), (one, other) -> one.isBefore(other) ? one : other);
            ended.merge(stage, instant(task.path("endedAt")), (one, other) -> one.isAfter(other) ? one : other);
        }
        Map<String, Double> seconds = new TreeMap<>();
        begun.forEach((stage, from) -> seconds.put(stage, seconds(from, ended.get(stage))));
        return seconds;
    }

    /** The JSON that a command prints, which stands on lines of its own. */
    private JsonNode printed(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Arrays.asList(arguments));
        command.addAll(List.of("--profile", "sandbox"));
        try (MeasuredProcess process = bundle(options(), command.toArray(String[]::new))) {
            process.awaitEnd(exit -> exit == 0);
            Matcher json = JSON_TEXT.matcher(process.printed());
            json.find();
            return JSON.readTree(json.group());
        }
    }

    private List<String> options(String... settings) {
        List<String> options = new ArrayList<>(List.of("-Dsimulator.port=" + port, "-Dapi.port=0"));
        options.add("-Dtiktok.requests-per-second=10000");
        options.add("-Dtiktok.requests-per-minute=600000");
        options.add("-Dtiktok.requests-per-day=100000000");
        for (String setting : settings) {
            options.add("-D" + setting);
        }
        return options;
    }

    private MeasuredProcess bundle(List<String> options, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/audience-routes").toString()));
        command.addAll(Arrays.asList(arguments));
        return MeasuredProcess.start(
                new ProcessBuilder(command),
                Map.of("JAVA_OPTS", String.join(" ", options), "JAVA_HOME", System.getProperty("java.home")),
                folder);
    }

    private static MeasuredProcess floor(Path folder, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(FLOOR);
        command.add(main.getName());
        command.addAll(arguments);
        return MeasuredProcess.start(new ProcessBuilder(command), Map.of(), folder);
    }

    private static Instant instant(JsonNode time) {
        return Instant.parse(time.asText());
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
