package io.audienceroutes.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells a workflow that goes on by itself within moments from one that a caller need not wait for. */
public final class LongWait {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private LongWait() {}

    /** Whether nothing happens to the workflow for a while: it waits for a person, or for a time far away. */
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
