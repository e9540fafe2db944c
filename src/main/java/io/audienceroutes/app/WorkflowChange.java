package io.audienceroutes.app;

import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowError;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks something of a workflow. A live runner executes it, and this command only waits for its answer; where none is
 * alive, this command becomes the runner and sees the workflow through.
 */
final class WorkflowChange {
    private static final long LOOK_MILLIS = 100;
    private static final long ANSWER_SECONDS = 60;

    private final List<String> profiles;
    private final String id;
    private final Commands.Name name;
    private final Optional<String> action;
    private final Optional<String> reason;
    private final PrintWriter out;

    WorkflowChange(
            List<String> profiles,
            String id,
            Commands.Name name,
            Optional<String> action,
            Optional<String> reason,
            PrintWriter out) {
        this.profiles = profiles;
        this.id = id;
        this.name = name;
        this.action = action;
        this.reason = reason;
        this.out = out;
    }

    int execute(boolean json) throws InterruptedException {
        try (StoredState stored = StoredState.open(profiles)) {
            BundleWiring wiring = stored.wiring();
            wiring.workflows().require(id);
            if (wiring.queue().runnerElsewhere()) {
                say(await(wiring, request(wiring)), json);
                return wiring.workflows().require(id).state().exitCode();
            }
        }
        return becomeRunner(json);
    }

    private int becomeRunner(boolean json) throws InterruptedException {
        try (Bundle bundle = Bundle.start(BundleOptions.forOneWorkflow(BundleHome.find(), profiles))) {
            BundleWiring wiring = bundle.wiring();
            wiring.queue().restrictTo(wiring.workflows().require(id).audience());
            say(await(wiring, request(wiring)), json);
            Workflow workflow = new SeenThrough(bundle, Terminal.find()).await(id);
            new DeliverCommand.Output(out, json).print(bundle, workflow);
            return workflow.state().exitCode();
        }
    }

    private long request(BundleWiring wiring) {
        return wiring.commands().request(id, name, action, reason, System.getProperty("user.name", "unknown"));
    }

    private void say(String text, boolean json) {
        if (!json) {
            out.println(text);
            out.flush();
        }
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
                "The command is stored, but the running bundle did not execute it within " + ANSWER_SECONDS
                        + " seconds. It will when it is free; look again with workflows show.");
    }
}
