package io.audienceroutes.workflow;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The state of a workflow, the states that may follow it, and the exit code that a command ends with when it leaves a
 * workflow in it.
 */
public enum WorkflowState {
    /** A stage is at work, or will be as soon as a runner is free. */
    RUNNING(7),
    /** Resumes automatically or after an approval; see {@link WaitingFor}. */
    WAITING(4),
    /** Everything listed was accepted by TikTok. */
    SUCCEEDED(0),
    /** Ended with warnings that an operator should read; failed members can be sent again. */
    ISSUE(3),
    /** An operator has to act: a workflow action says what to do. */
    FAILED(1),
    /** Was not delivered on purpose: a duplicate, or superseded by a newer file. */
    SKIPPED(6),
    /** Stops as soon as the batches in flight are settled. */
    STOPPING(7),
    /** Stopped by command; can be resumed. */
    STOPPED(5);

    private final int exitCode;

    WorkflowState(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of a command that leaves a workflow in this state. */
    public int exitCode() {
        return exitCode;
    }

    /** Whether nothing more happens to the workflow without a command. */
    public boolean ended() {
        return switch (this) {
            case SUCCEEDED, ISSUE, FAILED, SKIPPED, STOPPED -> true;
            case RUNNING, WAITING, STOPPING -> false;
        };
    }

    /** Whether the workflow can be resumed by Retry, Restart or Resolve. */
    public boolean resumable() {
        return this == FAILED || this == STOPPED || this == WAITING;
    }

    /** The states that may follow this one. */
    public Set<WorkflowState> followers() {
        return switch (this) {
            case RUNNING -> EnumSet.of(RUNNING, WAITING, SUCCEEDED, ISSUE, FAILED, SKIPPED, STOPPING, STOPPED);
            case WAITING -> EnumSet.of(RUNNING, WAITING, FAILED, SKIPPED, STOPPING);
            case STOPPING -> EnumSet.of(STOPPED, SUCCEEDED, ISSUE, FAILED, SKIPPED);
            case FAILED, STOPPED -> EnumSet.of(RUNNING, WAITING, SKIPPED);
            case ISSUE -> EnumSet.of(WAITING);
            case SUCCEEDED, SKIPPED -> EnumSet.noneOf(WorkflowState.class);
        };
    }

    /** The display name, for example {@code Succeeded}. */
    public String label() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
