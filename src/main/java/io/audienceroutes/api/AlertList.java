package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.failure.Alert;
import java.time.Instant;
import java.util.List;

/** Alerts, newest first. */
public record AlertList(List<Item> items) {
    public AlertList {
        items = List.copyOf(items);
    }

    /**
     * One alert.
     *
     * @param topic what it is about, such as a workflow or a source
     * @param workflowId the workflow that it is about
     * @param action the workflow action that resolves it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(Instant at, String topic, String title, String message, String workflowId, String action) {
        static Item of(Alert alert) {
            return new Item(
                    alert.at(),
                    WorkflowSummary.word(alert.topic().kind()),
                    alert.title(),
                    alert.message(),
                    alert.workflowId().orElse(null),
                    alert.action().orElse(null));
        }
    }
}
