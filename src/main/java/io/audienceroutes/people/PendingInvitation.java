package io.audienceroutes.people;

import java.time.Instant;
import java.util.Optional;

/**
 * A one-time link that can still be used.
 *
 * @param person whose password it sets; empty where it makes the first admin, who chooses a name
 */
public record PendingInvitation(Optional<Person> person, Instant expiresAt) {}
