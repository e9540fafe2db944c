package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.state.Environment;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import java.time.Instant;
import java.util.Locale;

/**
 * One run of a delivery, as a list shows it.
 *
 * @param type what it is there for, for example {@code segment-file}
 * @param environment {@code production}, or {@code sandbox} for a rehearsal
 * @param waitingFor what it waits for, for example {@code approval}
 * @param resumeAt when it goes on by itself
 * @param condition why it failed or waits: a TikTok code or a condition that {@code /api/v1/errors} explains
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowSummary(
        String id,
        String type,
        String environment,
        String state,
        String stage,
        String waitingFor,
        Instant resumeAt,
        String destination,
        String audienceName,
        String fileName,
        String startedBy,
        Instant arrivedAt,
        Instant startedAt,
        Instant endedAt,
        String condition) {
    static WorkflowSummary of(Workflow workflow) {
        return new WorkflowSummary(
                workflow.id(),
                workflow.type().id(),
                (workflow.settings().sandbox() ? Environment.SANDBOX : Environment.PRODUCTION).id(),
                word(workflow.state()),
                word(workflow.stage()),
                workflow.waitingFor().map(WorkflowSummary::wordOf).orElse(null),
                workflow.resumeAt().orElse(null),
                workflow.destination(),
                workflow.audienceName(),
                workflow.fileName(),
                workflow.startedBy(),
                workflow.arrivedAt(),
                workflow.startedAt().orElse(null),
                workflow.endedAt().orElse(null),
                workflow.failure().map(Failure::condition).orElse(null));
    }

    private static String wordOf(WaitingFor reason) {
        return word(reason);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
