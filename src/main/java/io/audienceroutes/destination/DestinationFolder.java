package io.audienceroutes.destination;

import io.audienceroutes.state.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The destination files of a folder. Each file is read once, and again when it has changed. A file that is not valid
 * affects no other: its destination keeps the last valid version. If two files conflict, the later one is refused.
 * Thread-safe.
 */
public final class DestinationFolder {
    private static final String WRONG_EXTENSION = ".yml";

    private final Path directory;
    private final Environment environment;
    private final DestinationSchema schema = new DestinationSchema();
    private final Map<String, Entry> entries = new TreeMap<>();
    private boolean read;
    private List<DestinationProblem> ofFolder = List.of();
    private volatile Destinations inUse = Destinations.of(List.of());
    private volatile List<DestinationProblem> problems = List.of();

    /** Reads nothing until it is used. */
    public DestinationFolder(Path directory) {
        this(directory, Environment.PRODUCTION);
    }

    /** The destinations for this environment: in the sandbox, all are rehearsals. */
    public DestinationFolder(Path directory, Environment environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** The folder of the files. */
    public Path directory() {
        return directory;
    }

    /** Checks for new, changed and deleted files, and reads them. */
    public synchronized void look() {
        boolean first = !read;
        read = true;
        List<DestinationProblem> ofFolderBefore = ofFolder;
        Optional<List<Path>> listed = listed();
        boolean changed = first || !ofFolder.equals(ofFolderBefore);
        if (listed.isPresent()) {
            Set<String> names =
                    listed.get().stream().map(DestinationFolder::nameOf).collect(Collectors.toSet());
            changed |= entries.keySet().retainAll(names);
            for (Path path : listed.get()) {
                changed |= readIfChanged(path);
            }
        }
        if (changed) {
            putTogether();
        }
    }

    /** The destinations in use. */
    public Destinations now() {
        readOnce();
        return inUse;
    }

    /**
     * Throws if the folder cannot be read.
     *
     * @throws DestinationsRefused in that case
     */
    public void requireReadable() {
        readOnce();
        if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
            throw new DestinationsRefused(directory, problems);
        }
    }

    /** The problems of files, by file and line; their destinations keep their previous version, if any. */
    public List<DestinationProblem> problems() {
        readOnce();
        return problems;
    }

    /** The destination with this name, from its current file, or the last valid version if the file is not valid. */
    public Optional<Destination> find(String name) {
        readOnce();
        if (hasChanged(name)) {
            look();
        }
        return inUse.find(name);
    }

    /**
     * The destination of this name.
     *
     * @throws DestinationsRefused with the problems of its file, if it was never valid
     * @throws DestinationUnknown if there is no such file
     */
    public Destination require(String name) {
        return find(name).orElseGet(() -> {
            List<DestinationProblem> own = problems.stream()
                    .filter(problem -> problem.file().equals(name + Destinations.EXTENSION))
                    .toList();
            if (!own.isEmpty()) {
                throw DestinationsRefused.ofOne(name, directory, own);
            }
            return inUse.require(name);
        });
    }

    /**
     * Deletes the file of this destination, valid or not. Returns the file.
     *
     * @throws DestinationUnknown if there is no such file
     */
    public synchronized Path remove(String name) throws IOException {
        Path file = requireFile(name);
        Files.delete(file);
        look();
        return file;
    }

    /**
     * The file of this destination, valid or not.
     *
     * @throws DestinationUnknown if there is no such file
     */
    public Path requireFile(String name) {
        Path file = directory.resolve(name + Destinations.EXTENSION);
        if (!Destination.isName(name) || !Files.isRegularFile(file)) {
            throw new DestinationUnknown("Cannot remove the destination " + Excerpt.of(name) + ": there is no file "
                    + Excerpt.of(name + Destinations.EXTENSION) + " in " + directory
                    + ". Nothing was deleted. See what there is: audience-routes destinations list");
        }
        return file;
    }

    /** Checks a file with this text, new or as a replacement; returns the file if there are no problems. */
    synchronized DestinationFile requireValid(String fileName, String text) {
        readOnce();
        List<DestinationProblem> found = new ArrayList<>(ofFolder);
        Optional<DestinationFile> draft = DestinationFile.parse(fileName, text, schema, found);
        DestinationNeighbours neighbours = new DestinationNeighbours();
        entries.forEach((name, entry) -> entry.used.ifPresent(file -> {
            if (!name.equals(fileName)) {
                neighbours.add(file.destination());
            }
        }));
        draft.ifPresent(file -> found.addAll(neighbours.problemsOf(file)));
        if (draft.isEmpty() || !found.isEmpty()) {
            throw new DestinationsRefused(directory, sorted(found));
        }
        return draft.get();
    }

    private synchronized void readOnce() {
        if (!read) {
            look();
        }
    }

    private Optional<List<Path>> listed() {
        try (Stream<Path> found = Files.list(directory)) {
            List<Path> paths = found.filter(Files::isRegularFile)
                    .filter(path -> !nameOf(path).startsWith("."))
                    .sorted()
                    .toList();
            ofFolder = paths.stream()
                    .map(DestinationFolder::nameOf)
                    .filter(name -> name.endsWith(WRONG_EXTENSION))
                    .map(name -> new DestinationProblem(name, 0, "", "a file name that ends in .yaml", WRONG_EXTENSION))
                    .toList();
            return Optional.of(paths.stream()
                    .filter(path -> nameOf(path).endsWith(Destinations.EXTENSION))
                    .toList());
        } catch (IOException e) {
            ofFolder = List.of(new DestinationProblem(
                    directory.toString(),
                    0,
                    "",
                    "a folder that can be read",
                    "none: " + e.getClass().getSimpleName()));
            return Optional.empty();
        }
    }

    private synchronized boolean hasChanged(String name) {
        Entry known = entries.get(name + Destinations.EXTENSION);
        Optional<Stamp> now = Stamp.of(directory.resolve(name + Destinations.EXTENSION));
        return known == null ? now.isPresent() : known.differs(now);
    }

    private boolean readIfChanged(Path path) {
        Entry known = entries.computeIfAbsent(nameOf(path), name -> new Entry());
        Optional<Stamp> now = Stamp.of(path);
        if (!known.differs(now)) {
            return false;
        }
        List<DestinationProblem> found = new ArrayList<>();
        Optional<DestinationFile> valid = DestinationFile.read(path, schema, found);
        known.accepted = known.accepted && valid.equals(known.valid);
        known.valid = valid;
        known.problems = found;
        known.stamp = now;
        return true;
    }

    /** Destinations in use come first: later ones must not conflict with them. */
    private void putTogether() {
        DestinationNeighbours neighbours = new DestinationNeighbours();
        List<DestinationProblem> found = new ArrayList<>(ofFolder);
        List<Entry> later = new ArrayList<>();
        for (Entry entry : entries.values()) {
            found.addAll(entry.problems);
            boolean keeps = entry.used.isPresent() && (entry.valid.isEmpty() || entry.accepted);
            if (keeps) {
                entry.used.ifPresent(file -> neighbours.add(file.destination()));
            } else if (entry.valid.isPresent()) {
                later.add(entry);
            }
        }
        for (Entry entry : later) {
            DestinationFile file = entry.valid.orElseThrow();
            List<DestinationProblem> against = neighbours.problemsOf(file);
            if (against.isEmpty()) {
                entry.used = entry.valid;
                entry.accepted = true;
            } else {
                found.addAll(against);
                entry.used = entry.used.filter(
                        before -> neighbours.problemsOf(before).isEmpty());
            }
            entry.used.ifPresent(used -> neighbours.add(used.destination()));
        }
        problems = sorted(found);
        inUse = Destinations.of(entries.values().stream()
                .flatMap(entry -> entry.used.stream())
                .map(DestinationFile::destination)
                .map(this::here)
                .toList());
    }

    /** The destination for this environment. */
    Destination here(Destination destination) {
        return environment == Environment.SANDBOX ? destination.rehearsed() : destination;
    }

    private static List<DestinationProblem> sorted(List<DestinationProblem> found) {
        return found.stream()
                .sorted(Comparator.comparing(DestinationProblem::file)
                        .thenComparing(DestinationProblem::line)
                        .thenComparing(DestinationProblem::key))
                .toList();
    }

    private static String nameOf(Path path) {
        return path.getFileName().toString();
    }

    /** A file as last read, and the version in use. */
    private static final class Entry {
        private Optional<Stamp> stamp = Optional.empty();
        private Optional<DestinationFile> valid = Optional.empty();
        private List<DestinationProblem> problems = List.of();
        private Optional<DestinationFile> used = Optional.empty();
        private boolean accepted;

        boolean differs(Optional<Stamp> now) {
            return stamp.isEmpty() || !stamp.equals(now);
        }
    }

    /** The attributes by which changes of a file are detected. */
    private record Stamp(String key, long modifiedNanos, long size) {
        static Optional<Stamp> of(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return Optional.of(new Stamp(
                        String.valueOf(attributes.fileKey()),
                        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                        attributes.size()));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }
}
