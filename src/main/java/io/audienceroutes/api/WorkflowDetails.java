package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.catalog.ActionStep;
import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.workflow.WorkflowTask;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything about one run.
 *
 * @param failure why it failed or waits
 * @param commands what can be asked of it now
 * @param version changes with every change of the workflow: a command that sends it is refused once something changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowDetails(
        WorkflowSummary workflow,
        List<Task> tasks,
        FailureDetails failure,
        List<String> warnings,
        List<String> commands,
        long version) {
    public WorkflowDetails {
        tasks = List.copyOf(tasks);
        warnings = List.copyOf(warnings);
        commands = List.copyOf(commands);
    }

    /** One task of a stage, with counts, ids and names of what went in and what came out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Task(
            String stage,
            String name,
            String state,
            Map<String, String> inputs,
            Map<String, String> outputs,
            Instant startedAt,
            Instant endedAt) {
        public Task {
            inputs = Map.copyOf(inputs);
            outputs = Map.copyOf(outputs);
        }

        static Task of(WorkflowTask task) {
            return new Task(
                    WorkflowSummary.word(task.stage()),
                    task.name(),
                    WorkflowSummary.word(task.state()),
                    task.inputs(),
                    task.outputs(),
                    task.startedAt().orElse(null),
                    task.endedAt().orElse(null));
        }
    }

    /**
     * Why a run failed or waits, and its specific action.
     *
     * @param requestId TikTok's id of the call; empty where TikTok was not asked
     */
    public record FailureDetails(
            String stage,
            String condition,
            String message,
            String requestId,
            Instant at,
            String action,
            String title,
            String cause,
            List<String> steps) {
        public FailureDetails {
            steps = List.copyOf(steps);
        }

        static FailureDetails of(io.audienceroutes.workflow.Failure failure, WorkflowAction action) {
            return new FailureDetails(
                    WorkflowSummary.word(failure.stage()),
                    failure.condition(),
                    failure.message(),
                    failure.requestId(),
                    failure.at(),
                    action.id(),
                    action.title(),
                    action.cause(),
                    action.steps().stream().map(ActionStep::text).toList());
        }
    }
}
