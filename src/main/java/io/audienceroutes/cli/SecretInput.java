package io.audienceroutes.cli;

import io.audienceroutes.app.InvalidSettings;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a secret from a file, from a prompt without echo, or from standard input. Never from an argument, which would
 * appear in the shell's history and in the process list.
 */
final class SecretInput {
    private static final int MOST_CHARS = 16 * 1024;

    private SecretInput() {}

    /** @param what the secret is, for the prompt and for messages */
    static String read(Optional<Path> file, String what) {
        try {
            String text = file.isPresent() ? firstChars(file.get()) : typed(what);
            if (text.isBlank()) {
                throw new InvalidSettings("No " + what + " was given: the input is empty. Nothing was changed.");
            }
            return text.strip();
        } catch (IOException e) {
            throw new InvalidSettings("The " + what + " cannot be read"
                    + file.map(path -> " from " + path).orElse("") + ". Nothing was changed.");
        }
    }

    private static String firstChars(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return bounded(reader);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // from Java 22 on the console reads a redirected standard input itself
    private static String typed(String what) throws IOException {
        Console console = System.console();
        if (console != null) {
            char[] typed = console.readPassword("%s: ", what);
            return typed == null ? "" : new String(typed);
        }
        return bounded(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    private static String bounded(BufferedReader reader) throws IOException {
        char[] chars = new char[MOST_CHARS];
        int length = 0;
        for (int read = 0; read >= 0 && length < MOST_CHARS; read = reader.read(chars, length, MOST_CHARS - length)) {
            length += read;
        }
        return new String(chars, 0, length);
    }
}
