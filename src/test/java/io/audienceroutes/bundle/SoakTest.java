package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changing lists to several audiences, with kills, throttles, lost answers and people who stop, skip, retry and supersede:
 * after all that, a clean delivery makes every audience equal its list, and every receipt adds up. {@code soak.rounds}
 * and {@code soak.seed} are system properties.
 */
@Tag("bundle")
class SoakTest {
    private static final int ROUNDS = Integer.getInteger("soak.rounds", 4);
    private static final long SEED = Long.getLong("soak.seed", 20_261_124L);
    private static final int BATCH = 20;
    private static final int UNIVERSE = 300;
    private static final List<String> NAMES = List.of("vip-customers", "newsletter", "lapsed");
    private static final List<String> COMMANDS = List.of("retry", "resolve", "restart", "skip", "stop", "supersede");
    private static final List<String> FAULTS = List.of(
            "{'path':'segment/mapping/','skip':%d,'cut':'after'}",
            "{'path':'segment/mapping/','skip':%d,'cut':'before'}",
            "{'path':'segment/mapping/','skip':%d,'times':2,'httpStatus':502,'body':'gone'}",
            "{'path':'segment/mapping/','skip':%d,'code':40100,'message':'App reaches the QPM limit.'}",
            "{'path':'segment/mapping/','skip':%d,'code':49999,'message':'New'}",
            "{'path':'segment/mapping/','skip':%d,'times':9,'cut':'after'}");

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Map<String, List<Integer>> firstLists = new HashMap<>();

    @Test
    void everyAudienceEqualsItsLastListWhateverHappenedBefore() throws Exception {
        System.out.println("Soak: seed " + SEED + ", rounds " + ROUNDS);
        try (BundleBench bench = BundleBench.in(folder, BATCH)) {
            bench.distribution()
                    .with("deliver.requests-in-flight", "8")
                    .with("tiktok.minute-throttle-ms", "200")
                    .with("tiktok.outage-delay-ms", "200");
            for (String name : NAMES) {
                bench.destination(name, "Audience " + name, "batchSize: " + BATCH, "shrinkGuard: {percent: 100}");
            }
            for (int round = 0; round < ROUNDS; round++) {
                play(bench, round);
            }
            bench.simulator().clearFaults();
            for (String name : NAMES) {
                List<Integer> last = list();
                BundleProcess delivery = deliver(bench, name, last, "last.csv").awaitExit();
                assertThat(delivery.exitCode())
                        .as(delivery.out() + delivery.err())
                        .isIn(0, 3);
                assertThat(bench.simulator().members("Audience " + name))
                        .as(name)
                        .isEqualTo(hashes(last));
            }
            requireBalancedReceipts(bench);
        }
    }

    private void play(BundleBench bench, int round) throws Exception {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        List<Integer> first = firstLists.computeIfAbsent(name, fresh -> list());
        List<Integer> list = random.nextInt(4) == 0 ? first : list();
        int skip = random.nextInt(6);
        if (random.nextBoolean()) {
            String fault = FAULTS.get(random.nextInt(FAULTS.size()));
            bench.simulator().addFault(String.format(Locale.ROOT, fault, skip).replace('\'', '"'));
        }
        boolean kill = random.nextInt(3) == 0;
        long target = bench.simulator().acceptedMappings() + 1 + random.nextInt(5);
        BundleProcess delivery = deliver(bench, name, list, "list-" + round + ".csv");
        if (kill) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !delivery.alive() || bench.simulator().acceptedMappings() >= target);
            delivery.kill();
        } else {
            delivery.awaitExit();
        }
        bench.simulator().clearFaults();
        if (random.nextInt(3) == 0) {
            command(bench);
        }
    }

    /** Whatever a person asks for, of whichever workflow: a refusal is fine, a wrong audience later is not. */
    private void command(BundleBench bench) throws IOException {
        List<JsonNode> open = bench.listed().stream()
                .filter(workflow -> List.of("FAILED", "STOPPED", "WAITING", "RUNNING")
                        .contains(workflow.path("state").asText()))
                .toList();
        if (!open.isEmpty()) {
            String id = open.get(random.nextInt(open.size())).path("id").asText();
            bench.workflows(COMMANDS.get(random.nextInt(COMMANDS.size())), id);
        }
    }

    private BundleProcess deliver(BundleBench bench, String name, List<Integer> list, String file) throws IOException {
        Path segment = folder.resolve(name + "-" + file);
        String rows = list.stream().map(number -> address(number) + "\n").collect(Collectors.joining());
        Files.writeString(segment, "email\n" + rows);
        return bench.distribution().start("deliver", segment.toString(), "--destination", name, "--profile", "sandbox");
    }

    private static void requireBalancedReceipts(BundleBench bench) throws IOException {
        int receipts = 0;
        for (String name : bench.distribution().filesBelow("data/workflows")) {
            if (name.endsWith("receipt.json")) {
                JsonNode receipt = bench.parse(bench.distribution().read("data/workflows/" + name));
                assertThat(receipt.path("balances").asBoolean())
                        .as(receipt.toString())
                        .isTrue();
                receipts++;
            }
        }
        assertThat(receipts).isGreaterThanOrEqualTo(NAMES.size());
        System.out.println("Soak: " + receipts + " receipts add up");
    }

    private List<Integer> list() {
        List<Integer> list = new ArrayList<>();
        int share = 1 + random.nextInt(3);
        IntStream.range(0, UNIVERSE).filter(number -> random.nextInt(4) < share).forEach(list::add);
        return list;
    }

    private static String address(int number) {
        return "customer" + number + "@example.com";
    }

    private static Set<String> hashes(List<Integer> list) throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        Set<String> hashes = new TreeSet<>();
        list.forEach(number -> hashes.add(
                HexFormat.of().formatHex(sha256.digest(address(number).getBytes(StandardCharsets.UTF_8)))));
        return hashes;
    }
}
