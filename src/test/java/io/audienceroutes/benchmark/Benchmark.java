package io.audienceroutes.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.audienceroutes.benchmark.Bench.Delivery;
import io.audienceroutes.benchmark.Bench.Handed;
import io.audienceroutes.benchmark.SeededList.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the packaged bundle against floors in plain Java, in the same run and by turns, and checks every result. Prints
 * a table and one JSON line a measure. System properties: {@code benchmark.rows}, {@code benchmark.runs},
 * {@code benchmark.script}, {@code benchmark.recording}, {@code benchmark.directory}.
 */
final class Benchmark {
    private static final String PREPARE = "prepare";
    private static final String COMPARE = "compare";
    private static final String DELIVER = "deliver";

    /** Ends the name of a measure of a process that does its work for the first time. */
    private static final String FIRST = "-first";

    private static final int PACE = 20;
    private static final int PACED_BATCHES = 400;
    private static final int PACED_BATCH = 100;
    private static final int SMALLER = 10;

    private final long rows = Long.getLong("benchmark.rows", 1_000_000);
    private final int runs = Integer.getInteger("benchmark.runs", 3);
    private final boolean script = Boolean.parseBoolean(System.getProperty("benchmark.script", "true"));
    private final boolean recording = Boolean.getBoolean("benchmark.recording");
    private final Path folder = Path.of(System.getProperty("benchmark.directory", "target/benchmark"));
    private final List<Measure> measures = new ArrayList<>();

    private Benchmark() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Benchmark().run();
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        System.out.printf(
                Locale.ROOT,
                "Benchmark: %,d rows, %d runs, Java %s, %d processors%n%s%n",
                rows,
                runs,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Measure.heading());
        try (Bench bench = Bench.in(folder, recording)) {
            start(bench);
            long smallPeak = deliveries(bench, rows / SMALLER, 1, false);
            long peak = deliveries(bench, rows, runs, true);
            tell(Measure.ofMemory(rows, peak, smallPeak));
            camelCsv(bench);
            if (script) {
                script(bench);
            }
            phones(bench);
            proofs();
            pace(bench);
        }
        Path results = folder.resolve("results.jsonl");
        List<String> lines = measures.stream().map(Measure::json).toList();
        lines.forEach(System.out::println);
        Files.write(results, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Plot.draw(results, folder.resolve("performance.svg"));
        if (recording) {
            System.out.println(HotSpots.of(recorded()));
        }
    }

    private Path recorded() {
        return folder.resolve("delivery.jfr");
    }

    private void tell(Measure measure) {
        measures.add(measure);
        System.out.println(measure.line());
    }

    private void start(Bench bench) throws IOException, InterruptedException {
        Samples ready = new Samples();
        Samples floor = new Samples();
        for (int run = 0; run < runs; run++) {
            ready.add(bench.start());
            long begun = System.nanoTime();
            bench.floor("start").close();
            floor.add((System.nanoTime() - begun) / 1e9);
        }
        tell(ready.measure("start", 1, floor));
    }

    /** Delivers lists of this size; returns the most memory that this took. */
    private long deliveries(Bench bench, long count, int times, boolean telling)
            throws IOException, InterruptedException {
        Lists lists = Lists.write(folder, count);
        Trials trials = new Trials();
        for (int run = 0; run < times; run++) {
            command(bench, lists, trials);
            served(bench, lists, trials);
            if (telling) {
                floors(bench, lists, trials);
            }
        }
        if (telling) {
            for (String what : List.of(PREPARE, COMPARE, DELIVER, PREPARE + FIRST, DELIVER + FIRST)) {
                tell(trials.of(what).measure(what, count, trials.floorOf(what)));
            }
        }
        return trials.peak();
    }

    /** The list in a process of its own. */
    private void command(Bench bench, Lists lists, Trials trials) throws IOException, InterruptedException {
        bench.reset();
        Delivery whole = bench.deliverRecorded(lists.first(), recorded());
        requireFirst(lists.expected(), whole.receipt(), bench.counts(), 0, 0);
        trials.of(DELIVER + FIRST).add(whole.workflow(), whole.peakMib());
        trials.of(PREPARE + FIRST).add(whole.prepared(), whole.peakMib());
    }

    /** The list, and the one that follows it, in a process that has delivered one before. */
    private static void served(Bench bench, Lists lists, Trials trials) throws IOException, InterruptedException {
        bench.reset();
        List<Delivery> served = bench.serve(
                List.of(new Handed(1, lists.warming()), new Handed(2, lists.first()), new Handed(2, lists.second())));
        Delivery first = served.get(1);
        Delivery second = served.get(2);
        JsonNode counts = bench.counts();
        long replaced = lists.expected().replaced();
        requireFirst(
                lists.expected(),
                first.receipt(),
                counts,
                lists.expectedOfWarming().distinct() + replaced,
                replaced);
        requireSecond(lists.expected(), second.receipt());
        trials.of(DELIVER).add(first.workflow(), first.peakMib());
        trials.of(PREPARE).add(first.prepared(), first.peakMib());
        trials.of(COMPARE).add(second.stages().get("COMPARE"), second.peakMib());
    }

    private static void floors(Bench bench, Lists lists, Trials trials) throws IOException, InterruptedException {
        String first = lists.first().toString();
        String warming = lists.warming().toString();
        String work = bench.folder().resolve("floor").toString();
        trials.floorOf(PREPARE).add(mirrored(bench, lists, "mirror", first, work + "/again", warming));
        trials.floorOf(PREPARE + FIRST).add(mirrored(bench, lists, "mirror", first, work));
        try (MeasuredProcess mirror = bench.floor("mirror", lists.second().toString(), work, warming)) {
            require("removals of the floor", lists.expected().replaced(), (long) mirror.number("removes"));
            trials.floorOf(COMPARE).add(mirror.number("compareSeconds"));
        }
        String port = Integer.toString(bench.port());
        trials.floorOf(DELIVER)
                .add(sent(bench, lists.expectedOfWarming().valid(), lists, "send", first, port, warming));
        trials.floorOf(DELIVER + FIRST).add(sent(bench, 0, lists, "send", first, port));
    }

    private static double mirrored(Bench bench, Lists lists, String... floor) throws IOException, InterruptedException {
        try (MeasuredProcess mirror = bench.floor(floor)) {
            require("members of the floor", lists.expected().distinct(), (long) mirror.number("next"));
            return mirror.number("prepareSeconds") + mirror.number("compareSeconds");
        }
    }

    private static double sent(Bench bench, long before, Lists lists, String... floor)
            throws IOException, InterruptedException {
        try (MeasuredProcess send = bench.floor(floor)) {
            require(
                    "members that the floor sent",
                    before + lists.expected().valid(),
                    bench.counts().path("added").asLong());
            return send.number("sendSeconds");
        }
    }

    /** What camel-csv costs instead of the reader of this product: the measure of a delivery with it, over one without. */
    private void camelCsv(Bench bench) throws IOException, InterruptedException {
        Path list = folder.resolve("first.csv");
        Samples withCamelCsv = new Samples();
        Samples without = new Samples();
        for (int run = 0; run < runs; run++) {
            bench.reset();
            Delivery slower = bench.deliver(list, "prepare.read-with-camel-csv=true");
            withCamelCsv.add(slower.prepared(), slower.peakMib());
            bench.reset();
            without.add(bench.deliver(list).prepared());
            bench.counts();
        }
        tell(withCamelCsv.measure("camel-csv", rows, without));
    }

    /** Stage Prepare of a list of telephone numbers, which are parsed one by one: that decides how long it takes. */
    private void phones(Bench bench) throws IOException, InterruptedException {
        Path list = folder.resolve("phones.csv");
        new PhoneList(rows).write(list);
        bench.phones();
        Samples prepared = new Samples();
        Samples floor = new Samples();
        for (int run = 0; run < runs; run++) {
            bench.reset();
            Delivery delivery = bench.deliver(list);
            bench.counts();
            prepared.add(delivery.stages().get("PREPARE"), delivery.peakMib());
            try (MeasuredProcess plain = bench.floor("phones", list.toString())) {
                require(
                        "rows accepted, as the floor has it",
                        (long) plain.number("phones"),
                        delivery.receipt().path("rowsAccepted").asLong());
                floor.add(plain.number("phoneSeconds"));
            }
        }
        tell(prepared.measure("prepare-phones", rows, floor));
    }

    /** The next generation with its proof, over the same without. */
    private void proofs() throws IOException {
        ProvedFold fold = new ProvedFold(folder.resolve("proofs"), rows);
        Samples proved = new Samples();
        Samples without = new Samples();
        // The first of each compiles the code
        for (int run = 0; run <= runs; run++) {
            double plain = fold.seconds(false);
            double seconds = fold.seconds(true);
            if (run > 0) {
                without.add(plain);
                proved.add(seconds);
            }
        }
        tell(proved.measure("proofs", rows, without));
    }

    private void script(Bench bench) throws IOException, InterruptedException {
        Path list = folder.resolve("first.csv");
        Path python = Path.of("src/test/resources/benchmark/send_segment.py");
        Samples scripted = new Samples();
        Samples whole = new Samples();
        try {
            for (int run = 0; run < runs; run++) {
                try (MeasuredProcess process = bench.script(python, list)) {
                    scripted.add(process.awaitEnd(exit -> exit == 0), process.peakMib());
                }
                bench.counts();
                bench.reset();
                whole.add(bench.deliver(list).process());
                bench.counts();
            }
        } catch (IOException e) {
            System.out.println("script: not measured, there is no python3 (" + e.getMessage() + ")");
            return;
        }
        // Its floor is the whole process of the bundle: below 1 the script would win
        tell(scripted.measure("script", rows, whole));
    }

    private void pace(Bench bench) throws IOException, InterruptedException {
        bench.reset();
        bench.destination("batchSize: " + PACED_BATCH + "\n");
        SeededList list = new SeededList(PACED_BATCH * PACED_BATCHES * 1000L / 940, 0);
        Path file = folder.resolve("paced.csv");
        list.write(file);
        bench.deliver(file, "tiktok.requests-per-second=" + PACE);
        JsonNode counts = bench.counts();
        long calls = counts.path("mappings").asLong();
        Samples paced = new Samples();
        paced.add(counts.path("seconds").asDouble());
        Samples floor = new Samples();
        floor.add((calls - 1.0) / PACE);
        tell(paced.measure("pace", calls, floor));
        System.out.printf(
                Locale.ROOT,
                "Pace: at most %d calls arrived in any second, of %d allowed%n",
                counts.path("mostInASecond").asInt(),
                PACE);
    }

    /** What the receipt of the first list says, and with it the sink, which took others besides. */
    private static void requireFirst(
            Expected expected, JsonNode receipt, JsonNode counts, long addsBesides, long removes) {
        requireBalance(receipt);
        JsonNode outcomes = receipt.path("outcomes");
        require(
                "rows rejected",
                expected.rejected(),
                receipt.path("rowsRejected").asLong());
        require("added", expected.distinct(), outcomes.path("added").asLong());
        require("duplicates", expected.duplicates(), outcomes.path("duplicate").asLong());
        require(
                "members at the sink",
                addsBesides + expected.distinct(),
                counts.path("added").asLong());
        require("removed at the sink", removes, counts.path("removed").asLong());
    }

    private static void requireSecond(Expected expected, JsonNode receipt) {
        requireBalance(receipt);
        require(
                "added",
                expected.replaced(),
                receipt.path("outcomes").path("added").asLong());
    }

    private static void requireBalance(JsonNode receipt) {
        if (!receipt.path("balances").asBoolean()) {
            throw new IllegalStateException("A receipt does not add up: " + receipt);
        }
    }

    private static void require(String what, long expected, long found) {
        if (expected != found) {
            throw new IllegalStateException("Expected " + expected + " " + what + ", found " + found);
        }
    }
}
