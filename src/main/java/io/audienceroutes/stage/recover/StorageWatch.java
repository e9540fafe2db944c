package io.audienceroutes.stage.recover;

import io.audienceroutes.destination.ConnectionStates;
import io.audienceroutes.failure.AlertTopic;
import io.audienceroutes.failure.Alerts;
import io.audienceroutes.failure.FailureNews;
import io.audienceroutes.source.SourceStates;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.state.StateFaults;
import io.audienceroutes.workflow.PauseSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses work while the data directory has too little space or its database cannot be written, and resumes it
 * automatically. One alert is raised, and each source is marked as down. A reserve file is deleted when the disk is
 * full, so that the state can still be written; an alert that still cannot be stored is logged immediately and stored
 * later.
 *
 * <p>Only a process that runs workflows watches: {@link #begin} starts it, and {@link #look} is called periodically.
 */
public final class StorageWatch {
    /** The condition of a source that is not polled because files could not be stored. */
    public static final String CONDITION = "storage-full";

    private static final Logger LOG = LoggerFactory.getLogger(StorageWatch.class);
    private static final String ACTION = "storage-failed";
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);

    private final DataDirectory data;
    private final Alerts alerts;
    private final SourceStates sources;
    private final ConnectionStates connections;
    private final PauseSwitch gate;
    private final StorageReserve reserve;
    private final long leastFree;
    private final Clock clock;
    private Optional<Consumer<FailureNews>> route = Optional.empty();
    private Optional<FailureNews> untold = Optional.empty();
    private Optional<Instant> pausedAt = Optional.empty();
    private Instant probedAt = Instant.MIN;
    private boolean marked;

    /**
     * Watches this data directory.
     *
     * @param leastFree the bytes that have to be free
     * @param reserve the bytes that are given up when the disk is full
     */
    public StorageWatch(
            DataDirectory data,
            Alerts alerts,
            SourceStates sources,
            ConnectionStates connections,
            PauseSwitch gate,
            long leastFree,
            long reserve,
            Clock clock) {
        this.data = data;
        this.alerts = alerts;
        this.sources = sources;
        this.connections = connections;
        this.gate = gate;
        this.leastFree = leastFree;
        this.reserve = new StorageReserve(data.root().resolve("reserve"), reserve);
        this.clock = clock;
    }

    /** Starts watching, with this route for alerts. */
    public synchronized void begin(Consumer<FailureNews> alertRoute) {
        route = Optional.of(alertRoute);
        look();
    }

    /** Whether work is paused because nothing could be stored. */
    public synchronized boolean paused() {
        return pausedAt.isPresent();
    }

    /**
     * Handles a storage exception: true if this process watches and resumes work automatically. The exception then
     * needs no separate alert.
     */
    public synchronized boolean met(Throwable exception) {
        Optional<String> fault = route.isPresent() ? fault(exception) : Optional.empty();
        fault.ifPresent(this::pause);
        return fault.isPresent();
    }

    /** Checks whether there is enough space, and whether the database can be written. */
    public synchronized void look() {
        if (route.isEmpty()) {
            return;
        }
        Optional<String> fault = tooLittle().or(this::notWritten);
        if (fault.isPresent()) {
            pause(fault.get());
        } else if (pausedAt.isPresent()
                && !clock.instant().isBefore(pausedAt.get().plus(SHORTEST_PAUSE))) {
            goOn();
        } else if (pausedAt.isEmpty()) {
            reserve.keep(free() - leastFree);
        }
    }

    private void pause(String fault) {
        if (pausedAt.isEmpty()) {
            gate.close();
            LOG.warn("Work is paused: {}", fault);
            untold = Optional.of(new FailureNews(
                    new AlertTopic(AlertTopic.Kind.STORAGE, data.root().toString()),
                    "Storage is full or cannot be written",
                    fault + " Until then, no file is picked up and no stage starts." + " Work resumes automatically.",
                    Optional.of(ACTION)));
        }
        pausedAt = Optional.of(clock.instant());
        reserve.release();
        tell();
        mark(fault);
    }

    private void goOn() {
        pausedAt = Optional.empty();
        marked = false;
        tell();
        gate.reopen();
        sources.all().forEach(source -> {
            boolean unused = sources.tryNow(source.destination());
        });
        // A check whose result could not be stored would otherwise run only minutes later
        connections.askAgainOfAll();
        LOG.info("Work resumes: {} has enough space, and its database can be written.", data.root());
    }

    /** An alert that cannot be stored is still logged by its route; it is stored as soon as possible. */
    private void tell() {
        if (untold.isEmpty()) {
            return;
        }
        FailureNews news = untold.get();
        try {
            if (alerts.repeatedSince(news.topic(), clock.instant().minus(FORGOTTEN_AFTER))) {
                untold = Optional.empty();
                return;
            }
            route.orElseThrow().accept(news);
            untold = Optional.empty();
        } catch (RuntimeException e) {
            LOG.debug("The alert will be stored later", e);
        }
    }

    private void mark(String fault) {
        if (marked) {
            return;
        }
        try {
            sources.all().forEach(source -> {
                boolean unused = sources.down(source.destination(), CONDITION, fault, clock.instant());
            });
            marked = true;
        } catch (RuntimeException e) {
            LOG.debug("The state of the sources will be stored later", e);
        }
    }

    private Optional<String> fault(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io && StateFaults.isDiskFull(io)) {
                return Optional.of(fullDisk());
            }
        }
        return StateFaults.storageFault(data.stateDatabase(), exception);
    }

    private Optional<String> tooLittle() {
        long wanted = leastFree + (pausedAt.isPresent() ? reserve.missing() : 0);
        return free() < wanted ? Optional.of(fullDisk()) : Optional.empty();
    }

    private String fullDisk() {
        return "The disk of the data directory " + data.root() + " is full: less than " + (leastFree >> 20)
                + " MiB (storage.least-free-mib) are free. Free some space (df -h " + data.root() + ").";
    }

    private Optional<String> notWritten() {
        Instant now = clock.instant();
        if (pausedAt.isEmpty() && now.isBefore(probedAt.plus(BETWEEN_PROBES)) && !now.isBefore(probedAt)) {
            return Optional.empty();
        }
        try {
            alerts.requireWritable();
            probedAt = now;
            return Optional.empty();
        } catch (RuntimeException e) {
            return StateFaults.storageFault(data.stateDatabase(), e);
        }
    }

    private long free() {
        try {
            return Files.getFileStore(existing(data.root())).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    private static Path existing(Path folder) {
        return Files.exists(folder) || folder.getParent() == null ? folder : existing(folder.getParent());
    }
}
