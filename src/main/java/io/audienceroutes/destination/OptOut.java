package io.audienceroutes.destination;

/**
 * The list of people who opted out: they are never sent, and are removed where they were.
 *
 * @param file a list on this machine in any format of a segment file, relative to the bundle's folder; read anew for each
 *     workflow
 */
public record OptOut(String file) {
    public OptOut {
        if (file.isBlank()) {
            throw new IllegalArgumentException("An opt-out list needs a file.");
        }
    }
}
