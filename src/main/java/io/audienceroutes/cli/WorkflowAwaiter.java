package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.workflow.LongWait;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import java.util.concurrent.TimeUnit;

/**
 * Waits for one workflow until nothing more happens automatically, or only after a long wait, or until this process is
 * asked to end; meanwhile, shows its progress.
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
        display.say("Interrupted. Nothing is lost. To resume, run 'audience-routes run' or 'audience-routes"
                + " workflows retry " + workflowId + "'.");
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
