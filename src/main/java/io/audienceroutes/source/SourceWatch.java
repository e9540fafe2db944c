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
 * Keeps book of every look into a source: one process looks at a time, a source that is down is not polled (back-off) for a
 * while, and one alert is raised for each change of state. Never raises for what it could not store, except before a look:
 * without the database nothing may be taken.
 */
public final class SourceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);

    private final SourceStates states;
    private final SourceHours hours;
    /** The source itself is well: nothing could be stored, and one alert told that. */
    private static final String NOTHING_STORED = "storage-full";

    private final ConnectionStates connections;
    private final Clock clock;
    private final RetryPause pause;
    private final BooleanSupplier storing;
    private final Consumer<SourceNews> news;
    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();
    private final Map<String, Taking> taking = new ConcurrentHashMap<>();

    /**
     * Tells news to the consumer, on the thread that looks.
     *
     * @param storing whether what is taken can be stored
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

    /** Files that were seen and are not taken yet, because they may still be written, in all sources. */
    public int waiting() {
        return waiting.values().stream().mapToInt(Integer::intValue).sum();
    }

    void announce(String destination, String place, String include) {
        waiting.remove(destination);
        taking.put(destination, new Taking(place, Pattern.compile(include)));
        states.announce(destination, place);
    }

    /** What cannot be delivered is not taken: it waits at its source until a person has mended the connection. */
    boolean begin(String destination) {
        return storing.getAsBoolean()
                && hours.open(destination)
                && connections.admits(destination)
                && states.begin(destination);
    }

    /** Whether a source of some destination takes files of this name there. */
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
                            "The source of " + destination + ", " + place + ", works again. It was down since "
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

    /** A look hangs: it is told now, and its end is told by whoever looks, if there is one. */
    void stuck(String destination, SourceFault fault) {
        safely(() -> {
            if (states.stuck(destination, fault.condition(), fault.getMessage())) {
                news.accept(new SourceNews(destination, Optional.of(fault.condition()), fault.getMessage()));
            }
        });
    }

    /** A file met what nobody foresaw. */
    void metInternally(String destination, SourceFault fault) {
        safely(() -> news.accept(new SourceNews(destination, Optional.of(fault.condition()), fault.getMessage())));
    }

    /** A single file is left alone; the others are taken. */
    void leftAlone(String destination, String file, String message) {
        safely(() -> news.accept(new SourceNews(destination, Optional.of("source-file-left-alone"), message, file)));
    }

    private static void safely(Runnable booking) {
        try {
            booking.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "The state of a source could not be stored; it is stored with the next look. {}",
                    StateFaults.meaning(e).orElseGet(e::toString));
        }
    }

    /** What a source takes from a place. */
    private record Taking(String place, Pattern include) {}
}
