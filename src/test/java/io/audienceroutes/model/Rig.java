package io.audienceroutes.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.app.SteppedBundle;
import io.audienceroutes.testing.ShiftedClock;
import io.audienceroutes.testing.SimulatorDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What sequences run on: a simulator, the way to it, a clock, and one or two bundles on the same data. */
final class Rig implements AutoCloseable {
    /** Longer than any lease; the clock leaps over it where a runner is to lose one. */
    static final Duration LEASE = Duration.ofHours(2);

    private final Path folder;
    private final ShiftedClock clock = new ShiftedClock();
    private final SimulatorDriver tiktok = new SimulatorDriver();
    private final Wire wire = new Wire(tiktok.baseUrl(), clock);
    private final RunningBundle settings;
    private SteppedBundle first;
    private Optional<SteppedBundle> second = Optional.empty();

    Rig() {
        try {
            Path memory = Path.of("/dev/shm");
            folder = Files.isDirectory(memory)
                    ? Files.createTempDirectory(memory, "model")
                    : Files.createTempDirectory("model");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings = RunningBundle.in(folder, wire.baseUrl())
                .with("deliver.requests-in-flight", "1")
                .with("runner.lease-ms", Long.toString(LEASE.toMillis()))
                .with("tiktok.create-visible-ms", "1")
                .with("tiktok.requests-per-second", "10000")
                .with("tiktok.requests-per-minute", "600000")
                .with("tiktok.requests-per-day", "100000000");
        first = SteppedBundle.start(settings, clock);
    }

    /** Everything as at the start but for what is stored. */
    void reset() {
        clock.advance(Duration.between(clock.instant(), Instant.now()));
        tiktok.reset();
        wire.heal();
        wire.forgetLate();
    }

    SimulatorDriver tiktok() {
        return tiktok;
    }

    Wire wire() {
        return wire;
    }

    ShiftedClock clock() {
        return clock;
    }

    Path folder() {
        return folder;
    }

    RunningBundle settings() {
        return settings;
    }

    SteppedBundle first() {
        return first;
    }

    /** Another runner on the same data. */
    SteppedBundle second() {
        if (second.isEmpty()) {
            second = Optional.of(SteppedBundle.start(settings, clock));
        }
        return second.get();
    }

    /** Starts the first bundle again, also after a kill; whatever it held may be taken over. */
    void restart() {
        first.close();
        clock.advance(LEASE.plusMinutes(1));
        first = SteppedBundle.start(settings, clock);
    }

    /** Whether no other runner has the data open. */
    boolean alone() {
        return second.isEmpty();
    }

    /** A copy of the data, made while no process has it open. */
    Path backUp() {
        first.close();
        Path backup = folder.resolve("backup");
        copy(folder.resolve("data"), backup);
        clock.advance(LEASE.plusMinutes(1));
        first = SteppedBundle.start(settings, clock);
        return backup;
    }

    /** Starts again with the data of that copy. */
    void putBack(Path backup) {
        first.close();
        delete(folder.resolve("data"));
        try {
            Files.move(backup, folder.resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        clock.advance(LEASE.plusMinutes(1));
        first = SteppedBundle.start(settings, clock);
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The audiences of this name. */
    List<JsonNode> audiences(String name) {
        return tiktok.audiences(name);
    }

    /** Who is in the audiences of this name. */
    SortedSet<String> members(String name) {
        SortedSet<String> members = new TreeSet<>();
        if (!audiences(name).isEmpty()) {
            members.addAll(People.named(tiktok.emails(name)));
            members.addAll(People.named(tiktok.members(name, "PHONE_SHA256")));
        }
        return members;
    }

    @Override
    public void close() {
        second.ifPresent(SteppedBundle::close);
        first.close();
        wire.close();
        tiktok.close();
        delete(folder);
    }
}
