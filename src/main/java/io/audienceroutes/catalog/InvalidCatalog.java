package io.audienceroutes.catalog;

import java.nio.file.Path;

/** The error catalogue cannot be used; the message names the file and the key. */
public final class InvalidCatalog extends RuntimeException {
    InvalidCatalog(Path file, String problem) {
        super("The error catalogue cannot be loaded: " + file + ": " + problem);
    }
}
