package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.state.WorkflowEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A page of the audit log, newest first.
 *
 * @param next the {@code cursor} of the page behind this one; none on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ActivityPage(List<Entry> items, Long next) {
    public ActivityPage {
        items = List.copyOf(items);
    }

    /**
     * One entry.
     *
     * @param subject a workflow's id, {@code credential:NAME}, {@code destination:NAME} and the like
     * @param hash chains the entry to the one before it
     */
    public record Entry(
            long sequence,
            Instant at,
            String subject,
            String kind,
            String actor,
            Map<String, String> detail,
            String hash) {
        public Entry {
            detail = Map.copyOf(detail);
        }

        static Entry of(WorkflowEvent event) {
            return new Entry(
                    event.sequence(),
                    event.at(),
                    event.workflowId(),
                    event.kind(),
                    event.actor(),
                    event.details(),
                    event.hash());
        }
    }
}
