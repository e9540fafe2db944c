package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.workflow.LongWait;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import java.util.concurrent.TimeUnit;

/**
 * Sees one workflow through until nothing more happens by itself, or only after a long wait, or until this process is
 * told to end; shows how far it is meanwhile.
 */
final class WorkflowAwaiter {
    private static final long LOOK_MILLIS = 100;

    private final Bundle bundle;
    private final ProgressDisplay display;

    WorkflowAwaiter(Bundle bundle, Terminal terminal) {
        this.bundle = bundle;
        this.display = new ProgressDisplay(terminal);
    }

    Workflow await(String workflowId) throws InterruptedException {
        Workflows workflows = bundle.wiring().workflows();
        while (!bundle.ending()) {
            Workflow workflow = workflows.require(workflowId);
            if (workflow.state().ended() || LongWait.of(workflow, workflows)) {
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

    private String text(Workflow workflow) {
        if (workflow.state() == WorkflowState.WAITING) {
            return WorkflowText.state(workflow)
                    + workflow.failure()
                            .map(why -> ": "
                                    + bundle.wiring()
                                            .catalog()
                                            .action(why.action())
                                            .title())
                            .orElse("");
        }
        return bundle.wiring()
                .progress()
                .of(workflow.id())
                .map(position -> ProgressText.of(workflow.stage(), position))
                .orElse(WorkflowText.state(workflow));
    }
}
