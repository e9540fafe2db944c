package io.audienceroutes.failure;

import java.util.Optional;

/**
 * What people must know of a failure or a stop. Variable {@code failureNews} of the routes that alert.
 *
 * @param alert whether they must know it at all: a wait or a pause resolves itself
 * @param failure whether something failed; a stop, a skipped file and a question to a person are none
 */
public record FailureNews(
        boolean alert,
        boolean failure,
        Optional<String> workflowId,
        String title,
        String message,
        Optional<String> action) {
    /** Something failed. */
    public FailureNews(
            boolean alert, Optional<String> workflowId, String title, String message, Optional<String> action) {
        this(alert, true, workflowId, title, message, action);
    }

    /** The same, as news of something that did not fail. */
    public FailureNews asNotice() {
        return new FailureNews(alert, false, workflowId, title, message, action);
    }

    public static FailureNews none() {
        return new FailureNews(false, Optional.empty(), "", "", Optional.empty());
    }

    /** One line for the log. */
    public String line() {
        return title + workflowId.map(id -> " (workflow " + id + ")").orElse("") + ": " + message
                + workflowId
                        .map(id -> " What to do: audience-routes workflows show " + id)
                        .orElse("");
    }
}
