package io.audienceroutes.destination;

/** How many members one delivery may remove before a person has to approve it. */
public record ShrinkGuard() {
    /** What holds where nothing is set. */
    public static ShrinkGuard standard() {
        return new ShrinkGuard();
    }
}
