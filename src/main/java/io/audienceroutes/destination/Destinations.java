package io.audienceroutes.destination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The destinations of a bundle by name, all of them valid, alone and beside each other. */
public final class Destinations {
    static final String EXTENSION = ".yaml";

    private final SortedMap<String, Destination> byName;

    private Destinations(SortedMap<String, Destination> byName) {
        this.byName = byName;
    }

    /**
     * Reads every {@code *.yaml} file of a folder; what lies deeper, and files of other kinds, are passed over.
     *
     * @throws DestinationsRefused naming every problem of every file
     */
    public static Destinations load(Path directory) {
        List<DestinationProblem> problems = new ArrayList<>();
        List<DestinationFile> files = new ArrayList<>();
        DestinationSchema schema = new DestinationSchema();
        for (Path path : paths(directory, problems)) {
            DestinationFile.read(path, schema, problems).ifPresent(files::add);
        }
        problems.addAll(problemsTogether(files));
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparing(DestinationProblem::file)
                    .thenComparing(DestinationProblem::line)
                    .thenComparing(DestinationProblem::key));
            throw new DestinationsRefused(directory, problems);
        }
        SortedMap<String, Destination> byName = new TreeMap<>();
        files.forEach(file -> byName.put(file.destination().name(), file.destination()));
        return new Destinations(byName);
    }

    private static List<Path> paths(Path directory, List<DestinationProblem> problems) {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> paths = entries.filter(Files::isRegularFile).sorted().toList();
            paths.stream()
                    .filter(path -> path.toString().endsWith(".yml"))
                    .forEach(path -> problems.add(new DestinationProblem(
                            path.getFileName().toString(), 0, "", "a file name that ends in .yaml", ".yml")));
            return paths.stream()
                    .filter(path -> path.toString().endsWith(EXTENSION))
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList();
        } catch (IOException e) {
            problems.add(new DestinationProblem(
                    directory.toString(),
                    0,
                    "",
                    "a folder that can be read",
                    "none: " + e.getClass().getSimpleName()));
            return List.of();
        }
    }

    private static List<DestinationProblem> problemsTogether(List<DestinationFile> files) {
        List<DestinationProblem> problems = new ArrayList<>();
        Map<String, Destination> audiences = new HashMap<>();
        Map<String, String> places = new HashMap<>();
        Map<String, Destination> samples = new HashMap<>();
        files.forEach(file -> sampleAudience(file.destination())
                .ifPresent(audience -> samples.putIfAbsent(audience, file.destination())));
        for (DestinationFile file : files) {
            Destination destination = file.destination();
            if (destination.audience() instanceof AudienceNaming.Fixed fixed) {
                Optional.ofNullable(audiences.putIfAbsent(destination.owner() + " " + fixed.name(), destination))
                        .filter(other -> !destination.mayShareWith(other))
                        .ifPresent(other -> problems.add(shared(file, other)));
                Optional.ofNullable(samples.get(destination.owner() + " " + fixed.name()))
                        .ifPresent(other -> problems.add(file.problem(
                                "/audienceName",
                                "an audience that no sample goes to",
                                "the audience that samples of " + other.name() + ".yaml go to")));
            }
            destination
                    .source()
                    .map(Source::place)
                    .map(place -> places.putIfAbsent(place, destination.name()))
                    .ifPresent(other -> problems.add(file.problem(
                            "/source",
                            "a place that no other destination takes files from",
                            "the place and names that " + other + ".yaml takes")));
        }
        return problems;
    }

    private static DestinationProblem shared(DestinationFile file, Destination other) {
        return file.problem(
                "/audienceName",
                "an audience that no other destination of this advertiser feeds, or sharedAudience: true and the same"
                        + " syncMode, credential and advertiserIds in both files",
                "the audience that " + other.name() + ".yaml feeds");
    }

    /** A sample takes members out of its audience again: no other list may be there. */
    private static Optional<String> sampleAudience(Destination destination) {
        return destination.sampleFirst().isPresent() && destination.audience() instanceof AudienceNaming.Fixed fixed
                ? Optional.of(destination.owner() + " " + SampleFirst.audienceName(fixed.name()))
                : Optional.empty();
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
     * @throws DestinationUnknown naming those that there are
     */
    public Destination require(String name) {
        return find(name)
                .orElseThrow(() -> new DestinationUnknown("Cannot find the destination " + Excerpt.of(name)
                        + (byName.isEmpty()
                                ? ": there is none. Add a file to config/destinations."
                                : ": there are " + String.join(", ", byName.keySet()) + ".")));
    }
}
