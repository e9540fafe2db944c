package io.audienceroutes.workflow;

import io.audienceroutes.state.StoredTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

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
    static final String WHERE = " WHERE (:state IS NULL OR state = :state) AND (:type IS NULL OR type = :type)"
            + " AND (:destination IS NULL OR destination = :destination)"
            + " AND (:startedBy IS NULL OR started_by = :startedBy)"
            + " AND (:since IS NULL OR arrived_at >= :since)"
            + " AND (:text IS NULL OR INSTR(LOWER(id || ' ' || file_name || ' ' || audience_name || ' ' || destination),"
            + " :text) > 0)"
            + " AND (:withoutSkipped = 0 OR state <> 'SKIPPED')"
            + " AND (:before IS NULL OR arrival < (SELECT arrival FROM workflow WHERE id = :before))";

    Query bind(Query query) {
        return query.bind("state", state.map(Enum::name).orElse(null))
                .bind("type", type.map(WorkflowType::id).orElse(null))
                .bind("destination", destination.orElse(null))
                .bind("startedBy", startedBy.orElse(null))
                .bind("since", since.map(StoredTime::write).orElse(null))
                .bind(
                        "text",
                        text.map(sought -> sought.toLowerCase(Locale.ROOT)).orElse(null))
                .bind("withoutSkipped", withoutSkipped ? 1 : 0)
                .bind("before", before.orElse(null));
    }
}
