package io.audienceroutes.app;

import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.destination.ConnectionStates;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationFolder;
import io.audienceroutes.destination.DestinationProblem;
import io.audienceroutes.failure.AlertTopic;
import io.audienceroutes.failure.Alerts;
import io.audienceroutes.failure.FailureNews;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the destination files while the bundle runs: a new or changed destination is checked and polled without a
 * restart; one whose file was deleted is no longer polled. A file that is not valid raises one alert, and another one
 * when it is valid again; until then its destination keeps the last valid version.
 */
public final class DestinationWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DestinationWatch.class);
    private static final String BEGINNING = "The destination file ";
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
    private static final int MOST_NAMED = 5;

    private final DestinationFolder folder;
    private final ConnectionStates connections;
    private final Alerts alerts;
    private final WorkflowAction action;
    private final Consumer<FailureNews> route;
    private final Consumer<List<Destination>> followers;
    private final Clock clock;
    private Map<String, Destination> known;
    private Map<String, List<DestinationProblem>> lastSeen = Map.of();
    private final TreeSet<String> told = new TreeSet<>();

    /**
     * Starts with the destinations currently in use, and reports the problems of the files.
     *
     * @param action what an operator does about an invalid file
     * @param followers the objects that apply the changes
     */
    DestinationWatch(
            DestinationFolder folder,
            ConnectionStates connections,
            Alerts alerts,
            WorkflowAction action,
            Consumer<FailureNews> route,
            Consumer<List<Destination>> followers,
            Clock clock) {
        this.folder = folder;
        this.connections = connections;
        this.alerts = alerts;
        this.action = action;
        this.route = route;
        this.followers = followers;
        this.clock = clock;
        this.known = byName(folder.now().all());
        this.lastSeen = problems();
        lastSeen.forEach(this::tell);
    }

    /** Checks for edits, and applies them. */
    void look() {
        folder.look();
        List<Destination> all = folder.now().all();
        Map<String, Destination> now = byName(all);
        if (!now.equals(known)) {
            Map<String, Destination> before = known;
            known = now;
            apply(before, now);
            followers.accept(all);
        }
        tellNews();
    }

    private void apply(Map<String, Destination> before, Map<String, Destination> now) {
        before.keySet().stream().filter(name -> !now.containsKey(name)).forEach(gone -> {
            LOG.info("Destination {} was removed: its source is no longer polled.", gone);
            connections.forget(gone);
        });
        now.forEach((name, destination) -> {
            Destination earlier = before.get(name);
            if (earlier == null) {
                LOG.info("Destination {} is new: it will be checked, then its source polled.", name);
                connections.add(destination);
            } else if (!earlier.equals(destination)) {
                LOG.info("Destination {} was changed: the new settings apply from the next file on.", name);
                follow(earlier, destination);
            }
        });
    }

    /**
     * A changed connection has to be checked before files are picked up; after other changes, polling continues
     * meanwhile.
     */
    private void follow(Destination earlier, Destination destination) {
        boolean sameWay = earlier.credential().equals(destination.credential())
                && earlier.advertiserIds().equals(destination.advertiserIds());
        if (sameWay) {
            connections.askAgain(destination.name());
        } else {
            connections.add(destination);
        }
    }

    /** A problem counts when two checks see it: a file that is being written is briefly invalid. */
    private void tellNews() {
        Map<String, List<DestinationProblem>> problems = problems();
        problems.forEach((file, found) -> {
            if (!told.contains(file) && found.equals(lastSeen.get(file))) {
                tell(file, found);
            }
        });
        for (String file : List.copyOf(told)) {
            if (!problems.containsKey(file)) {
                told.remove(file);
                route.accept(new FailureNews(
                        new AlertTopic(AlertTopic.Kind.DESTINATION_FILE, file),
                        "Destination file valid again",
                        BEGINNING + file + " was corrected or removed; the files of " + folder.directory()
                                + " are in use as they are now.",
                        Optional.empty()));
            }
        }
        lastSeen = problems;
    }

    private void tell(String file, List<DestinationProblem> found) {
        told.add(file);
        AlertTopic topic = new AlertTopic(
                AlertTopic.Kind.DESTINATION_FILE,
                found.stream()
                        .map(problem -> problem.line() + " " + problem.key())
                        .collect(Collectors.joining(", ", file + ": ", "")));
        if (!alerts.repeatedSince(topic, clock.instant().minus(FORGOTTEN_AFTER))) {
            route.accept(new FailureNews(topic, action.title(), message(file, found), Optional.of(action.id())));
        }
    }

    private String message(String file, List<DestinationProblem> found) {
        String named = found.stream()
                .limit(MOST_NAMED)
                .map(DestinationProblem::toString)
                .collect(Collectors.joining("; "));
        String more = found.size() > MOST_NAMED ? "; and " + (found.size() - MOST_NAMED) + " more" : "";
        String name = file.replaceFirst("\\.yaml$", "");
        String meanwhile = folder.now().find(name).isPresent()
                ? "Destination " + name + " keeps its previous settings."
                : "Until then, the destination of this file does not exist.";
        return BEGINNING + file + " is not valid: " + named + more + ". " + meanwhile
                + " All other destinations are unaffected. Correct the file in " + folder.directory()
                + "; the running bundle loads it automatically.";
    }

    private Map<String, List<DestinationProblem>> problems() {
        return folder.problems().stream()
                .collect(Collectors.groupingBy(DestinationProblem::file, TreeMap::new, Collectors.toList()));
    }

    private static Map<String, Destination> byName(List<Destination> all) {
        return all.stream().collect(Collectors.toMap(Destination::name, Function.identity()));
    }
}
