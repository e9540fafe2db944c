package io.audienceroutes.catalog;

import java.util.List;

/**
 * A named resolution of a failure: its cause, who has to act, and the steps in order.
 *
 * @param id kebab-case and stable; what {@code workflows resolve --action} takes
 * @param offers the common actions that also make sense, the best first
 */
public record WorkflowAction(
        String id, String title, String cause, WhoActs who, List<ActionStep> steps, List<CommonAction> offers) {
    public WorkflowAction {
        steps = List.copyOf(steps);
        offers = List.copyOf(offers);
    }
}
