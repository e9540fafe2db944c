package io.audienceroutes.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Distinguishes a workflow that resumes soon from one that a caller need not wait for. */
public final class LongWait {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private LongWait() {}

    /** Whether the workflow waits for a decision, or for a distant time. */
    public static boolean of(Workflow workflow, Workflows workflows) {
        if (workflow.state() != WorkflowState.WAITING) {
            return false;
        }
        Instant limit = workflows.time().plus(PATIENCE);
        return switch (workflow.waitingFor().orElseThrow()) {
            case RATE, TIKTOK -> workflow.resumeAt().orElseThrow().isAfter(limit);
            case SAMPLE ->
                workflows
                        .sampleAtWork(workflow.id())
                        .map(sample -> of(sample, workflows))
                        .orElse(false);
            case APPROVAL, FILE -> true;
            case TURN ->
                holder(workflow, workflows).map(other -> of(other, workflows)).orElse(false);
        };
    }

    private static Optional<Workflow> holder(Workflow waiting, Workflows workflows) {
        return workflows.open().stream()
                .filter(other ->
                        other.audience() == waiting.audience() && !other.id().equals(waiting.id()))
                .filter(other -> !other.waitingFor().equals(Optional.of(WaitingFor.TURN)))
                .findFirst();
    }
}
