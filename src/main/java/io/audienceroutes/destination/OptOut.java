package io.audienceroutes.destination;

import java.util.Objects;

/**
 * The list of people who opted out: they are never sent, and are removed where they were.
 *
 * @param file a list on this machine in any format of a segment file, relative to the bundle's folder; read anew for each
 *     workflow
 * @param rejectLimit how many of its rows may hold something that cannot be read before nothing is delivered
 */
public record OptOut(String file, RejectLimit rejectLimit) {
    private static final RejectLimit FEW = new RejectLimit(1, 10);

    public OptOut {
        Objects.requireNonNull(rejectLimit, "rejectLimit");
        if (file.isBlank()) {
            throw new IllegalArgumentException("An opt-out list needs a file.");
        }
    }

    /** What holds where nothing is set: a hundredth of the rows, or ten of them. */
    public static RejectLimit standardLimit() {
        return FEW;
    }
}
