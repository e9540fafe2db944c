package io.audienceroutes.workflow;

import java.time.Instant;
import java.util.Objects;

/**
 * Why a workflow failed or waits.
 *
 * @param stage where it happened
 * @param action id of the workflow action in the error catalogue
 * @param condition the TikTok code as text, or our own condition, for example {@code segment-file-missing-column}
 * @param message what was attempted, expected and found, and what to do; holds no personal data
 * @param requestId TikTok's request id, or empty
 * @param at when it happened
 * @param figures what an approval of it covers, see {@link HeldFigures}; empty where there is nothing to approve
 */
public record Failure(
        Stage stage, String action, String condition, String message, String requestId, Instant at, String figures) {
    public Failure {
        Objects.requireNonNull(stage);
        Objects.requireNonNull(action);
        Objects.requireNonNull(condition);
        Objects.requireNonNull(message);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(at);
        figures = figures == null ? "" : figures;
    }

    /** Nothing that could be approved. */
    public Failure(Stage stage, String action, String condition, String message, String requestId, Instant at) {
        this(stage, action, condition, message, requestId, at, "");
    }

    /** This failure with updated figures. */
    public Failure as(WorkflowHeld held) {
        return new Failure(stage, action, condition, held.getMessage(), requestId, at, held.figures());
    }
}
