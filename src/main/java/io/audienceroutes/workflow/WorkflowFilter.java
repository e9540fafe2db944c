package io.audienceroutes.workflow;

import io.audienceroutes.state.StoredTime;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/**
 * Which workflows a list shows; an empty field matches all.
 *
 * @param startedBy who started it: a source's kind, a person, or the product
 * @param since only those that arrived then or later
 * @param before only those that arrived before the workflow with this id: the next page of a list
 */
public record WorkflowFilter(
        Optional<WorkflowState> state,
        Optional<WorkflowType> type,
        Optional<String> destination,
        Optional<String> startedBy,
        Optional<Instant> since,
        Optional<String> before) {
    static final String WHERE = " WHERE (:state IS NULL OR state = :state) AND (:type IS NULL OR type = :type)"
            + " AND (:destination IS NULL OR destination = :destination)"
            + " AND (:startedBy IS NULL OR started_by = :startedBy)"
            + " AND (:since IS NULL OR arrived_at >= :since)"
            + " AND (:before IS NULL OR arrival < (SELECT arrival FROM workflow WHERE id = :before))";

    Query bind(Query query) {
        return query.bind("state", state.map(Enum::name).orElse(null))
                .bind("type", type.map(WorkflowType::id).orElse(null))
                .bind("destination", destination.orElse(null))
                .bind("startedBy", startedBy.orElse(null))
                .bind("since", since.map(StoredTime::write).orElse(null))
                .bind("before", before.orElse(null));
    }
}
