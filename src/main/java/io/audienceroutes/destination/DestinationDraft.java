package io.audienceroutes.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A destination file before it is saved: checked as it will be read, together with all the others. Saving is atomic;
 * without saving, nothing is left behind.
 */
public final class DestinationDraft {
    /** The line of the top-level key, including a comment after it. */
    private static final Pattern SANDBOX = Pattern.compile("(?m)^[\"']?sandbox[\"']?[ \\t]*:[^\\r\\n]*(\\R|\\z)");

    private final Path directory;
    private final String yaml;
    private final Destination destination;

    private DestinationDraft(Path directory, String yaml, Destination destination) {
        this.directory = directory;
        this.yaml = yaml;
        this.destination = destination;
    }

    /**
     * Checks the text of a destination file for this folder, new or as a replacement.
     *
     * @throws DestinationsRefused with every problem, including conflicts with other destinations
     */
    public static DestinationDraft of(Path directory, String yaml) {
        return of(new DestinationFolder(directory), yaml);
    }

    /** As above, for a folder that was already read. */
    public static DestinationDraft of(DestinationFolder folder, String yaml) {
        String file = fileName(folder.directory(), yaml);
        return new DestinationDraft(
                folder.directory(),
                yaml,
                folder.here(folder.requireValid(file, yaml).destination()));
    }

    /**
     * The file of this destination after promotion: without the key sandbox, otherwise unchanged.
     *
     * @throws DestinationUnknown if there is no such destination
     * @throws DestinationsRefused if it is not in the sandbox, or is not valid in production
     */
    public static DestinationDraft promoted(Path directory, String name) {
        DestinationFolder folder = new DestinationFolder(directory);
        Destination now = folder.require(name);
        Path file = directory.resolve(name + Destinations.EXTENSION);
        if (!now.sandbox()) {
            throw new DestinationsRefused(
                    directory,
                    List.of(new DestinationProblem(
                            file.getFileName().toString(), 0, "sandbox", "true", "none: it is in production")));
        }
        try {
            return of(folder, SANDBOX.matcher(Files.readString(file)).replaceFirst(""));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the destination " + file + ": " + e, e);
        }
    }

    /** The resulting destination. */
    public Destination destination() {
        return destination;
    }

    /** Whether a file with this name already exists. */
    public boolean replaces() {
        return Files.exists(target());
    }

    /** Moves the file into place, durably. */
    public void save() {
        Path partial = directory.resolve("." + destination.name() + ".partial");
        try {
            Files.writeString(partial, yaml, StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(partial, target(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot save the destination as " + target() + ": " + e, e);
        }
    }

    private Path target() {
        return directory.resolve(destination.name() + Destinations.EXTENSION);
    }

    private static String fileName(Path directory, String yaml) {
        String name = "";
        try {
            JsonNode root = new YAMLMapper().readTree(yaml);
            name = root.path("name").asText("");
        } catch (IOException e) {
            name = "";
        }
        if (!Destination.isName(name)) {
            throw new DestinationsRefused(
                    directory,
                    List.of(new DestinationProblem(
                            "the new file",
                            0,
                            "name",
                            "up to 60 lower-case letters and digits in words joined by hyphens, like spring-newsletter",
                            name.isEmpty() ? "not YAML with such a key" : Excerpt.of(name))));
        }
        return name + Destinations.EXTENSION;
    }
}
