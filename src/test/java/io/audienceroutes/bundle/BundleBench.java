package io.audienceroutes.bundle;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audienceroutes.simulator.Simulator;
import io.audienceroutes.simulator.SimulatorLimits;
import io.audienceroutes.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A distribution whose sandbox profile talks to a simulator in the test, without limits and without delays. */
final class BundleBench implements AutoCloseable {
    static final String DESTINATION = "vip-customers";
    static final String AUDIENCE = "VIP customers";

    private final Path folder;
    private final Distribution distribution;
    private final Simulator server;
    private final SimulatorClient simulator;
    private final ObjectMapper json = new ObjectMapper();

    private BundleBench(Path folder, Distribution distribution, Simulator server) {
        this.folder = folder;
        this.distribution = distribution;
        this.server = server;
        this.simulator = new SimulatorClient(server.baseUrl());
    }

    /** Below this folder; its destination sends batches of so many members. */
    static BundleBench in(Path folder, int batchSize) throws IOException {
        Simulator server = Simulator.start(SimulatorSettings.defaults().withLimits(SimulatorLimits.none()));
        Distribution distribution = Distribution.in(folder)
                .using(server.baseUrl())
                // One after the other, so that a test knows which batch meets which fault
                .with("deliver.requests-in-flight", "1")
                .with("tiktok.requests-per-second", "1000")
                .with("tiktok.requests-per-minute", "60000");
        BundleBench bench = new BundleBench(folder, distribution, server);
        Files.delete(distribution.path("config/destinations/sample-newsletter.yaml"));
        bench.destination(DESTINATION, AUDIENCE, "batchSize: " + batchSize, "syncMode: add");
        return bench;
    }

    /** Adds a destination for e-mail addresses; more lines go below the usual ones. */
    void destination(String name, String audience, String... more) throws IOException {
        String text = "name: " + name + "\ndescription: For tests\ncredential: sandbox\nadvertiserIds:\n"
                + "  - \"7000000000000000001\"\naudienceName: " + audience + "\nuserIdTypes:\n  - EMAIL\n"
                + String.join("\n", more) + "\n";
        Files.writeString(distribution.path("config/destinations/" + name + ".yaml"), text);
    }

    /** Lines of a destination that picks up from this folder of the bundle, quickly. */
    static String pickUpFrom(String directory) {
        return "source:\n  folder:\n    directory: " + directory + "\n    settleSeconds: 1\n    pollSeconds: 1";
    }

    int simulatorPort() {
        return server.baseUrl().getPort();
    }

    Distribution distribution() {
        return distribution;
    }

    SimulatorClient simulator() {
        return simulator;
    }

    /** A segment file outside the bundle. */
    SegmentSample sample(int rows, long seed) {
        return SegmentSample.write(folder.resolve("customers-" + seed + ".csv"), rows, seed);
    }

    BundleProcess startDelivery(SegmentSample sample, String... more) throws IOException {
        String[] usual = {"deliver", sample.path(), "--destination", DESTINATION, "--profile", "sandbox"};
        return distribution.start(joined(usual, more));
    }

    /** The long-running process. */
    BundleProcess startRun() throws IOException {
        return distribution.start("run", "--profile", "sandbox");
    }

    BundleProcess runOnce() throws IOException {
        return distribution.run("run", "--once", "--profile", "sandbox");
    }

    BundleProcess workflows(String... arguments) throws IOException {
        return distribution.run(
                joined(joined(new String[] {"workflows"}, arguments), new String[] {"--profile", "sandbox"}));
    }

    /** The workflows, newest first. */
    List<JsonNode> listed() throws IOException {
        JsonNode list = json.readTree(workflows("list", "--json").out());
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    /** Puts a secret where only this user reads it. */
    void secret(String name, String value) throws IOException {
        Path secrets = Files.createDirectories(distribution.path("config/secrets"));
        Path file = Files.createFile(
                secrets.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, value);
    }

    /** The receipts on disk; asks no process. */
    List<JsonNode> receipts() throws IOException {
        List<JsonNode> receipts = new ArrayList<>();
        for (String name : distribution.filesBelow("data/workflows")) {
            if (name.endsWith("receipt.json")) {
                receipts.add(json.readTree(distribution.read("data/workflows/" + name)));
            }
        }
        return receipts;
    }

    /** Waits until the receipt of this file tells this state; asks the disk, not a process. */
    void awaitReceipt(String file, String state) {
        await("receipt of " + file + ": " + state)
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> hasReceipt(file, state));
    }

    private boolean hasReceipt(String file, String state) throws IOException {
        return receipts().stream()
                .anyMatch(receipt -> receipt.path("file").asText().equals(file)
                        && receipt.path("state").asText().equals(state));
    }

    JsonNode parse(String text) throws IOException {
        return json.readTree(text);
    }

    @Override
    public void close() throws IOException {
        try (server) {
            distribution.close();
        }
    }

    private static String[] joined(String[] first, String... second) {
        String[] all = new String[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
