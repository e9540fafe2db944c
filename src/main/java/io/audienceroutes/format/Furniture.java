package io.audienceroutes.format;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Files that operating systems add to archives: ignored and reported. */
final class Furniture {
    private static final String APPLE_FORKS = "__MACOSX";
    private static final Map<String, String> BY_NAME = Map.of(
            ".ds_store", ".DS_Store",
            "desktop.ini", "desktop.ini",
            "thumbs.db", "Thumbs.db",
            "ehthumbs.db", "ehthumbs.db");

    private Furniture() {}

    /** The kind of such a file, if the entry with this name (with slashes) is one. */
    static Optional<String> of(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        if (name.startsWith(APPLE_FORKS + "/") || name.contains("/" + APPLE_FORKS + "/") || last.startsWith("._")) {
            return Optional.of(APPLE_FORKS);
        }
        return Optional.ofNullable(BY_NAME.get(last.toLowerCase(Locale.ROOT)));
    }
}
