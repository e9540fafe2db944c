package io.audienceroutes.source;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.remote.RemoteFileConsumer;
import org.apache.camel.component.file.remote.RemoteFilePollingConsumerPollStrategy;
import org.apache.camel.spi.PollingConsumerPollStrategy;

/**
 * The polls of one pick-up, one after the other: asks the watch before each poll, and reports the result. Camel calls
 * this before and after each poll; problems during a poll are recorded here.
 */
final class SourceLook implements PollingConsumerPollStrategy {
    /** A condition that must hold before a poll. */
    interface Preparation {
        /** Throws if it does not hold. */
        void before(Endpoint endpoint);

        /** Data cached from earlier polls may be the cause. */
        default void failed() {}

        /** The fault, with additional details if known. */
        default SourceFault explained(SourceFault fault) {
            return fault;
        }
    }

    private static final int MOST_NAMES = 1_000;
    static final String UNMATCHED = "include does not match its name";

    /** Files that may exist next to segment files: marker files, and files that are still being written. */
    private static final Pattern MARKER = Pattern.compile("(?is)\\..*|_SUCCESS|.*\\.(done|part|partial|filepart|tmp)");

    private final String destination;
    private final String place;
    private final SourceFaults faults;
    private final SourceWatch watch;
    private final RemoteFilePollingConsumerPollStrategy disconnecting = new RemoteFilePollingConsumerPollStrategy();
    private Preparation preparation = endpoint -> {};
    private IntSupplier waiting = () -> 0;
    private final Map<String, String> leftAlone = new ConcurrentHashMap<>();
    private final Set<String> told = new HashSet<>();
    private final Set<String> internal = ConcurrentHashMap.newKeySet();
    private final LookGuard guard;
    private final SourceTimes times;
    private boolean unmatchedTold;
    private volatile Runnable cut = () -> {};
    private volatile boolean stopped;
    private volatile Optional<SourceFault> broken = Optional.empty();
    private volatile Optional<SourceFault> stall = Optional.empty();

    SourceLook(String destination, String place, String include, SourceTimes times, SourceWatch watch) {
        this.destination = destination;
        this.place = place;
        this.faults = new SourceFaults(place);
        this.watch = watch;
        this.guard = new LookGuard(times.listing(), times.stall());
        this.times = times;
        watch.announce(destination, place, include);
    }

    SourceLook preparedBy(Preparation step) {
        preparation = step;
        return this;
    }

    /** Counts the files that are not complete yet, at the end of a poll. */
    SourceLook countingWaiting(IntSupplier counter) {
        waiting = counter;
        return this;
    }

    SourceFaults faults() {
        return faults;
    }

    /** No further file is picked up in this poll. */
    void broke(Throwable cause) {
        if (broken.isEmpty()) {
            broken = Optional.of(preparation.explained(faults.of(cause)));
        }
    }

    /** One file failed unexpectedly: one alert is raised, and the other files are picked up. */
    void metInternally(Throwable exception) {
        if (SourceFaults.hasError(exception)) {
            stoppedBy(exception);
        } else if (internal.add(exception.getClass().getName())) {
            watch.metInternally(destination, faults.internal(exception));
        }
    }

    /** The poll failed with an {@link Error}: it ends here, and one alert is raised. */
    private void stoppedBy(Throwable exception) {
        guard.answered();
        stopped = true;
        if (broken.isEmpty()) {
            SourceFault fault = faults.internal(exception);
            broken = Optional.of(fault);
            watch.down(destination, fault);
        }
    }

    boolean broken() {
        return broken.isPresent();
    }

    /** The listing is complete: from here on, files are picked up one after the other. */
    void listed() {
        guard.answered();
    }

    /** An operation on one file, or a read of its next bytes, starts; it has to finish within a time limit. */
    void asks() {
        guard.asks();
    }

    /** It answered. */
    void answered() {
        guard.answered();
    }

    /** Aborts the current request to the source; run on another thread than the polling one. */
    void cutBy(Runnable hangingUp) {
        cut = hangingUp;
    }

    /** The exception for the reader of a file; a source that stopped sending counts as down. */
    IOException whileReading(Exception met) {
        if (broken.isEmpty() && isTimeout(met)) {
            stalled(faults.stalled(times.answer(), "sources.answer-timeout-ms"));
        }
        if (stall.isPresent()) {
            return new SourceStalled(stall.get().getMessage(), met);
        }
        return met instanceof IOException io ? io : new IOException(met.toString(), met);
    }

    private void stalled(SourceFault fault) {
        stall = Optional.of(fault);
        broken = stall;
    }

    private static boolean isTimeout(Throwable met) {
        for (Throwable cause = met; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** The process ends: polls that wait for a silent source are not waited for. */
    void cutStalled(Duration silence) {
        if (guard.waitsFor(silence)) {
            cut.run();
        }
    }

    /** This file stays where it is; one alert is raised, and the file is listed as long as it is there. */
    void leaveAlone(String name, String reason) {
        String safe = ArchiveName.safe(name);
        if (leftAlone.size() < MOST_NAMES
                && leftAlone.put(safe, reason) == null
                && told.size() < MOST_NAMES
                && told.add(safe)) {
            watch.leftAlone(
                    destination, safe, "The file " + safe + " stays at its source, " + place + ": " + reason + ".");
        }
    }

    /** Whether this is a marker or incomplete file, which is never picked up. */
    static boolean isMarker(String name) {
        return MARKER.matcher(name).matches();
    }

    /** No include of a source at this location matches this file; an alert is raised for the first one. */
    void matchesNothing(String name) {
        if (!isMarker(name) && !watch.taken(place, name) && leftAlone.size() < MOST_NAMES) {
            leftAlone.put(ArchiveName.safe(name), UNMATCHED);
        }
    }

    private void tellUnmatched() {
        List<String> names = leftAlone.entrySet().stream()
                .filter(file -> file.getValue().equals(UNMATCHED))
                .map(Map.Entry::getKey)
                .toList();
        if (names.isEmpty()) {
            unmatchedTold = false;
        } else if (!unmatchedTold) {
            unmatchedTold = true;
            watch.leftAlone(
                    destination,
                    "no name matches include",
                    "Files stay at " + place + " because include does not match their names, such as " + names.get(0)
                            + ". Correct include in the destination if they are to be delivered; 'audience-routes"
                            + " sources' lists them.");
        }
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        broken = Optional.empty();
        stall = Optional.empty();
        leftAlone.clear();
        if (stopped && endpoint instanceof GenericFileEndpoint<?> files) {
            // A file in progress when the poll was stopped would stay in progress forever
            files.getInProgressRepository().clear();
            stopped = false;
        }
        if (!watch.begin(destination)) {
            return false;
        }
        cut = () -> PickUpSftp.hangUp(endpoint);
        guard.begin(this::overdue);
        preparation.before(endpoint);
        return true;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        guard.end();
        if (broken.isPresent()) {
            down(consumer, endpoint, broken.get());
        } else {
            int soon = waiting.getAsInt();
            tellUnmatched();
            watch.up(destination, place, polledMessages, soon, Map.copyOf(leftAlone));
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        guard.end();
        if (SourceFaults.isAboutOneFile(cause)) {
            watch.up(destination, place, 1, 0, Map.copyOf(leftAlone));
        } else {
            down(consumer, endpoint, broken.orElseGet(() -> preparation.explained(faults.of(cause))));
        }
        return false;
    }

    /** The source does not respond: reported while it hangs, and its connection, if any, is closed. */
    private void overdue(LookGuard.Wait wait) {
        stalled(
                wait.listing()
                        ? faults.neverEnds(wait.limit())
                        : faults.stalled(wait.limit(), "sources.stall-timeout-ms"));
        watch.stuck(destination, stall.orElseThrow());
        cut.run();
    }

    private void down(Consumer consumer, Endpoint endpoint, SourceFault fault) {
        disconnect(consumer, endpoint, fault);
        preparation.failed();
        watch.down(destination, fault);
    }

    /** A connection that failed once is not reused. */
    private void disconnect(Consumer consumer, Endpoint endpoint, SourceFault fault) {
        if (consumer instanceof RemoteFileConsumer) {
            try {
                boolean unused = disconnecting.rollback(consumer, endpoint, 0, fault);
            } catch (Exception e) {
                throw new IllegalStateException("The connection could not be closed", e);
            }
        }
    }
}
