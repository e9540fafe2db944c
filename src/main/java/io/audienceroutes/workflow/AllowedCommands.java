package io.audienceroutes.workflow;

import io.audienceroutes.workflow.Commands.Name;
import java.util.EnumSet;
import java.util.Set;

/** The commands that a workflow accepts in its current state, whether or not they make sense. */
public final class AllowedCommands {
    private AllowedCommands() {}

    /**
     * The commands that the workflow's state allows.
     *
     * @param newer whether a newer file of its destination may take its place
     * @param failed its failed members
     */
    public static Set<Name> of(Workflow workflow, boolean newer, FailedMembers.Retry failed) {
        EnumSet<Name> allowed = EnumSet.noneOf(Name.class);
        if (workflow.stage() == Stage.RECEIVE) {
            return allowed;
        }
        switch (workflow.state()) {
            case RUNNING -> allowed.add(Name.STOP);
            case WAITING -> addWaiting(allowed, workflow);
            case FAILED, STOPPED -> addResumable(allowed, workflow);
            case SUCCEEDED, ISSUE, SKIPPED, STOPPING -> {}
        }
        if (failed.offered()) {
            allowed.add(Name.RETRY_FAILED);
        }
        if (newer && workflow.state().resumable()) {
            allowed.add(Name.SUPERSEDE);
        }
        return allowed;
    }

    private static void addWaiting(Set<Name> allowed, Workflow workflow) {
        allowed.add(Name.STOP);
        switch (workflow.waitingFor().orElse(WaitingFor.TURN)) {
            case RATE, TIKTOK, SAMPLE -> addResumable(allowed, workflow);
            case APPROVAL -> {
                allowed.add(Name.APPROVE);
                allowed.add(Name.REJECT);
                addResumable(allowed, workflow);
            }
            case FILE -> {
                if (workflow.failure().isPresent()) {
                    allowed.add(Name.IGNORE_MISSING_FILE);
                    allowed.add(Name.REJECT);
                }
            }
            case TURN -> {}
        }
    }

    private static void addResumable(Set<Name> allowed, Workflow workflow) {
        if (workflow.type() == WorkflowType.EXPECTED_FILE) {
            return;
        }
        allowed.addAll(EnumSet.of(Name.RESOLVE, Name.RETRY, Name.RESTART));
        if (workflow.stage() == Stage.DELIVER) {
            allowed.add(Name.SKIP);
        }
        if (workflow.failure()
                .filter(failure -> failure.condition().equals(RejectAllowances.CONDITION))
                .isPresent()) {
            allowed.add(Name.UPDATE_ERROR_THRESHOLD);
        }
    }
}
