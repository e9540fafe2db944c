package io.audienceroutes.workflow;

/**
 * A stage was interrupted at a safe point because a stop was requested, or because this process pauses or ends. Not a
 * failure: the workflow resumes from there, or is stopped.
 */
public final class StageInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names the interrupted stage. */
    public StageInterrupted(Stage stage) {
        super("Stage " + stage.label() + " was interrupted at a safe point", null, false, false);
    }
}
