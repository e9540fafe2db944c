package io.audienceroutes.destination;

import java.util.Objects;

/**
 * The list of people who opted out: they are never sent, and are removed where they were.
 *
 * @param file a list on this machine in any format of a segment file, relative to the bundle's folder; read again for
 *     each workflow
 * @param rejectLimit how many of its rows may be unreadable before the delivery is refused
 */
public record OptOut(String file, RejectLimit rejectLimit) {
    private static final RejectLimit FEW = new RejectLimit(1, 10);

    public OptOut {
        Objects.requireNonNull(rejectLimit, "rejectLimit");
        if (file.isBlank()) {
            throw new IllegalArgumentException("An opt-out list needs a file.");
        }
    }

    /** The default: 1% of the rows, or ten of them. */
    public static RejectLimit standardLimit() {
        return FEW;
    }
}
