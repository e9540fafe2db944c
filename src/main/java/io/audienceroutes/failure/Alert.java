package io.audienceroutes.failure;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.Nested;

/** A message to operators: what went wrong (or ended), when, and the workflow and action that it is about. */
public record Alert(
        Optional<String> workflowId,
        Instant at,
        String title,
        String message,
        Optional<String> action,
        @Nested AlertTopic topic) {
    /** Whether its topic is of one of these kinds. */
    public boolean isAbout(AlertTopic.Kind first, AlertTopic.Kind... others) {
        return topic.kind() == first || List.of(others).contains(topic.kind());
    }
}
