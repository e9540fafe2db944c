package io.audienceroutes.api;

import io.audienceroutes.destination.RejectLimit;
import io.audienceroutes.people.Principal;
import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.workflow.AllowedCommands;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.FailedMembers;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.Workflows;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What people ask of a workflow in the console and by the API, as the commands ask it. */
public final class WorkflowActions {
    private static final long LOOK_MILLIS = 50;

    /** What sends nothing and shows nothing: allowed to those who may not handle personal data. */
    private static final Set<Commands.Name> WITHOUT_PERSONAL_DATA = EnumSet.of(Commands.Name.STOP);

    private final Workflows workflows;
    private final Commands commands;
    private final FailedMembers failed;
    private final Duration patience;

    /** @param patience for which an answer is waited for */
    public WorkflowActions(Workflows workflows, Commands commands, FailedMembers failed, Duration patience) {
        this.workflows = workflows;
        this.commands = commands;
        this.failed = failed;
        this.patience = patience;
    }

    /**
     * What is asked.
     *
     * @param action the workflow action that was carried out, for Resolve
     * @param threshold for {@link Commands.Name#UPDATE_ERROR_THRESHOLD}
     * @param version the version of the workflow that whoever asks has seen
     */
    public record Request(
            Commands.Name name,
            Optional<String> action,
            Optional<RejectLimit> threshold,
            Optional<String> reason,
            Optional<Long> version) {}

    /** What came of it; no answer yet where the runner is busy. */
    public record Outcome(Commands.Name name, Optional<String> answer) {}

    /** The command of this name. */
    public static Commands.Name nameOf(String text) {
        return Arrays.stream(Commands.Name.values())
                .filter(name -> name.id().equals(text))
                .findFirst()
                .orElseThrow(() -> new ApiInvalid("There is no such command: expected one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Commands.Name.values())
                                        .map(Commands.Name::id)
                                        .toList())
                        + ". Nothing was done."));
    }

    /** What can be asked of a workflow now by this person. */
    public Set<Commands.Name> allowed(Workflow workflow, Principal caller) {
        Set<Commands.Name> allowed =
                AllowedCommands.of(workflow, workflows.newerThan(workflow).isPresent(), failed.of(workflow));
        if (!caller.mayHandlePersonalData()) {
            allowed.retainAll(WITHOUT_PERSONAL_DATA);
        }
        return allowed;
    }

    /** Changes with every change of the workflow. */
    public long version(String workflowId) {
        return workflows.eventsOf(workflowId).stream()
                .mapToLong(WorkflowEvent::sequence)
                .max()
                .orElse(0);
    }

    /** Asks it and waits for the answer. */
    public Outcome perform(String workflowId, Request request, Principal caller) {
        Workflow workflow = workflows.require(workflowId);
        requireUnchanged(workflow, request);
        if (!caller.mayHandlePersonalData() && !WITHOUT_PERSONAL_DATA.contains(request.name())) {
            throw new ApiForbidden("Your access to personal data is restricted, so you cannot " + words(request.name())
                    + ". Nothing was done. Ask a colleague without this restriction.");
        }
        if (!allowed(workflow, caller).contains(request.name())) {
            throw new ApiConflict("Workflow " + workflowId + " is "
                    + workflow.state().label() + " and does not take "
                    + request.name().id() + " now."
                    + lastChange(workflowId) + " Nothing was done.");
        }
        long id = commands.request(
                workflowId,
                request.name(),
                request.threshold().map(RejectLimit::code).or(request::action),
                request.reason().map(String::strip).filter(text -> !text.isEmpty()),
                caller.actor());
        return new Outcome(request.name(), answer(id));
    }

    private void requireUnchanged(Workflow workflow, Request request) {
        boolean stale =
                request.version().filter(seen -> seen != version(workflow.id())).isPresent();
        if (stale) {
            throw new ApiConflict("Workflow " + workflow.id() + " has changed since you opened it: it is "
                    + workflow.state().label() + " now." + lastChange(workflow.id())
                    + " Nothing was done. Look at it again, then decide.");
        }
    }

    private String lastChange(String workflowId) {
        List<WorkflowEvent> asked = workflows.eventsOf(workflowId).stream()
                .filter(event -> event.kind().startsWith("command-"))
                .toList();
        return asked.isEmpty()
                ? ""
                : " " + asked.get(asked.size() - 1).actor() + " asked for "
                        + asked.get(asked.size() - 1).kind().substring("command-".length()) + " at "
                        + asked.get(asked.size() - 1).at() + ".";
    }

    private Optional<String> answer(long id) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Commands.Answer> answer = commands.answer(id);
            if (answer.isPresent()) {
                if (!answer.get().succeeded()) {
                    throw new ApiConflict(answer.get().text());
                }
                return Optional.of(answer.get().text());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String words(Commands.Name name) {
        return name.id().toLowerCase(Locale.ROOT).replace('-', ' ');
    }
}
