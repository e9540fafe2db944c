package io.audienceroutes.stage;

import io.audienceroutes.workflow.PauseSwitch;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageInterrupted;
import io.audienceroutes.workflow.Workflows;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The points at which a stage can be interrupted: between chunks and between batches. */
public final class StopCheckpoints {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    private final Workflows workflows;
    private final PauseSwitch gate;

    /** Interrupts when work is paused, or when a stop of the workflow was requested. */
    public StopCheckpoints(Workflows workflows, PauseSwitch gate) {
        this.workflows = workflows;
        this.gate = gate;
    }

    /** Whether the stage has to stop here; throws if another process has taken over the workflow. */
    public boolean leave(String workflowId) {
        workflows.fencing().refuseLost(workflowId);
        return !gate.open() || workflows.stopRequested(workflowId);
    }

    /** The same between two reads of a file, thousands per second: not every one queries the database. */
    public Runnable betweenReads(String workflowId, Stage stage) {
        AtomicLong last = new AtomicLong(System.nanoTime() - BETWEEN_QUESTIONS.toNanos());
        return () -> {
            long now = System.nanoTime();
            if (now - last.get() >= BETWEEN_QUESTIONS.toNanos()) {
                last.set(now);
                check(workflowId, stage);
            }
        };
    }

    /** Throws {@link StageInterrupted} if the stage has to stop here. */
    public void check(String workflowId, Stage stage) {
        if (leave(workflowId)) {
            throw new StageInterrupted(stage);
        }
    }
}
