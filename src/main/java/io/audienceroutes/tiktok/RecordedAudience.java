package io.audienceroutes.tiktok;

import java.time.Instant;
import java.util.Optional;

/**
 * The audience that our books hold for an owner and a name.
 *
 * @param createdAt when we made it; empty when it was there before us
 */
public record RecordedAudience(String audienceId, Optional<Instant> createdAt) {}
