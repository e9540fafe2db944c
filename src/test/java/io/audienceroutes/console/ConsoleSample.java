package io.audienceroutes.console;

import static org.awaitility.Awaitility.await;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.people.Principal;
import io.audienceroutes.people.Role;
import io.audienceroutes.testing.ShiftedClock;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A bundle with some days behind it: deliveries that went well, one with rejected rows, failures of several kinds, one that
 * waits for an approval, audiences that were read; and names and messages that try to get out of where they are shown.
 */
final class ConsoleSample implements AutoCloseable {
    /** What must never come out of where it is shown. */
    static final String HOSTILE =
            "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`${1009*1013}{{1009*1013}}</title>";

    /** What steers terminals and reverses what is read. */
    static final String STEERING = "\u001b[31mred\u202egpj.exe";

    static final Principal ADMIN = new Principal("dana@example.com", Role.ADMIN, false, Principal.Kind.PERSON);
    static final Principal VIEWER = new Principal("vic@example.com", Role.VIEWER, false, Principal.Kind.PERSON);
    static final Principal RESTRICTED = new Principal("rob@example.com", Role.OPERATOR, true, Principal.Kind.PERSON);

    final RunningBundle bundle;
    final String succeeded;
    final String withRejects;
    final String failed;
    final String held;
    final String hostile;
    final String missingColumn;
    final String planned;

    private final SimulatorDriver tiktok = new SimulatorDriver();
    private final ShiftedClock clock = new ShiftedClock();

    ConsoleSample(Path folder) {
        clock.advance(Duration.ofHours(-(7 * 26 + 20)));
        bundle = RunningBundle.in(folder, tiktok.baseUrl()).at(clock).with("watch.look-interval-ms", "20");
        bundle.destination(
                "crm",
                "description: \"Customers of the last two years, for re-marketing\"",
                "audienceName: \"Customers 24 months\"",
                "syncMode: mirror",
                "source: {folder: {directory: " + folder.resolve("inbox") + "}}",
                "schedule: {cron: \"0 6 * * *\", timeZone: Europe/Berlin, expectedBy: {time: \"09:00\"}}");
        bundle.destination("winback", "audienceName: \"Win back, lapsed buyers\"", "userIdTypes: [EMAIL, PHONE]");
        bundle.destination("newsletter", "audienceName: \"Newsletter readers\"");
        bundle.destination(
                "look-alike", "audienceName: \"Best buyers, seed\"", "advertiserIds: [\"7000000000000000002\"]");
        bundle.destination("hostile", "audienceName: \"<b>{{1009*1013}}</b>${1009*1013}<script>alert(3)</script>\"");
        bundle.start();
        deliverDaily();
        succeeded = bundle.deliverToTheEnd("crm", list(60, 1_720)).id();
        withRejects = bundle.awaitEnd(bundle.deliver("winback", "winback_2026-11-28.csv", withMistakes()))
                .id();
        missingColumn = bundle.awaitEnd(bundle.deliver(
                        "newsletter", "readers" + STEERING + ".csv", HOSTILE + "," + "x".repeat(300) + "\na,b\n"))
                .id();
        planned = bundle.plan("newsletter", list(300, 2_000)).planId();
        held = bundle.awaitHeld(bundle.deliver("crm", "customers_cut.csv", list(0, 40)))
                .id();
        tiktok.fault("{'path':'segment/mapping/','code':40001,'message':'No permission to operate the advertiser'}");
        failed = bundle.awaitEnd(bundle.deliver("look-alike", "best_buyers_2026-11-28.csv", list(0, 1_200)))
                .id();
        tiktok.heal();
        tiktok.fault("{'path':'segment/mapping/','code':49999,'message':'"
                + "<svg onload=alert(4)>{{1009*1013}}".repeat(350) + "'}");
        hostile = bundle.awaitEnd(bundle.deliver("hostile", HOSTILE.replace('/', '_') + STEERING + ".csv", list(0, 30)))
                .id();
        tiktok.heal();
    }

    /** A list a day, and what TikTok tells of its audience in between. */
    private void deliverDaily() {
        for (int day = 0; day < 8; day++) {
            bundle.awaitEnd(
                    bundle.deliver("crm", "customers_day" + (day + 1) + ".csv", list(day * 8, 1_400 + day * 40)));
            if (day == 0) {
                bundle.deliverToTheEnd("newsletter", list(0, 640));
            }
            clock.advance(Duration.ofHours(day == 7 ? 20 : 26));
            int looked = day;
            await("the audiences are read")
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            bundle.audience("Customers 24 months").history().size() > Math.min(looked, 1)
                                    || bundle.watchIsAtRest());
        }
    }

    private static String list(int from, int to) {
        return "email\n"
                + IntStream.range(from, to)
                        .mapToObj(number -> "customer" + number + "@example.com\n")
                        .collect(Collectors.joining());
    }

    private static String withMistakes() {
        return "email,phone\n"
                + IntStream.range(0, 900)
                        .mapToObj(number -> number % 45 == 0
                                ? "not an address " + number + ",12\n"
                                : "lapsed" + number % 860 + "@example.com,+4930" + (1_000_000 + number) + "\n")
                        .collect(Collectors.joining());
    }

    /** Does what a form asks for, as the HTTP layer does. */
    Commands.Answer ask(String id, Commands.Name command, Optional<String> action, Optional<String> reason) {
        return bundle.ask(id, command, action, reason);
    }

    ConsoleData data() {
        return bundle.console();
    }

    @Override
    public void close() {
        bundle.close();
        tiktok.close();
    }
}
