package io.audienceroutes.delivery;

import java.util.Optional;

/**
 * What people must know of a failure or a stop. Variable {@code failureNews} of the routes that alert.
 *
 * @param alert whether they must know it at all: a wait or a pause resolves itself
 */
public record FailureNews(
        boolean alert, Optional<String> workflowId, String title, String message, Optional<String> action) {
    static FailureNews none() {
        return new FailureNews(false, Optional.empty(), "", "", Optional.empty());
    }

    /** One line for the log. */
    public String line() {
        return title + workflowId.map(id -> " (workflow " + id + ")").orElse("") + ": " + message
                + workflowId.map(id -> " What to do: workflows show " + id).orElse("");
    }
}
