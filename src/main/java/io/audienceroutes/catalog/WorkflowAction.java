package io.audienceroutes.catalog;

import java.util.List;

/**
 * A named resolution of a failure: why it happened, who acts, and the steps in their order.
 *
 * @param id kebab-case and stable; what {@code workflows resolve --action} takes
 * @param offers the common actions that make sense beside it, the most fitting first
 */
public record WorkflowAction(
        String id, String title, String cause, WhoActs who, List<ActionStep> steps, List<CommonAction> offers) {
    public WorkflowAction {
        steps = List.copyOf(steps);
        offers = List.copyOf(offers);
    }
}
