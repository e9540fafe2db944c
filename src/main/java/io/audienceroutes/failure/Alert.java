package io.audienceroutes.failure;

import java.time.Instant;
import java.util.Optional;

/** A message to people: what went wrong (or ended), when, and which workflow and action it is about. */
public record Alert(Optional<String> workflowId, Instant at, String title, String message, Optional<String> action) {}
