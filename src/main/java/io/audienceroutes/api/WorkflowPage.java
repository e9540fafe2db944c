package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A page of workflows, newest first.
 *
 * @param next the {@code cursor} of the page behind this one; none on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowPage(List<WorkflowSummary> items, String next) {
    public WorkflowPage {
        items = List.copyOf(items);
    }
}
