package io.audienceroutes.workflow;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which workflows a list shows; an empty field matches all.
 *
 * @param startedBy who started it: a source's kind, a person, or the product
 * @param since only those that arrived then or later
 * @param text only those that have it in their id, file, audience or destination, in whatever case
 * @param withoutSkipped leave out what was skipped
 * @param before only those that arrived before the workflow with this id: the next page of a list
 */
public record WorkflowFilter(
        Optional<WorkflowState> state,
        Optional<WorkflowType> type,
        Optional<String> destination,
        Optional<String> startedBy,
        Optional<Instant> since,
        Optional<String> text,
        boolean withoutSkipped,
        Optional<String> before) {
    /** Those in this state, where one is given. */
    static WorkflowFilter of(Optional<WorkflowState> state) {
        return new WorkflowFilter(
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    /** The text as a pattern of SQL with the escape character {@code !}, in lower case. */
    public Optional<String> textPattern() {
        return text.map(sought -> "%" + sought.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%");
    }
}
