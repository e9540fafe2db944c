package io.audienceroutes.tiktok;

import java.time.Instant;
import java.util.Optional;

/**
 * The recorded audience of an owner and a name.
 *
 * @param createdAt when we created it; empty if it existed before
 */
public record RecordedAudience(String audienceId, Optional<Instant> createdAt) {}
