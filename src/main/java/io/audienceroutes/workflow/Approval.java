package io.audienceroutes.workflow;

import java.time.Instant;

/**
 * An approval that resumes a held workflow.
 *
 * @param condition why it was held, a condition of the error catalogue
 * @param figures what it covers, see {@link HeldFigures}
 * @param text the text that was shown
 * @param reason the reason given; may be empty
 */
public record Approval(String condition, String figures, String text, String actor, String reason, Instant at) {}
