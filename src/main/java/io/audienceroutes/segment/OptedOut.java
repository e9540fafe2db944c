package io.audienceroutes.segment;

/** Checks whether a digest is on the opt-out list of a delivery. Thread-safe. */
public interface OptedOut {

    /** Whether the digest of this type that begins at {@code offset} is on the list. */
    boolean holds(DigestType type, byte[] digests, int offset);
}
