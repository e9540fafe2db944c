package io.audienceroutes.source;

import io.audienceroutes.destination.ConnectionStates;
import io.audienceroutes.schedule.SourceHours;
import io.audienceroutes.state.StateFaults;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records all polls of a source: one process polls at a time, a failed source is not polled for a while (back-off), and
 * one alert is raised for each change of state. Never throws for state that it could not store, except before a poll:
 * without the database, no file may be picked up.
 */
public final class SourceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);

    private final SourceStates states;
    private final SourceHours hours;
    /** The source itself works: the state could not be stored, which another alert reports. */
    private static final String NOTHING_STORED = "storage-full";

    private final ConnectionStates connections;
    private final Clock clock;
    private final RetryPause pause;
    private final BooleanSupplier storing;
    private final Consumer<SourceNews> news;
    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();
    private final Map<String, Taking> taking = new ConcurrentHashMap<>();

    /**
     * Passes events to the consumer, on the polling thread.
     *
     * @param storing whether picked-up files can be stored
     */
    public SourceWatch(
            SourceStates states,
            SourceHours hours,
            ConnectionStates connections,
            Clock clock,
            RetryPause pause,
            BooleanSupplier storing,
            Consumer<SourceNews> news) {
        this.states = states;
        this.hours = hours;
        this.connections = connections;
        this.clock = clock;
        this.pause = pause;
        this.storing = storing;
        this.news = news;
    }

    /** The number of files in all sources that were seen but not picked up yet, because they may still be written. */
    public int waiting() {
        return waiting.values().stream().mapToInt(Integer::intValue).sum();
    }

    void announce(String destination, String place, String include) {
        waiting.remove(destination);
        taking.put(destination, new Taking(place, Pattern.compile(include)));
        states.announce(destination, place);
    }

    /** Files that cannot be delivered are not picked up: they wait at their source until the connection is fixed. */
    boolean begin(String destination) {
        return storing.getAsBoolean()
                && hours.open(destination)
                && connections.admits(destination)
                && states.begin(destination);
    }

    /** Whether any destination's source at that location includes files with this name. */
    boolean taken(String place, String name) {
        return taking.values().stream()
                .anyMatch(other -> other.place().equals(place)
                        && other.include().matcher(name).matches());
    }

    void up(String destination, String place, int filesTaken, int filesWaiting, Map<String, String> leftAlone) {
        waiting.put(destination, filesWaiting);
        safely(() -> {
            hours.looked(destination, filesTaken + filesWaiting);
            Optional<SourceState> down = states.up(destination, filesWaiting, leftAlone);
            down.filter(before -> !before.condition().equals(Optional.of(NOTHING_STORED)))
                    .ifPresent(before -> news.accept(new SourceNews(
                            destination,
                            Optional.empty(),
                            "The source of " + destination + ", " + place + ", works again. It had been down since "
                                    + before.since().truncatedTo(ChronoUnit.SECONDS) + ".")));
        });
    }

    void down(String destination, SourceFault fault) {
        waiting.remove(destination);
        safely(() -> {
            int before = states.find(destination).map(SourceState::failures).orElse(0);
            Instant next = clock.instant().plus(pause.after(before, fault.lasting()));
            if (states.down(destination, fault.condition(), fault.getMessage(), next)) {
                news.accept(new SourceNews(destination, Optional.of(fault.condition()), fault.getMessage()));
            }
        });
    }

    /** A poll hangs: this is reported now; the polling thread reports its end, if any. */
    void stuck(String destination, SourceFault fault) {
        safely(() -> {
            if (states.stuck(destination, fault.condition(), fault.getMessage())) {
                news.accept(new SourceNews(destination, Optional.of(fault.condition()), fault.getMessage()));
            }
        });
    }

    /** A file failed unexpectedly. */
    void metInternally(String destination, SourceFault fault) {
        safely(() -> news.accept(new SourceNews(destination, Optional.of(fault.condition()), fault.getMessage())));
    }

    /** A single file is left alone; the others are picked up. */
    void leftAlone(String destination, String file, String message) {
        safely(() -> news.accept(new SourceNews(destination, Optional.of("source-file-left-alone"), message, file)));
    }

    private static void safely(Runnable booking) {
        try {
            booking.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "The state of a source could not be stored; it will be stored with the next poll. {}",
                    StateFaults.meaning(e).orElseGet(e::toString));
        }
    }

    /** What a source picks up from a location. */
    private record Taking(String place, Pattern include) {}
}
