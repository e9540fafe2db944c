package io.audienceroutes.destination;

/** How a destination's segment files are written: container, character set, dialect. What is left out is detected. */
public record FileFormat() {
    /** Everything is detected. */
    public static FileFormat detected() {
        return new FileFormat();
    }
}
