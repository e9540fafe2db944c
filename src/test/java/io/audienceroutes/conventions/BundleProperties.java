package io.audienceroutes.conventions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A file of {@code config/} with its comments, in its order. */
record BundleProperties(Path file, List<Entry> entries) {
    private static final String SECTION = "# --- ";

    /**
     * One key.
     *
     * @param section the heading above it
     * @param comment the comment above it, or above neighbours that differ in their last word; empty where there is none
     */
    record Entry(String section, String comment, String key, String value) {}

    /** The settings that ship, with every key. */
    static BundleProperties shipped() {
        return read(Path.of("config/application.properties"));
    }

    /** The settings of the sandbox profile. */
    static BundleProperties sandbox() {
        return read(Path.of("config/application-sandbox.properties"));
    }

    static BundleProperties read(Path file) {
        List<Entry> entries = new ArrayList<>();
        String section = "";
        String comment = "";
        boolean open = false;
        for (String line : SourceFiles.text(file).lines().toList()) {
            if (line.startsWith(SECTION)) {
                section = line.replaceAll("[#-]+ | ?-+$", "").strip();
                comment = "";
                open = false;
            } else if (line.startsWith("#")) {
                comment = (open ? comment + " " : "") + line.substring(1).strip();
                open = true;
            } else if (line.isBlank()) {
                comment = "";
                open = false;
            } else {
                int equals = line.indexOf('=');
                String key = line.substring(0, equals).strip();
                comment = open || sharesComment(entries, key) ? comment : "";
                entries.add(new Entry(
                        section, comment, key, line.substring(equals + 1).strip()));
                open = false;
            }
        }
        return new BundleProperties(file, List.copyOf(entries));
    }

    /** One comment may stand above several keys that differ in their last word. */
    private static boolean sharesComment(List<Entry> entries, String key) {
        return !entries.isEmpty()
                && group(entries.get(entries.size() - 1).key()).equals(group(key));
    }

    private static String group(String key) {
        return key.substring(0, Math.max(key.lastIndexOf('-'), key.lastIndexOf('.')));
    }

    Set<String> keys() {
        return entries.stream().map(Entry::key).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The keys that are this product's; the others are Camel's own, and Camel's manual explains them. */
    List<Entry> own() {
        return entries.stream()
                .filter(entry -> !entry.key().startsWith("camel."))
                .toList();
    }
}
