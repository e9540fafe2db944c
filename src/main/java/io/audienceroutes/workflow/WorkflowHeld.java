package io.audienceroutes.workflow;

import java.util.Objects;

/**
 * A stage cannot continue without approval, or without another file. Route {@code fail-workflow} lets the workflow
 * wait; it keeps its audience. When it resumes, the same stage runs again from its start.
 *
 * <p>The message says what would happen. An approval covers the figures in it, not its words.
 */
public final class WorkflowHeld extends RuntimeException {
    private final WaitingFor waitingFor;
    private final String condition;
    private final String figures;

    /**
     * @param condition a condition of the error catalogue whose action offers {@code approve} or its equivalent
     */
    public WorkflowHeld(WaitingFor waitingFor, String condition, HeldFigures figures, String message) {
        super(message);
        this.waitingFor = Objects.requireNonNull(waitingFor);
        this.condition = Objects.requireNonNull(condition);
        this.figures = figures.toString();
    }

    /** What the workflow waits for: an approval or a file. */
    public WaitingFor waitingFor() {
        return waitingFor;
    }

    /** The condition of the error catalogue. */
    public String condition() {
        return condition;
    }

    /** The figures that an approval covers, in their canonical form. */
    public String figures() {
        return figures;
    }
}
