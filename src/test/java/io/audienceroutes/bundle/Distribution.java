package io.audienceroutes.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The assembled distribution in a folder of its own, so that each test has its own configuration, routes and data. Every
 * process that it started ends with it.
 */
final class Distribution implements AutoCloseable {
    /** Short-lived processes start twice as fast without the second compiler. */
    private static final String FAST_START = "-XX:TieredStopAtLevel=1";

    private final Path home;
    private final List<String> options = new ArrayList<>(List.of(FAST_START, "-Xmx256m"));
    private final List<BundleProcess> processes = new ArrayList<>();

    private Distribution(Path home) {
        this.home = home;
    }

    /** A copy below this folder, whose only destination is the sample that ships, put where destinations belong. */
    static Distribution in(Path folder) throws IOException {
        Distribution distribution = asShipped(folder);
        Files.copy(
                distribution.path("config/sample/destinations/sample-newsletter.yaml"),
                distribution.path("config/destinations/sample-newsletter.yaml"));
        return distribution;
    }

    /** A copy below this folder, which has no destination yet. */
    static Distribution asShipped(Path folder) throws IOException {
        Distribution distribution = withoutClassArchive(folder);
        Files.createSymbolicLink(distribution.path("classes.jsa"), SharedClassArchive.file());
        return distribution;
    }

    /** As {@link #asShipped}, and without the class archive that the copies of all tests share. */
    static Distribution withoutClassArchive(Path folder) throws IOException {
        Path assembled = Path.of(System.getProperty("distribution.directory"));
        Path home = Files.createDirectories(folder.resolve("bundle"));
        for (String part : List.of("bin", "config", "routes")) {
            copy(assembled.resolve(part), home.resolve(part));
        }
        Files.createSymbolicLink(home.resolve("lib"), assembled.resolve("lib"));
        Files.createDirectories(home.resolve("tmp"));
        return new Distribution(home)
                .with("java.io.tmpdir", home.resolve("tmp").toString())
                .with("api.port", "0")
                .with("data.directory", "data");
    }

    /** Every process from now on has this system property. */
    Distribution with(String key, String value) {
        return withOption("-D" + key + "=" + value);
    }

    /** Every process from now on has this option for Java. */
    Distribution withOption(String option) {
        options.add(option);
        return this;
    }

    /** No process from now on has this option. */
    void withoutOption(String option) {
        options.remove(option);
    }

    /** Every process from now on uses the simulator at this address in its sandbox profile. */
    Distribution using(URI simulator) {
        return with("simulator.port", Integer.toString(simulator.getPort()));
    }

    /** Every process from now on takes the simulator at this address for TikTok, with a token of credential sandbox. */
    Distribution inProductionAt(URI simulator) {
        return with("tiktok.base-url", simulator.toString())
                .with("credential.sandbox.access-token", "simulator-access-token");
    }

    Path path(String relative) {
        return home.resolve(relative);
    }

    String read(String relative) throws IOException {
        return Files.readString(path(relative));
    }

    /** Puts a text of this file elsewhere for another. */
    void edit(String relative, String text, String replacement) throws IOException {
        String before = read(relative);
        if (!before.contains(text)) {
            throw new IllegalArgumentException(relative + " does not hold: " + text);
        }
        Files.writeString(path(relative), before.replace(text, replacement));
    }

    /** Starts {@code bin/audience-routes} with these arguments, and with nothing on standard input. */
    BundleProcess start(String... arguments) throws IOException {
        return startAsking(arguments).answer("");
    }

    /** Starts {@code bin/audience-routes}; it may read from standard input what the test answers. */
    BundleProcess startAsking(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Starts {@code bin/audience-routes} as a terminal does: what a build in the background ignores, Ctrl-C, ends it. */
    BundleProcess startInTerminal(String... arguments) throws IOException {
        return start(List.of("env", "--default-signal=INT"), arguments).answer("");
    }

    private BundleProcess start(List<String> before, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(path("bin/audience-routes").toString());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        // As cron and slim containers start it: with no locale to speak of
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", String.join(" ", options));
        BundleProcess process = BundleProcess.start(builder, path("tmp"));
        processes.add(process);
        return process;
    }

    /** Runs a command to its end. */
    BundleProcess run(String... arguments) throws IOException {
        return start(arguments).awaitExit();
    }

    /** Everything that any process printed so far. */
    String everythingPrinted() {
        StringBuilder printed = new StringBuilder();
        processes.forEach(process -> printed.append(process.out()).append(process.err()));
        return printed.toString();
    }

    /** The files below a folder, relative to it. */
    List<String> filesBelow(String relative) throws IOException {
        Path folder = path(relative);
        if (!Files.exists(folder)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    found.add(folder.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }

            /** A process that runs may delete it meanwhile. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return found.stream().sorted().toList();
    }

    @Override
    public void close() throws IOException {
        processes.forEach(BundleProcess::close);
        Files.delete(path("lib"));
        Files.deleteIfExists(path("classes.jsa"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> copyOne(file, to.resolve(from.relativize(file).toString())));
        }
    }

    private static void copyOne(Path from, Path to) {
        try {
            if (Files.isDirectory(from)) {
                Files.createDirectories(to);
            } else {
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
