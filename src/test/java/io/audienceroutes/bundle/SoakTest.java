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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changing lists to several audiences, with kills, processes that are paused beyond their lease and wake, throttles, lost
 * answers, audiences that are deleted, opt-out lists and settings that are edited, and people who stop, skip, retry,
 * approve and supersede: whenever all this rests, a clean delivery makes every audience equal its list without whoever
 * opted out, and every receipt adds up. {@code soak.rounds}, {@code soak.rest} (rounds until it rests) and
 * {@code soak.seed} are system properties.
 */
@Tag("bundle")
class SoakTest {
    private static final int ROUNDS = Integer.getInteger("soak.rounds", 5);
    private static final int REST = Integer.getInteger("soak.rest", 10);
    private static final long SEED = Long.getLong("soak.seed", 20_261_124L);
    private static final int BATCH = 20;
    private static final int UNIVERSE = 300;
    private static final List<String> NAMES = List.of("vip-customers", "newsletter", "lapsed");
    private static final List<String> COMMANDS =
            List.of("retry", "resolve", "restart", "skip", "stop", "supersede", "approve", "reject", "retry-failed");
    private static final int LEASE_MILLIS = 2_000;
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
    private final Map<String, Set<Integer>> optedOut = new HashMap<>();
    private final List<BundleProcess> paused = new ArrayList<>();
    private final Map<String, Integer> played = new TreeMap<>();

    @Test
    void everyAudienceEqualsItsLastListWhateverHappenedBefore() throws Exception {
        System.out.println("Soak: seed " + SEED + ", rounds " + ROUNDS);
        try (BundleBench bench = BundleBench.in(folder, BATCH)) {
            bench.distribution()
                    .with("deliver.requests-in-flight", "8")
                    .with("runner.lease-ms", Integer.toString(LEASE_MILLIS))
                    .with("tiktok.connect-timeout-ms", "1000")
                    .with("tiktok.response-timeout-ms", "2000")
                    // Audiences that are deleted here are a few seconds old
                    .with("tiktok.create-visible-ms", "1")
                    .with("tiktok.minute-throttle-ms", "200")
                    .with("tiktok.outage-delay-ms", "200");
            for (String name : NAMES) {
                optedOut.put(name, new TreeSet<>());
                settings(bench, name);
            }
            for (int round = 0; round < ROUNDS; round++) {
                play(bench, round);
                if ((round + 1) % REST == 0) {
                    rest(bench, round);
                }
            }
            if (ROUNDS % REST != 0) {
                rest(bench, ROUNDS);
            }
            requireBalancedReceipts(bench);
            System.out.println("Soak: " + played);
        }
    }

    /** Everything ends, and a list to each audience makes it what the model says. */
    private void rest(BundleBench bench, int round) throws Exception {
        bench.simulator().clearFaults();
        for (BundleProcess process : paused) {
            process.resume();
            process.awaitExit();
        }
        paused.clear();
        for (String name : NAMES) {
            List<Integer> last = list();
            BundleProcess delivery =
                    deliver(bench, name, last, "rest-" + round + ".csv").awaitExit();
            if (delivery.out().contains("Resolution: Audience not found")) {
                // That so young an audience was deleted is believed once TikTok refuses it
                count("deleted audience refused");
                delivery = deliver(bench, name, last, "rest-" + round + "-again.csv")
                        .awaitExit();
            }
            assertThat(delivery.exitCode())
                    .as("round " + round + ", " + name + ": " + delivery.out() + delivery.err())
                    .isIn(0, 3);
            last.removeAll(optedOut.get(name));
            assertThat(bench.simulator().members("Audience " + name))
                    .as("round " + round + ", " + name)
                    .isEqualTo(hashes(last));
        }
    }

    /** Settings that change how a list is sent, and not who is in it; a changed e-mail rule would be held for approval. */
    private void settings(BundleBench bench, String name) throws IOException {
        Path optOuts = folder.resolve(name + "-opted-out.csv");
        Files.writeString(
                optOuts,
                optedOut.get(name).stream()
                        .map(number -> address(number) + "\n")
                        .collect(Collectors.joining("", "email\n", "nobody@example.org\n")));
        bench.destination(
                name,
                "Audience " + name,
                "batchSize: " + (BATCH + 10 * random.nextInt(3)),
                "shrinkGuard: {percent: 100}",
                "optOut: {file: " + optOuts + "}");
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
        change(bench, name);
        String ending = List.of("kill", "pause", "end", "end", "end", "kill").get(random.nextInt(6));
        count(ending);
        long target = bench.simulator().acceptedMappings() + 1 + random.nextInt(5);
        BundleProcess delivery = deliver(bench, name, list, "list-" + round + ".csv");
        if (ending.equals("end")) {
            delivery.awaitExit();
        } else {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !delivery.alive() || bench.simulator().acceptedMappings() >= target);
            interrupt(delivery, ending);
        }
        bench.simulator().clearFaults();
        if (random.nextInt(3) == 0) {
            command(bench);
        }
        wakeOne();
    }

    /** What people and TikTok change between two lists. */
    private void change(BundleBench bench, String name) throws IOException {
        int what = random.nextInt(8);
        if (what == 0) {
            count("opt-out");
            Set<Integer> out = optedOut.get(name);
            if (random.nextInt(3) == 0) {
                out.clear();
            } else {
                random.ints(5, 0, UNIVERSE).forEach(out::add);
            }
            settings(bench, name);
        } else if (what == 1) {
            count("settings");
            settings(bench, name);
        } else if (what == 2 && bench.simulator().deleteAudience("Audience " + name)) {
            count("audience deleted");
        }
    }

    private void interrupt(BundleProcess delivery, String ending) throws IOException, InterruptedException {
        if (ending.equals("kill")) {
            delivery.kill();
        } else if (delivery.alive()) {
            delivery.stop();
            paused.add(delivery);
        }
    }

    /** A paused process wakes while others have gone on, most of them beyond its lease. */
    private void wakeOne() throws IOException, InterruptedException {
        if (!paused.isEmpty() && random.nextInt(3) == 0) {
            BundleProcess woken = paused.remove(random.nextInt(paused.size()));
            woken.resume();
            woken.awaitExit();
        }
    }

    private void count(String what) {
        played.merge(what, 1, Integer::sum);
    }

    /** Whatever a person asks for, of whichever workflow: a refusal is fine, a wrong audience later is not. */
    private void command(BundleBench bench) throws IOException {
        List<JsonNode> open = bench.listed().stream()
                .filter(workflow -> List.of("FAILED", "STOPPED", "WAITING", "RUNNING", "ISSUE")
                        .contains(workflow.path("state").asText()))
                .toList();
        if (!open.isEmpty()) {
            String id = open.get(random.nextInt(open.size())).path("id").asText();
            String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
            count(command);
            bench.workflows(command, id, "--reason", "Soak");
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
