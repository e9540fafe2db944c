package io.audienceroutes.workflow;

import java.util.Objects;

/**
 * A stage cannot go on without approval, or without another file. Route {@code fail-workflow} lets the workflow
 * wait; it keeps its audience. Once it goes on, the same stage runs again from its start.
 *
 * <p>The message says what would happen, with its figures: an approval covers exactly what its giver read.
 */
public final class WorkflowHeld extends RuntimeException {
    private final WaitingFor waitingFor;
    private final String condition;

    /** @param condition one of the error catalogue, whose action offers {@code approve} or what stands for it */
    public WorkflowHeld(WaitingFor waitingFor, String condition, String message) {
        super(message);
        this.waitingFor = Objects.requireNonNull(waitingFor);
        this.condition = Objects.requireNonNull(condition);
    }

    /** What the workflow waits for: an approval or a file. */
    public WaitingFor waitingFor() {
        return waitingFor;
    }

    /** The condition of the error catalogue. */
    public String condition() {
        return condition;
    }
}
