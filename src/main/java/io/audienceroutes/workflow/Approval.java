package io.audienceroutes.workflow;

import java.time.Instant;

/**
 * An approval that lets a held workflow go on.
 *
 * @param condition what held it, a condition of the error catalogue
 * @param figures what it covers, see {@link HeldFigures}
 * @param text what the person read
 * @param reason why, in the person's words; may be empty
 */
public record Approval(String condition, String figures, String text, String actor, String reason, Instant at) {}
