package io.audienceroutes.failure;

import java.util.Optional;

/**
 * What to report about a failure or a stop. Variable {@code failureNews} of the routes that alert.
 *
 * @param alert whether an alert is due: a wait or a pause resolves itself
 * @param failure whether something failed; a stop, a skipped file and a pending decision are not failures
 */
public record FailureNews(
        boolean alert,
        boolean failure,
        Optional<String> workflowId,
        String title,
        String message,
        Optional<String> action,
        AlertTopic topic) {
    /** Something failed in a workflow. */
    public FailureNews(boolean alert, String workflowId, String title, String message, Optional<String> action) {
        this(
                alert,
                true,
                Optional.of(workflowId),
                title,
                message,
                action,
                new AlertTopic(AlertTopic.Kind.WORKFLOW, workflowId));
    }

    /** Something failed outside a workflow. */
    public FailureNews(AlertTopic topic, String title, String message, Optional<String> action) {
        this(true, true, Optional.empty(), title, message, action, topic);
    }

    /** The same, for something that did not fail. */
    public FailureNews asNotice() {
        return new FailureNews(alert, false, workflowId, title, message, action, topic);
    }

    /** The same, already reported. */
    public FailureNews known() {
        return new FailureNews(false, failure, workflowId, title, message, action, topic);
    }

    public static FailureNews none() {
        return new FailureNews(false, "", "", "", Optional.empty());
    }

    /** One line for the log. */
    public String line() {
        return title + workflowId.map(id -> " (workflow " + id + ")").orElse("") + ": " + message
                + workflowId
                        .map(id -> " What to do: audience-routes workflows show " + id)
                        .orElse("");
    }
}
