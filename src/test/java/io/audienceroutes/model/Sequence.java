package io.audienceroutes.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.audienceroutes.app.SteppedBundle;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.model.MirrorModel.Broken;
import io.audienceroutes.model.MirrorModel.Given;
import io.audienceroutes.model.Step.Kind;
import io.audienceroutes.model.Wire.Fault;
import io.audienceroutes.segment.EmailRule;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowQueue.Claim;
import io.audienceroutes.workflow.WorkflowState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One sequence: each step happens to the product and to the model, and whatever the product did is compared. */
final class Sequence {
    private static final int MOST_STAGES = 80;
    private static final int MOST_WAKES = 3;
    private static final List<Integer> BATCHES = List.of(3, 2, 4, 6, 12);
    private static final List<Commands.Name> COMMANDS = List.of(
            Commands.Name.RESOLVE,
            Commands.Name.RETRY,
            Commands.Name.RESTART,
            Commands.Name.SKIP,
            Commands.Name.STOP,
            Commands.Name.SUPERSEDE,
            Commands.Name.APPROVE,
            Commands.Name.REJECT);

    private final Rig rig;
    private final Setting setting;
    private final String name;
    private final MirrorModel model;
    private final Path optOuts;
    private SteppedBundle active;
    private Optional<Sleeper> sleeper = Optional.empty();
    private List<String> refused = List.of();
    private boolean faultless = true;
    private int batchSize = BATCHES.get(0);
    private EmailRule rule = EmailRule.PLAIN;
    private SyncMode mode = SyncMode.MIRROR;
    private int guardPercent = 100;

    /** What a sequence plays with. */
    enum Setting {
        /** One destination of e-mails. */
        SINGLE,
        /** Two destinations feed the audience. */
        SHARED,
        /** Rows have an address and a phone. */
        PHONES,
        /** A sample goes first. */
        SAMPLE
    }

    /** A delivery whose process sleeps. */
    private record Sleeper(Thread thread, Given given) {}

    Sequence(Rig rig, Setting setting, int number) {
        this.rig = rig;
        this.setting = setting;
        this.name = "s" + number;
        this.model = new MirrorModel(setting == Setting.PHONES);
        this.optOuts = rig.folder().resolve(name + "-opt-out.csv");
        this.active = rig.first();
        rig.reset();
        configure();
        writeOptOuts();
    }

    /** How many workflows wait for a person, and how many failed or were stopped: what a next step may be about. */
    List<Workflow> open() {
        return model.lists().stream()
                .map(given -> active.workflow(given.workflow()))
                .filter(workflow -> workflow.state() != WorkflowState.SUCCEEDED
                        && workflow.state() != WorkflowState.ISSUE
                        && workflow.state() != WorkflowState.SKIPPED)
                .toList();
    }

    boolean sleeping() {
        return sleeper.isPresent();
    }

    /** Does one step, and compares. */
    void apply(Step step) {
        if (step.fault().doubtful()) {
            model.doubt();
        }
        faultless = step.fault() == Fault.NONE;
        boolean list = step.kind() == Kind.DROP || step.kind() == Kind.QUEUE || step.kind() == Kind.GIVE;
        if (list && rig.wire().listComes() > 0) {
            model.doubt();
        }
        rig.wire().arm(step.fault(), step.skip());
        switch (step.kind()) {
            case DROP -> {
                drop(step.a(), step.b());
                drive();
            }
            case QUEUE -> drop(step.a(), step.b());
            case GIVE -> {
                give(step.a(), destination(step.b()));
                drive();
            }
            case BREAK -> breakOff(step.a(), step.b());
            case RUN -> drive();
            case EDIT -> edit(step.a(), step.b());
            case OPT_OUT -> {
                model.optsOut(Math.floorMod(step.a(), People.COUNT));
                writeOptOuts();
            }
            case COMMAND -> command(step.a(), step.b());
            case RETRY_FAILED -> retryFailed(step.a());
            case RESTORE -> restore(step.a());
            case DELETE_AUDIENCE -> deleteAudience(Math.floorMod(step.b(), 2) == 1);
            case SHORT_LIST -> {
                rig.clock().advance(Duration.ofHours(1));
                rig.wire().listNothing();
            }
            case STRANGER -> stranger(Math.floorMod(step.a(), People.COUNT));
            case KILL -> kill(step.a(), step.b());
            case PAUSE -> pause(step.a(), step.b());
            case WAKE -> {
                wake();
                if (Math.floorMod(step.a(), 2) == 1) {
                    active = rig.first();
                    drive();
                }
            }
            case PLAN -> plan(step.a());
            case CLOCK_BACK -> rig.clock().advance(Duration.ofMinutes(-61));
            case RESTART -> restart();
            case BAD_IDS -> refuse(People.spreadDigests(2 + Math.floorMod(step.a(), 3)));
            case GOOD_IDS -> refuse(List.of());
            case LAND -> {
                if (rig.wire().land() > 0) {
                    model.doubt();
                }
            }
        }
        if (step.kind() != Kind.SHORT_LIST) {
            rig.wire().heal();
        }
        requireWholeFiles();
    }

    /** Everything that is open ends, and the next whole list makes the audience exactly that list. */
    void end() {
        wake();
        rig.wire().heal();
        refuse(List.of());
        rig.wire().land();
        mode = SyncMode.MIRROR;
        guardPercent = 100;
        configure();
        drive();
        for (int round = 0; round < 5 && !goingOn().isEmpty(); round++) {
            goingOn().forEach(this::endOpen);
            drive();
        }
        for (int destination = 0; destination < destinations(); destination++) {
            int list = destination == 0 ? 2 : 1;
            Given last = give(list, destination);
            drive();
            // So young an audience may be missing from TikTok's list: that it is gone is believed once it is refused
            whole(refusedAsUnknown(last) ? give(list, destination) : last);
        }
    }

    /** Leaves nothing for the sequences that follow. */
    void clear() {
        for (int destination = 0; destination < destinations(); destination++) {
            delete(rig.folder().resolve("destinations").resolve(destinationName(destination) + ".yaml"));
        }
        delete(optOuts);
    }

    private boolean refusedAsUnknown(Given given) {
        return active.workflow(given.workflow())
                .failure()
                .filter(failure -> failure.action().equals("audience-not-found"))
                .isPresent();
    }

    private void whole(Given last) {
        drive();
        for (int round = 0; round < 3 && held(active.workflow(last.workflow())); round++) {
            active.order(last.workflow(), Commands.Name.APPROVE);
            drive();
        }
        Workflow workflow = active.workflow(last.workflow());
        Receipt receipt = active.receipt(last.workflow());
        if ((workflow.state() != WorkflowState.SUCCEEDED && workflow.state() != WorkflowState.ISSUE)
                || receipt.outcomes().failed() > 0
                || receipt.unlisted().stay() > 0) {
            throw new Broken("The next whole list " + last + " is not delivered: " + workflow.state() + " "
                    + workflow.waitingFor() + " " + workflow.failure() + " " + receipt.outcomes());
        }
        requireWholeFiles();
    }

    private List<Workflow> goingOn() {
        return open().stream().filter(workflow -> !workflow.state().ended()).toList();
    }

    private void endOpen(Workflow workflow) {
        active.order(workflow.id(), held(workflow) ? Commands.Name.REJECT : Commands.Name.STOP);
        ended(given(workflow.id()).orElseThrow());
    }

    private static boolean held(Workflow workflow) {
        return workflow.waitingFor().equals(Optional.of(WaitingFor.APPROVAL));
    }

    private void drive() {
        Optional<Sleeper> asleep = drive(Optional.empty());
        if (asleep.isPresent()) {
            throw new IllegalStateException("Nothing was to be held");
        }
    }

    /** Runs what is ready; where a batch is to be held, answers whose delivery it was that was. */
    private Optional<Sleeper> drive(Optional<Integer> holdAfter) {
        int wakes = 0;
        for (int stages = 0; stages < MOST_STAGES; stages++) {
            Optional<Claim> claim = active.claim();
            if (claim.isPresent()) {
                Optional<Sleeper> asleep = run(claim.get(), holdAfter);
                if (asleep.isPresent()) {
                    return asleep;
                }
            } else if (wakes++ >= MOST_WAKES || !waits()) {
                return Optional.empty();
            } else {
                rig.clock().advance(Duration.ofHours(1));
                int unused = active.wakeDue();
            }
        }
        throw new Broken("The work does not come to rest: " + open());
    }

    private boolean waits() {
        return open().stream()
                .flatMap(workflow -> workflow.waitingFor().stream())
                .anyMatch(reason ->
                        reason == WaitingFor.RATE || reason == WaitingFor.TIKTOK || reason == WaitingFor.SAMPLE);
    }

    private Optional<Sleeper> run(Claim claim, Optional<Integer> holdAfter) {
        Optional<Given> given = given(claim.workflowId());
        if (given.isEmpty()) {
            active.run(claim);
            return Optional.empty();
        }
        boolean delivers = claim.deliverDue();
        SortedSet<String> before = delivers ? members() : new TreeSet<>();
        if (delivers && holdAfter.isPresent()) {
            rig.wire().arm(Fault.HELD, holdAfter.get());
            SteppedBundle sender = active;
            Thread thread = new Thread(() -> sender.run(claim), "held-delivery");
            thread.start();
            boolean held = rig.wire().awaitHeld(thread);
            if (!held) {
                join(thread);
            }
            delivered(given.get(), before);
            if (held) {
                return Optional.of(new Sleeper(thread, given.get()));
            }
        } else {
            active.run(claim);
            if (delivers) {
                delivered(given.get(), before);
            }
        }
        ended(given.get());
        return Optional.empty();
    }

    private void delivered(Given given, SortedSet<String> before) {
        Destination settings = active.workflow(given.workflow()).settings();
        model.delivered(given, settings.syncMode(), settings.emailRule(), before, members());
    }

    /** Compares the end of a workflow, if it is at one. */
    private void ended(Given given) {
        Workflow workflow = active.workflow(given.workflow());
        Destination settings = workflow.settings();
        switch (workflow.state()) {
            case SUCCEEDED, ISSUE -> {
                if (!given.plan()) {
                    model.confirmed(
                            given, settings.syncMode(), settings.emailRule(), active.receipt(workflow.id()), members());
                }
            }
            case FAILED, STOPPED -> {
                model.ended(given, active.receipt(workflow.id()));
                if (workflow.state() == WorkflowState.FAILED && faultless && !refused.isEmpty()) {
                    model.failedByBadIds(given, settings.emailRule(), People.named(refused), members());
                }
            }
            case SKIPPED -> skipped(given, workflow);
            case RUNNING, WAITING, STOPPING -> {
                // At no end
            }
        }
    }

    private void skipped(Given given, Workflow workflow) {
        if (workflow.supersededBy().isPresent()) {
            model.superseded(
                    given, other -> !active.workflow(other.workflow()).state().ended());
        } else {
            Destination settings = workflow.settings();
            model.skippedAsDuplicate(given, openBefore(given), settings.syncMode(), settings.emailRule(), members());
        }
    }

    /** The newest list before this one that is still on its way to the same audience. */
    private Optional<Given> openBefore(Given given) {
        return model.lists().stream()
                .takeWhile(other -> other != given)
                .filter(other -> other.destination() == given.destination() && !other.plan())
                .filter(other -> !active.workflow(other.workflow()).state().ended())
                .reduce((one, other) -> other);
    }

    private Given came(String workflow, int destination, Set<Integer> people, boolean plan) {
        Given given = new Given(workflow, destination, people, plan);
        model.came(given);
        active.restrictTo(workflow);
        return given;
    }

    private void drop(int list, int where) {
        Set<Integer> people = People.list(list);
        byte[] file = file(people).getBytes(StandardCharsets.UTF_8);
        String id = active.drop(
                destinationName(destination(where)), fileName(where), new ByteArrayInputStream(file), file.length);
        ended(came(id, destination(where), people, false));
    }

    private Given give(int list, int destination) {
        Set<Integer> people = People.list(list);
        return came(active.give(destinationName(destination), "given.csv", file(people)), destination, people, false);
    }

    private void plan(int list) {
        if (setting == Setting.SAMPLE) {
            return;
        }
        Set<Integer> people = People.list(list);
        Given given = came(active.plan(destinationName(0), "given.csv", file(people)), 0, people, true);
        String id = given.workflow();
        for (int stages = 0;
                stages < MOST_STAGES && !active.workflow(id).state().ended();
                stages++) {
            Optional<Claim> claim = active.claim();
            if (claim.isEmpty()) {
                break;
            }
            Optional<Sleeper> unused = run(claim.get(), Optional.empty());
        }
    }

    /** Half of a file comes, then the connection breaks; the file stays where it was, and is gone later. */
    @SuppressWarnings("InputStreamSlowMultibyteRead")
    private void breakOff(int list, int where) {
        byte[] half = file(People.list(list)).substring(0, 6).getBytes(StandardCharsets.UTF_8);
        InputStream broken = new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                if (at == half.length) {
                    throw new IOException("Connection reset");
                }
                return half[at++];
            }
        };
        String id = active.drop(destinationName(destination(where)), fileName(where), broken, 1_000);
        active.restrictTo(id);
    }

    private static <T> T one(T[] of, int value) {
        return of[Math.floorMod(value, of.length)];
    }

    private void edit(int which, int value) {
        switch (Math.floorMod(which, 4)) {
            case 0 -> batchSize = BATCHES.get(Math.floorMod(value, BATCHES.size()));
            case 1 -> rule = one(EmailRule.values(), value);
            case 2 -> mode = destinations() > 1 ? SyncMode.MIRROR : one(SyncMode.values(), value);
            default -> guardPercent = Math.floorMod(value, 2) == 0 ? 100 : 20;
        }
        configure();
    }

    private void command(int which, int index) {
        List<Workflow> open = open();
        if (open.isEmpty()) {
            return;
        }
        Workflow workflow = open.get(open.size() - 1 - Math.floorMod(index, open.size()));
        Given given = given(workflow.id()).orElseThrow();
        active.order(workflow.id(), COMMANDS.get(Math.floorMod(which, COMMANDS.size())));
        if (!active.workflow(workflow.id()).settings().equals(workflow.settings())) {
            given.edited();
        }
        if (workflow.state() != active.workflow(workflow.id()).state()) {
            ended(given);
        }
        drive();
    }

    private void retryFailed(int index) {
        List<Workflow> issues = model.lists().stream()
                .map(given -> active.workflow(given.workflow()))
                .filter(workflow -> workflow.state() == WorkflowState.ISSUE)
                .toList();
        if (!issues.isEmpty()) {
            Workflow workflow = issues.get(issues.size() - 1 - Math.floorMod(index, issues.size()));
            active.order(workflow.id(), Commands.Name.RETRY_FAILED);
            drive();
        }
    }

    /** Whoever joined since the backup is known to nobody, and may stay; all others are put right. */
    private void restore(int list) {
        if (sleeping() || active != rig.first() || !rig.alone()) {
            return;
        }
        model.doubt();
        Path backup = rig.backUp();
        active = rig.first();
        model.lists().stream().findFirst().ifPresent(given -> active.restrictTo(given.workflow()));
        SortedSet<String> before = members();
        Given lost = give(list, 0);
        drive();
        model.lost(lost, before, members());
        rig.putBack(backup);
        active = rig.first();
        model.lists().stream().findFirst().ifPresent(given -> active.restrictTo(given.workflow()));
        reconcile();
    }

    private void reconcile() {
        List<String> ids;
        try {
            ids = active.reconcile(audienceName());
        } catch (WorkflowError nothingToReconcile) {
            return;
        }
        for (String id : ids) {
            active.restrictTo(id);
            drive();
            for (int round = 0; round < 3 && held(active.workflow(id)); round++) {
                active.order(id, Commands.Name.APPROVE);
                drive();
            }
        }
    }

    private void deleteAudience(boolean withinAMinute) {
        rig.audiences(audienceName())
                .forEach(audience ->
                        rig.tiktok().deleteAudience(audience.path("id").asText()));
        if (!withinAMinute) {
            // So old that TikTok's list is believed
            rig.clock().advance(Duration.ofHours(1));
        }
        model.gone();
    }

    private void stranger(int person) {
        String member = "e" + person;
        boolean taken = !refused.contains(People.digest(member));
        if (taken && rig.audiences(audienceName()).size() == 1 && !members().contains(member)) {
            rig.tiktok().map(audienceName(), "EMAIL_SHA256", People.digest(member));
            model.joinsByOthers(member);
        }
    }

    private void kill(int list, int after) {
        if (sleeping() || active != rig.first()) {
            return;
        }
        model.doubt();
        drop(list, 0);
        Optional<Sleeper> held = drive(Optional.of(Math.floorMod(after, 6)));
        if (held.isPresent()) {
            rig.first().kill();
            rig.wire().release();
            join(held.get().thread());
            rig.restart();
            active = rig.first();
            model.lists().stream().findFirst().ifPresent(given -> active.restrictTo(given.workflow()));
        }
    }

    private void pause(int list, int after) {
        if (sleeping() || active != rig.first()) {
            return;
        }
        model.doubt();
        drop(list, 0);
        sleeper = drive(Optional.of(Math.floorMod(after, 6)));
        if (sleeping()) {
            rig.clock().advance(Rig.LEASE.plusMinutes(30));
            active = rig.second();
            active.restrictTo(sleeper.get().given().workflow());
        }
    }

    private void wake() {
        if (!sleeping()) {
            return;
        }
        Sleeper awake = sleeper.get();
        sleeper = Optional.empty();
        SortedSet<String> before = members();
        rig.wire().release();
        join(awake.thread());
        // A runner that has run a stage asks for the next one, which gives its claim back
        rig.first().rest();
        delivered(awake.given(), before);
    }

    private void restart() {
        if (!sleeping() && active == rig.first()) {
            rig.restart();
            active = rig.first();
            model.lists().stream().findFirst().ifPresent(given -> active.restrictTo(given.workflow()));
            drive();
        }
    }

    private void refuse(List<String> digests) {
        refused = digests;
        rig.tiktok()
                .change("{'refusedIds':["
                        + digests.stream().map(each -> "'" + each + "'").collect(Collectors.joining(",")) + "]}");
    }

    private static void join(Thread thread) {
        try {
            thread.join(60_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("The delivery does not end");
        }
    }

    private void requireWholeFiles() {
        List<String> problems = active.memberFileProblems(audienceName());
        if (!problems.isEmpty()) {
            throw new Broken("members verify: " + problems);
        }
    }

    private SortedSet<String> members() {
        List<JsonNode> found = rig.audiences(audienceName());
        if (found.size() > 1) {
            throw new Broken("There are two audiences of one name: " + found);
        }
        return rig.members(audienceName());
    }

    private Optional<Given> given(String workflow) {
        return model.lists().stream()
                .filter(given -> given.workflow().equals(workflow))
                .findFirst();
    }

    private String file(Set<Integer> people) {
        return People.file(people, setting == Setting.PHONES);
    }

    private int destinations() {
        return setting == Setting.SHARED ? 2 : 1;
    }

    private int destination(int number) {
        return Math.floorMod(number, 2) % destinations();
    }

    private String destinationName(int destination) {
        return name + (destination == 0 ? "-crm" : "-shop");
    }

    private static String fileName(int number) {
        return Math.floorMod(number / 2, 2) == 0 ? "daily.csv" : "other.csv";
    }

    private String audienceName() {
        return "Audience " + name;
    }

    private void configure() {
        for (int destination = 0; destination < destinations(); destination++) {
            List<String> lines = new ArrayList<>(List.of(
                    "audienceName: \"" + audienceName() + "\"",
                    "syncMode: " + mode.name().toLowerCase(Locale.ROOT),
                    "emailRule: " + rule.name().toLowerCase(Locale.ROOT),
                    "batchSize: " + batchSize,
                    "shrinkGuard: {percent: " + guardPercent + "}"));
            if (mode != SyncMode.REMOVE) {
                lines.add("optOut: {file: \"" + optOuts + "\"}");
            }
            if (setting == Setting.SHARED) {
                lines.add("sharedAudience: true");
            }
            if (setting == Setting.PHONES) {
                lines.add("userIdTypes: [EMAIL, PHONE]");
            }
            if (setting == Setting.SAMPLE) {
                lines.add("sampleFirst: {members: 10, keepHours: 0}");
            }
            rig.settings().destination(destinationName(destination), lines.toArray(new String[0]));
        }
    }

    /** Somebody who is on no list stands on it first: an empty opt-out list is refused. */
    private void writeOptOuts() {
        String rows = model.optedOut().stream()
                .map(person -> People.address(person) + "\n")
                .collect(Collectors.joining());
        try {
            Files.writeString(optOuts, "email\nnobody@example.com\n" + rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int commands() {
        return COMMANDS.size();
    }

    static List<Integer> commandsFor(WorkflowState state, boolean held) {
        List<Commands.Name> likely = held
                ? List.of(Commands.Name.APPROVE, Commands.Name.REJECT)
                : state.ended()
                        ? List.of(Commands.Name.RESOLVE, Commands.Name.RETRY, Commands.Name.SKIP)
                        : List.of(Commands.Name.STOP);
        return IntStream.range(0, COMMANDS.size())
                .filter(number -> likely.contains(COMMANDS.get(number)))
                .boxed()
                .toList();
    }
}
