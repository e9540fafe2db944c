package io.audienceroutes.destination;

/** How many rows may be rejected before a file is refused. */
public record RejectLimit() {
    /** Any number may be. */
    public static RejectLimit none() {
        return new RejectLimit();
    }
}
