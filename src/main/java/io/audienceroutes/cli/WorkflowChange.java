package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sends a command to a workflow. If a runner is alive, it executes the command, and this process only waits for the
 * result; otherwise this process becomes the runner and completes the workflow.
 */
final class WorkflowChange {
    private static final long LOOK_MILLIS = 100;
    private static final long ANSWER_SECONDS = 60;

    private final List<String> profiles;
    private final String id;
    private final Commands.Name name;
    private final Optional<String> action;
    private final Optional<String> reason;
    private final CommandOutput output;

    WorkflowChange(
            List<String> profiles,
            String id,
            Commands.Name name,
            Optional<String> action,
            Optional<String> reason,
            CommandOutput output) {
        this.profiles = profiles;
        this.id = id;
        this.name = name;
        this.action = action;
        this.reason = reason;
        this.output = output;
    }

    int execute() throws InterruptedException {
        try (StoredState stored = StoredState.open(profiles)) {
            BundleWiring wiring = stored.wiring();
            wiring.workflows().require(id);
            if (wiring.queue().runnerElsewhere()) {
                output.say(await(wiring, request(wiring)));
                output.say("The running bundle continues it. To see its progress, run: audience-routes workflows show "
                        + id);
                if (output.json()) {
                    output.print(wiring, wiring.workflows().require(id));
                }
                return 0;
            }
        }
        return becomeRunner();
    }

    private int becomeRunner() throws InterruptedException {
        try (Bundle bundle = Bundle.forOneWorkflow(profiles)) {
            BundleWiring wiring = bundle.wiring();
            Workflow before = wiring.workflows().require(id);
            List<Workflow> stopped = wiring.workflows().list(Optional.of(WorkflowState.FAILED), Integer.MAX_VALUE);
            if (goesOnByItself(before)) {
                output.say("Workflow " + id + " is " + before.state().label() + ": it resumes where it was.");
            } else {
                output.say(await(wiring, request(wiring)));
            }
            Workflow workflow = workflowAwaiter(bundle, id);
            output.print(wiring, workflow);
            int exit = workflow.state().exitCode();
            for (Workflow other : alsoResumed(wiring, stopped)) {
                Workflow done = workflowAwaiter(bundle, other.id());
                output.say("");
                output.say("Workflow " + done.id() + " of destination " + done.destination() + ": "
                        + WorkflowText.state(done) + ". Details: audience-routes workflows show " + done.id());
                exit = worse(exit, done.state().exitCode());
            }
            return exit;
        }
    }

    private static Workflow workflowAwaiter(Bundle bundle, String workflowId) throws InterruptedException {
        bundle.workOn(bundle.wiring().workflows().require(workflowId).audience());
        return new WorkflowAwaiter(bundle, Terminal.find()).await(workflowId);
    }

    /** One grant stopped them all, and one Resolve resumes them all, in their order of arrival. */
    private List<Workflow> alsoResumed(BundleWiring wiring, List<Workflow> stopped) {
        return stopped.stream()
                .filter(each -> !each.id().equals(id))
                .map(each -> wiring.workflows().require(each.id()))
                .filter(now -> now.state() != WorkflowState.FAILED)
                .sorted(Comparator.comparingLong(Workflow::arrival))
                .toList();
    }

    /** As for {@code run --once}: the lowest code other than 0. */
    private static int worse(int one, int other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }

    /** A killed process leaves its workflow Running or queued: a runner is enough to resume it. */
    private boolean goesOnByItself(Workflow workflow) {
        boolean takesUp = switch (name) {
            case RESOLVE, RETRY, RESTART, RETRY_FAILED -> true;
            case SKIP, STOP, UPDATE_ERROR_THRESHOLD, APPROVE, IGNORE_MISSING_FILE, REJECT, SUPERSEDE -> false;
        };
        return takesUp
                && (workflow.state() == WorkflowState.RUNNING
                        || workflow.waitingFor().equals(Optional.of(WaitingFor.TURN)));
    }

    private long request(BundleWiring wiring) {
        return wiring.commands().request(id, name, action, reason, BundleCommand.actor());
    }

    private static String await(BundleWiring wiring, long command) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (System.nanoTime() < deadline) {
            Optional<Commands.Answer> answer = wiring.commands().answer(command);
            if (answer.isPresent()) {
                if (!answer.get().succeeded()) {
                    throw new WorkflowError("transition-refused", answer.get().text());
                }
                return answer.get().text();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new WorkflowError(
                "runner-silent",
                "The command is stored, but the running bundle has not executed it within " + ANSWER_SECONDS
                        + " seconds. It will execute it as soon as it is free. To check, run: audience-routes workflows list");
    }
}
