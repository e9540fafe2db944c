package io.audienceroutes.destination;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The destinations of a bundle by name, all valid and without conflicts. */
public final class Destinations {
    private static final int MOST_NAMED = 10;
    static final String EXTENSION = ".yaml";

    private final SortedMap<String, Destination> byName;

    private Destinations(SortedMap<String, Destination> byName) {
        this.byName = byName;
    }

    /** These destinations, whose names differ. */
    static Destinations of(Collection<Destination> destinations) {
        SortedMap<String, Destination> byName = new TreeMap<>();
        destinations.forEach(destination -> byName.put(destination.name(), destination));
        return new Destinations(byName);
    }

    /**
     * Reads every {@code *.yaml} file in a folder; subfolders and other files are ignored.
     *
     * @throws DestinationsRefused with every problem of every file
     */
    public static Destinations load(Path directory) {
        DestinationFolder folder = new DestinationFolder(directory);
        List<DestinationProblem> problems = folder.problems();
        if (!problems.isEmpty()) {
            throw new DestinationsRefused(directory, problems);
        }
        return folder.now();
    }

    /** All destinations, by name. */
    public List<Destination> all() {
        return List.copyOf(byName.values());
    }

    /** The destination of this name. */
    public Optional<Destination> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The destination of this name.
     *
     * @throws DestinationUnknown with the names of the existing ones
     */
    public Destination require(String name) {
        return find(name)
                .orElseThrow(() -> new DestinationUnknown("There is no destination " + Excerpt.of(name) + ". "
                        + (byName.isEmpty()
                                ? "None is configured yet. Add one with: audience-routes destinations add FILE"
                                : names())));
    }

    private String names() {
        String first = byName.keySet().stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return "The destinations are: " + first
                + (byName.size() > MOST_NAMED
                        ? " and " + (byName.size() - MOST_NAMED)
                                + " more. List them with: audience-routes destinations list"
                        : ".");
    }
}
