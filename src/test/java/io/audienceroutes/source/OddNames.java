package io.audienceroutes.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Names, without ending, that a shell, an expression language or a parser of addresses could take for something else. */
final class OddNames {
    static final List<String> ALL = List.of(
            "two words",
            "ünïcode 漢字 😀",
            "a'quote\"s`",
            "two..dots..",
            "line\nbreak",
            "${date:now}",
            "{{credential.sandbox.access-token}}",
            "--force",
            "a+b&c=d%20e#f;g",
            "RAW(x)");

    private OddNames() {}

    /** The names in a folder that do not start with a dot. */
    static List<String> in(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
