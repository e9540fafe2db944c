package io.audienceroutes.state;

import java.time.Instant;
import java.util.Optional;

/**
 * Which entries of the audit are asked for; an empty field matches all.
 *
 * @param subject a workflow's id, {@code credential:NAME}, {@code destination:NAME}, {@code person:NAME} or {@code token:NAME}
 */
public record EventFilter(
        Optional<String> subject, Optional<String> actor, Optional<String> kind, Optional<Instant> since) {
    /** Every entry. */
    public static EventFilter all() {
        return new EventFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
