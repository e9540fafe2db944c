package io.audienceroutes.workflow;

import io.audienceroutes.state.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One task of a workflow's stage, with what went in and what came out (counts, ids and names, never members). */
public record WorkflowTask(
        Stage stage,
        String name,
        TaskState state,
        @Json Map<String, String> inputs,
        @Json Map<String, String> outputs,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {
    public WorkflowTask {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
    }
}
