package io.audienceroutes.workflow;

/**
 * A stage left its work at a safe point because somebody asked for a stop, or because this process pauses or ends. Not
 * a failure: the workflow goes on from there, or is stopped.
 */
public final class StageInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says which stage left its work. */
    public StageInterrupted(Stage stage) {
        super("Stage " + stage.label() + " left its work at a safe point", null, false, false);
    }
}
