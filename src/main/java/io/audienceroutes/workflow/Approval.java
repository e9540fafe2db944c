package io.audienceroutes.workflow;

import java.time.Instant;

/**
 * An approval that lets a held workflow go on.
 *
 * @param condition what held it, a condition of the error catalogue
 * @param subject the text that the person read, with its figures
 * @param reason why, in the person's words; may be empty
 */
public record Approval(String condition, String subject, String actor, String reason, Instant at) {}
