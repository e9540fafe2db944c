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

    /** Something failed that is no workflow's. */
    public FailureNews(AlertTopic topic, String title, String message, Optional<String> action) {
        this(true, true, Optional.empty(), title, message, action, topic);
    }

    /** The same, as news of something that did not fail. */
    public FailureNews asNotice() {
        return new FailureNews(alert, false, workflowId, title, message, action, topic);
    }

    /** The same, which people know already. */
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
