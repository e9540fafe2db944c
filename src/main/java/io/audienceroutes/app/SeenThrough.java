package io.audienceroutes.app;

import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sees one workflow through until nothing more happens by itself, or only after a long wait, or until this process is
 * told to end; shows how far it is meanwhile.
 */
final class SeenThrough {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 100;

    private final Bundle bundle;
    private final ProgressDisplay display;

    SeenThrough(Bundle bundle, Terminal terminal) {
        this.bundle = bundle;
        this.display = new ProgressDisplay(terminal);
    }

    Workflow await(String workflowId) throws InterruptedException {
        Workflows workflows = bundle.wiring().workflows();
        while (!bundle.ending()) {
            Workflow workflow = workflows.require(workflowId);
            if (workflow.state().ended() || waitsLong(workflow, workflows)) {
                display.end();
                return workflow;
            }
            display.show(() -> text(workflow));
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        display.say("Interrupted. Nothing is lost: the next 'audience-routes run' goes on from there, and so does"
                + " 'audience-routes workflows retry " + workflowId + "'.");
        return workflows.require(workflowId);
    }

    /** Whether nothing happens to the workflow for a while: it waits for a person, or for a time far away. */
    static boolean waitsLong(Workflow workflow, Workflows workflows) {
        if (workflow.state() != WorkflowState.WAITING) {
            return false;
        }
        Instant limit = Instant.now().plus(PATIENCE);
        return switch (workflow.waitingFor().orElseThrow()) {
            case RATE, TIKTOK -> workflow.resumeAt().orElseThrow().isAfter(limit);
            case SAMPLE ->
                workflows
                        .sampleAtWork(workflow.id())
                        .map(sample -> waitsLong(sample, workflows))
                        .orElse(false);
            case APPROVAL, FILE -> true;
            case TURN ->
                holder(workflow, workflows)
                        .map(other -> waitsLong(other, workflows))
                        .orElse(false);
        };
    }

    private static Optional<Workflow> holder(Workflow waiting, Workflows workflows) {
        return workflows.open().stream()
                .filter(other ->
                        other.audience() == waiting.audience() && !other.id().equals(waiting.id()))
                .filter(other -> !other.waitingFor().equals(Optional.of(WaitingFor.TURN)))
                .findFirst();
    }

    private String text(Workflow workflow) {
        return bundle.wiring()
                .progress()
                .of(workflow.id())
                .map(position -> ProgressText.of(workflow.stage(), position))
                .orElse(WorkflowText.state(workflow));
    }
}
