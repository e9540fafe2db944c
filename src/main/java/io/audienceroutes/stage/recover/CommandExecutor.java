package io.audienceroutes.stage.recover;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.credential.Refusals;
import io.audienceroutes.destination.ConnectionStates;
import io.audienceroutes.destination.RejectLimit;
import io.audienceroutes.stage.confirm.WorkflowCloser;
import io.audienceroutes.stage.deliver.DeliverStage;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Commands.Command;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.Resolutions;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowQueue;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;

/** Executes commands on workflows. Called by route {@code resume-workflow}. */
public final class CommandExecutor {
    private static final String INVALID_CREDENTIALS = "invalid-credentials";

    private final Commands commands;
    private final Resolutions resolutions;
    private final Workflows workflows;
    private final WorkflowQueue queue;
    private final DeliverStage deliverStage;
    private final WorkflowCloser workflowCloser;
    private final Refusals refusals;
    private final ConnectionStates connections;

    /** Executes commands one by one. */
    public CommandExecutor(
            Commands commands,
            Resolutions resolutions,
            Workflows workflows,
            WorkflowQueue queue,
            DeliverStage deliverStage,
            WorkflowCloser workflowCloser,
            Refusals refusals,
            ConnectionStates connections) {
        this.commands = commands;
        this.resolutions = resolutions;
        this.workflows = workflows;
        this.queue = queue;
        this.deliverStage = deliverStage;
        this.workflowCloser = workflowCloser;
        this.refusals = refusals;
        this.connections = connections;
    }

    /** The commands to execute, oldest first; none if another process is the leader, so that each command runs once. */
    public List<Command> waiting() {
        return queue.leads() ? commands.waiting() : List.of();
    }

    /** Executes one command and stores its result, which may be a refusal. */
    public void execute(@Body Command command) {
        try {
            commands.done(command.id(), true, answer(command));
        } catch (RuntimeException refusal) {
            commands.done(command.id(), false, String.valueOf(refusal.getMessage()));
        }
    }

    private String answer(Command command) {
        String id = command.workflowId();
        return switch (command.name()) {
            case RETRY -> {
                anotherTry(id);
                yield resolutions.retry(id, command.actor());
            }
            case RESTART -> {
                anotherTry(id);
                yield resolutions.restart(id, "restart", command.actor());
            }
            case RETRY_FAILED ->
                resolutions.retryFailed(id, command.actor(), command.reason().orElse(""));
            case RESOLVE -> resolve(command);
            case SKIP -> skip(command);
            case STOP -> resolutions.stop(id, command.actor());
            case UPDATE_ERROR_THRESHOLD ->
                resolutions.updateErrorThreshold(
                        id,
                        RejectLimit.parse(command.action().orElse("")),
                        command.actor(),
                        command.reason().orElse(""));
            case APPROVE ->
                resolutions.approve(id, command.actor(), command.reason().orElse(""));
            case IGNORE_MISSING_FILE ->
                resolutions.ignoreMissingFile(
                        id, command.actor(), command.reason().orElse(""));
            case REJECT -> resolutions.reject(id, command.actor());
            case SUPERSEDE -> supersede(command);
        };
    }

    private String resolve(Command command) {
        Workflow workflow = workflows.require(command.workflowId());
        Optional<String> expected = workflow.failure().map(Failure::action);
        if (command.action().isPresent() && !command.action().equals(expected)) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + workflow.id() + " requires the action "
                            + expected.orElse("(none, because it has not failed)") + ", not for '"
                            + command.action().get() + "'. Nothing was changed.");
        }
        anotherTry(workflow.id());
        String answer = resolutions.restart(workflow.id(), "resolve", command.actor());
        return stoppedByGrant(workflow) ? answer + resolveOthers(workflow, command.actor()) : answer;
    }

    /** A refused token is sent again on request: its owner may have fixed the problem at TikTok. */
    private void anotherTry(String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        if (stoppedByGrant(workflow)) {
            refusals.clear(workflow.settings().credential());
        }
        connections.askAgainOf(workflow.settings().credential());
    }

    /** One Resolve resumes all workflows that one grant stopped, in their order of arrival. */
    private String resolveOthers(Workflow first, String actor) {
        StringBuilder answer = new StringBuilder();
        int resolved = 0;
        for (Workflow other : stoppedBy(first.settings().credential())) {
            try {
                resolutions.restart(other.id(), "resolve", actor);
                resolved++;
            } catch (WorkflowError refusal) {
                answer.append(' ').append(refusal.getMessage());
            }
        }
        if (resolved > 0) {
            answer.insert(
                    0,
                    " So " + (resolved == 1 ? "does 1 more workflow" : "do " + resolved + " more workflows")
                            + " of credential " + first.settings().credential() + ".");
        }
        return answer.toString();
    }

    private List<Workflow> stoppedBy(String credential) {
        return workflows.list(Optional.of(WorkflowState.FAILED), Integer.MAX_VALUE).stream()
                .filter(CommandExecutor::stoppedByGrant)
                .filter(workflow -> workflow.settings().credential().equals(credential))
                .sorted(Comparator.comparingLong(Workflow::arrival))
                .toList();
    }

    private static boolean stoppedByGrant(Workflow workflow) {
        return workflow.failure()
                .filter(failure -> failure.action().equals(INVALID_CREDENTIALS))
                .isPresent();
    }

    private String supersede(Command command) {
        String id = command.workflowId();
        if (resolutions.supersede(id, command.actor())) {
            Workflow workflow = workflows.require(id);
            workflowCloser.leave(workflow, WorkflowState.SKIPPED, "superseded", command.actor(), workflow.failure());
        }
        return "Workflow " + id + " ends as Skipped: a newer file takes its place.";
    }

    private String skip(Command command) {
        resolutions.requireSkippable(command.workflowId());
        return resolutions.skip(command.workflowId(), command.actor(), deliverStage.left(command.workflowId()));
    }
}
