package io.audienceroutes.workflow;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;

/**
 * Hands out stages that are ready to run, one at a time, to one process at a time. One workflow works on an audience:
 * Running and Waiting hold it, Failed and Stopped release it, the others have their turn in the order in which they
 * came. A claim is a lease that is renewed while this process lives.
 */
public final class WorkflowQueue implements AutoCloseable {
    private static final String RUNNER = "runner";

    private final Workflows workflows;
    private final Leases leases;
    private final WorkGate gate;
    private final ScheduledExecutorService heartbeat;
    private final Map<Thread, String> claimOfThread = new ConcurrentHashMap<>();
    private volatile Optional<Long> only = Optional.empty();

    /** A queue whose leases end this long after their holder's last sign of life. */
    public WorkflowQueue(Workflows workflows, WorkGate gate, Clock clock, Duration leaseLength, ProcessOwner owner) {
        this.workflows = workflows;
        this.gate = gate;
        this.leases = new Leases(clock, leaseLength, owner);
        this.heartbeat = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lease-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(1, leaseLength.toMillis() / 3);
        ScheduledFuture<?> unused =
                heartbeat.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    /** Hands out the work on this audience only: a one-time delivery does not start other people's work. */
    public void restrictTo(long audience) {
        only = Optional.of(audience);
    }

    /** Whether a runner of another process is alive. */
    public boolean runnerElsewhere() {
        return workflows.database().inTransaction(handle -> leases.heldElsewhere(handle, RUNNER));
    }

    /** Tells other processes that this one runs workflows and executes commands. */
    public void announceRunner() {
        workflows.database().useTransaction(handle -> leases.acquire(handle, RUNNER));
    }

    /**
     * Claims a stage that is ready; the claim is not {@link Claim#ready()} when there is none or the gate is closed. A
     * thread has one claim at a time: asking for the next one gives the last one back, whatever came of it.
     */
    public Claim next() {
        releaseClaimOfThisThread();
        Claim claim = gate.open() ? claimNext().orElse(Claim.NONE) : Claim.NONE;
        if (claim.ready()) {
            claimOfThread.put(Thread.currentThread(), claim.workflowId());
        }
        return claim;
    }

    /** Stages that are claimed in this process. */
    public int claimed() {
        return claimOfThread.size();
    }

    /** The workflow is received, or failed to be: a runner may claim it. */
    public void release(String workflowId) {
        workflows.database().useTransaction(handle -> leases.release(handle, leaseOf(workflowId)));
    }

    private void releaseClaimOfThisThread() {
        String workflowId = claimOfThread.get(Thread.currentThread());
        if (workflowId != null) {
            release(workflowId);
            claimOfThread.remove(Thread.currentThread());
        }
    }

    /** Whether somebody works on this workflow. */
    boolean worked(Handle handle, String workflowId) {
        return leases.held(handle, leaseOf(workflowId));
    }

    /** Takes the workflow for as long as it is received; nothing else claims a workflow in that stage. */
    public void holdWhileReceived(String workflowId) {
        workflows.database().useTransaction(handle -> leases.acquire(handle, leaseOf(workflowId)));
    }

    /** Workflows that were cut off while their file was received: nobody works on them any more. */
    public List<String> cutOffWhileReceived() {
        return workflows
                .database()
                .inTransaction(handle -> handle
                        .createQuery("SELECT id FROM workflow WHERE state = 'RUNNING' AND stage = 'RECEIVE'")
                        .mapTo(String.class)
                        .stream()
                        .filter(id -> !worked(handle, id))
                        .toList());
    }

    @Override
    public void close() {
        heartbeat.shutdownNow();
        workflows.database().useTransaction(leases::releaseAll);
    }

    private Optional<Claim> claimNext() {
        return workflows.database().inTransaction(handle -> {
            for (Workflow workflow : ready(handle)) {
                if (leases.acquire(handle, leaseOf(workflow.id()))) {
                    return Optional.of(claim(handle, workflow));
                }
            }
            return Optional.<Claim>empty();
        });
    }

    private List<Workflow> ready(Handle handle) {
        return handle.createQuery(
                        "SELECT * FROM workflow w WHERE stage <> 'RECEIVE' AND (:only IS NULL OR audience_id = :only)"
                                + " AND (state IN ('RUNNING', 'STOPPING') OR state = 'WAITING' AND waiting_for = 'TURN'"
                                + " AND NOT EXISTS (SELECT 1 FROM workflow o WHERE o.audience_id = w.audience_id"
                                + "   AND o.id <> w.id AND o.stage <> 'RECEIVE' AND (o.state IN ('RUNNING', 'STOPPING')"
                                + "   OR o.state = 'WAITING' AND (o.waiting_for <> 'TURN' OR o.arrival < w.arrival))))"
                                + " ORDER BY arrival")
                .bind("only", only.orElse(null))
                .map((row, context) -> WorkflowRows.read(row))
                .filter(workflow -> !leases.held(handle, leaseOf(workflow.id())))
                .list();
    }

    private Claim claim(Handle handle, Workflow workflow) {
        if (workflow.state() != WorkflowState.WAITING) {
            return new Claim(workflow.id(), workflow.state(), workflow.stage());
        }
        workflows.move(handle, workflow, WorkflowState.RUNNING, "turn", "product", Map.of());
        Stage stage = workflow.stage();
        if (stage.compareTo(Stage.COMPARE) > 0 && Comparing.overtaken(handle, workflow)) {
            stage = Comparing.compareAgain(handle, workflow);
        }
        return new Claim(workflow.id(), WorkflowState.RUNNING, stage);
    }

    private void renew() {
        workflows.database().useTransaction(leases::renewAll);
    }

    private static String leaseOf(String workflowId) {
        return "workflow:" + workflowId;
    }

    /** A stage that this process may run now; a workflow that is stopping is claimed to be stopped. */
    public record Claim(String workflowId, WorkflowState state, Stage stage) {
        private static final Claim NONE = new Claim("", WorkflowState.WAITING, Stage.RECEIVE);

        /** Whether there is a stage to run. */
        public boolean ready() {
            return !workflowId.isEmpty();
        }
    }
}
