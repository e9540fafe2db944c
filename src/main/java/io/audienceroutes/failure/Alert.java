package io.audienceroutes.failure;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A message to people: what went wrong (or ended), when, and which workflow and action it is about. */
public record Alert(
        Optional<String> workflowId,
        Instant at,
        String title,
        String message,
        Optional<String> action,
        AlertTopic topic) {
    /** Whether it is about one of these kinds of things. */
    public boolean isAbout(AlertTopic.Kind first, AlertTopic.Kind... others) {
        return topic.kind() == first || List.of(others).contains(topic.kind());
    }
}
