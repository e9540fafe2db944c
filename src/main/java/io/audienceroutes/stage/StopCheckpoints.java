package io.audienceroutes.stage;

import io.audienceroutes.workflow.PauseSwitch;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageInterrupted;
import io.audienceroutes.workflow.Workflows;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Where a stage may leave its work: between chunks and between batches. */
public final class StopCheckpoints {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    private final Workflows workflows;
    private final PauseSwitch gate;

    /** Leaves when the gate closes, or when a stop of the workflow was asked for. */
    public StopCheckpoints(Workflows workflows, PauseSwitch gate) {
        this.workflows = workflows;
        this.gate = gate;
    }

    /** Whether the stage has to leave here; raises where another process has taken the workflow over. */
    public boolean leave(String workflowId) {
        workflows.fencing().refuseLost(workflowId);
        return !gate.open() || workflows.stopRequested(workflowId);
    }

    /** The same between two reads of a file, of which there are thousands a second: not each of them asks the database. */
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

    /** Raises {@link StageInterrupted} when the stage has to leave here. */
    public void check(String workflowId, Stage stage) {
        if (leave(workflowId)) {
            throw new StageInterrupted(stage);
        }
    }
}
