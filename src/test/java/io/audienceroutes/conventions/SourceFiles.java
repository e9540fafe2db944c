package io.audienceroutes.conventions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Texts of the repository. */
final class SourceFiles {
    static final Path MAIN = Path.of("src/main/java/io/audienceroutes");

    private SourceFiles() {}

    /** The Java files of the product by their path below {@code io/audienceroutes}. */
    static Map<String, String> main() {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> texts.put(MAIN.relativize(file).toString().replace('\\', '/'), text(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
