package io.audienceroutes.workflow;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.state.Leases;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateFaults;
import io.audienceroutes.workflow.claim.Fencing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provides stages that are ready to run, each to one process at a time. One workflow works on an audience: Running and
 * Waiting hold it, unless it waits for a file; Failed and Stopped release it, and the others follow in their order of
 * arrival. A claim is a lease that is renewed while this process lives.
 */
public final class WorkflowQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkflowQueue.class);
    private static final String RUNNER = "runner";

    private final Workflows workflows;
    private final Admission admission;
    private final Leases leases;
    private final Leases claims;
    private final Fencing fencing;
    private final PauseSwitch gate;
    private final ScheduledExecutorService heartbeat;
    private final Clock clock;
    private final Map<Thread, String> claimOfThread = new ConcurrentHashMap<>();
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> postponed = new ConcurrentHashMap<>();
    private volatile boolean announced;
    private volatile boolean unrenewed;
    private volatile Optional<Long> only = Optional.empty();
    private volatile Optional<String> onlyWorkflow = Optional.empty();
    private volatile HeavyPlaces heavy = HeavyPlaces.UNBOUNDED;

    /** A queue whose leases end this long after their holder's last heartbeat. */
    public WorkflowQueue(Workflows workflows, PauseSwitch gate, Clock clock, Duration leaseLength, ProcessOwner owner) {
        this(workflows, gate, clock, leaseLength, Duration.ZERO, owner);
    }

    /**
     * As above, with requests that may be in flight for so long: the next owner of a workflow begins when the lease has
     * ended and they are over. The holder of a lease that is known to be dead has none.
     */
    public WorkflowQueue(
            Workflows workflows,
            PauseSwitch gate,
            Clock clock,
            Duration leaseLength,
            Duration inFlight,
            ProcessOwner owner) {
        this.workflows = workflows;
        this.fencing = workflows.fencing();
        this.admission = new Admission(workflows);
        this.gate = gate;
        this.clock = clock;
        this.leases = new Leases(clock, leaseLength, owner);
        this.claims = new Leases(clock, leaseLength, inFlight, owner);
        this.heartbeat = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lease-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(1, leaseLength.toMillis() / 3);
        ScheduledFuture<?> unused =
                heartbeat.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    /** Provides only the work on this audience: a one-time delivery does not start other work. */
    public void restrictTo(long audience) {
        only = Optional.of(audience);
    }

    /** Provides only the stages of this workflow: a read-only command continues no delivery. */
    public void restrictTo(String workflowId) {
        onlyWorkflow = Optional.of(workflowId);
    }

    /** Hands out stages that take memory and processors only as far as these places are free. */
    public void sharing(HeavyPlaces places) {
        heavy = places;
    }

    /** Whether a runner of another process is alive. */
    public boolean runnerElsewhere() {
        return workflows.database().inTransaction(handle -> leases.heldElsewhere(handle, RUNNER));
    }

    /**
     * Tells other processes that this one runs workflows. Several may share the work; one of them at a time, the leader,
     * executes commands and looks for missing files. Another takes over when that one has ended.
     */
    public void announceRunner() {
        announced = true;
        boolean unused = workflows.database().inTransaction(handle -> leases.acquire(handle, RUNNER));
    }

    /**
     * Whether this process does the work that only one may do: it is the leader, or a command while no runner is alive.
     */
    public boolean leads() {
        return !runnerElsewhere();
    }

    /**
     * Claims a stage that is ready; the claim is not {@link Claim#ready()} when there is none or the gate is closed. A
     * thread has one claim at a time: asking for the next one gives the last one back, whatever came of it. A claim that
     * could not be given back, because the database failed, is given back by whichever thread asks next.
     */
    public Claim next() {
        leave(Thread.currentThread());
        giveBack();
        Claim claim = gate.open() ? claimWithPlace() : Claim.NONE;
        if (claim.ready()) {
            claimOfThread.put(Thread.currentThread(), claim.workflowId());
        }
        return claim;
    }

    /**
     * Wakes the workflows whose waiting time is over, as far as this process would work on them: one that nobody works
     * on stays Waiting, where it can be resolved. Returns how many.
     */
    public int wakeDue() {
        return gate.open() ? workflows.wakeDue(only, onlyWorkflow) : 0;
    }

    /** The workflow whose stage this thread runs. */
    public Optional<String> claimedBy(Thread thread) {
        return Optional.ofNullable(claimOfThread.get(thread));
    }

    /** Stages that are claimed in this process. */
    public int claimed() {
        return claimOfThread.size();
    }

    /**
     * Opens a workflow and takes it for as long as it is received, in one transaction: a workflow in that stage which
     * nobody holds was cut off, and is claimed to be failed.
     */
    public String open(Destination settings, long audience, String audienceName, Arrival arrival) {
        return admission.open(settings, audience, audienceName, arrival, (handle, id) -> hold(handle, id));
    }

    /** The workflow is received, or failed to be: a runner may claim it. A claim is given back by its thread alone. */
    public void received(String workflowId) {
        if (!claimOfThread.containsValue(workflowId)) {
            release(workflowId);
        }
    }

    /** What became of a stage could not be stored: this process tries again after a while, not at once. */
    public void postpone(String workflowId) {
        postponed.put(workflowId, clock.instant().plus(leases.length()));
    }

    private void leave(Thread thread) {
        String workflowId = claimOfThread.remove(thread);
        if (workflowId != null) {
            left.add(workflowId);
        }
    }

    /** Who takes a name out of the set gives the lease back, so that no later holder of it loses it to a second one. */
    private void giveBack() {
        for (String workflowId : List.copyOf(left)) {
            if (left.remove(workflowId)) {
                try {
                    release(workflowId);
                } catch (RuntimeException e) {
                    left.add(workflowId);
                    throw e;
                }
            }
        }
    }

    private void release(String workflowId) {
        // First, because another thread may claim the workflow as soon as its lease is free
        fencing.end(workflowId);
        workflows.database().useTransaction(handle -> claims.release(handle, Fencing.leaseOf(workflowId)));
    }

    @Override
    public void close() {
        heartbeat.shutdownNow();
        workflows.database().useTransaction(leases::releaseAll);
    }

    private Claim claimWithPlace() {
        boolean place = heavy.tryBegin();
        Claim claim = Claim.NONE;
        try {
            claim = claimNext(place).orElse(Claim.NONE);
            return claim;
        } finally {
            if (place && !claim.heavy()) {
                heavy.end();
            }
        }
    }

    private Optional<Claim> claimNext(boolean place) {
        return workflows.database().inTransaction(handle -> {
            for (String id : WorkflowSearch.ready(handle, only, onlyWorkflow, place, !heavy.crowded())) {
                boolean leftBehind = claims.leftBehind(handle, Fencing.leaseOf(id));
                if (free(handle, id) && claims.acquire(handle, Fencing.leaseOf(id))) {
                    Workflow workflow = WorkflowRepository.require(handle, id);
                    Claim claim = leftBehind && ProcessEnds.count(handle, workflow) >= ProcessEnds.MOST
                            ? Claim.putAside(workflow)
                            : claim(handle, workflow);
                    fencing.begin(handle, claim.workflowId(), claims);
                    return Optional.of(claim);
                }
            }
            return Optional.<Claim>empty();
        });
    }

    /** What this process works on is never free to it, even if its lease ran out because the database was away. */
    private boolean free(Handle handle, String workflowId) {
        Instant since = postponed.get(workflowId);
        if (since != null && clock.instant().isBefore(since)) {
            return false;
        }
        return !claimOfThread.containsValue(workflowId)
                && !left.contains(workflowId)
                && !claims.held(handle, Fencing.leaseOf(workflowId));
    }

    private Claim claim(Handle handle, Workflow workflow) {
        postponed.remove(workflow.id());
        if (workflow.state() != WorkflowState.WAITING) {
            return new Claim(workflow.id(), workflow.state(), workflow.stage(), workflow.type());
        }
        Optional<String> newer = Supersession.overtaking(handle, workflow);
        if (newer.isPresent()) {
            Supersession.note(workflows, handle, workflow, newer.get());
            workflows.requestStop(handle, workflow, "product");
            return new Claim(workflow.id(), WorkflowState.STOPPING, workflow.stage());
        }
        workflows.move(handle, workflow, WorkflowState.RUNNING, "turn", "product", Map.of());
        Stage stage = workflow.stage();
        if (stage.compareTo(Stage.COMPARE) > 0 && ComparisonReset.overtaken(handle, workflow)) {
            stage = ComparisonReset.compareAgain(handle, workflow, Stage.COMPARE);
        }
        return new Claim(workflow.id(), WorkflowState.RUNNING, stage, workflow.type());
    }

    /** Must not throw: an exception would end the heartbeat, and others would take over this process's work. */
    private void renew() {
        claimOfThread.keySet().stream().filter(thread -> !thread.isAlive()).forEach(this::leave);
        try {
            long nanos = System.nanoTime();
            Instant until = leases.end();
            Set<String> renewed = workflows.database().inTransaction(handle -> {
                leases.renewAll(handle);
                if (announced) {
                    leases.acquire(handle, RUNNER);
                }
                return leases.own(handle);
            });
            fencing.renewed(renewed, until, nanos);
            unrenewed = false;
        } catch (RuntimeException | Error e) {
            if (!unrenewed) {
                LOG.warn(
                        "The leases of this process could not be renewed; this will be retried. {}",
                        StateFaults.meaning(e).orElseGet(e::toString));
            }
            unrenewed = true;
        }
    }

    private void hold(Handle handle, String workflowId) {
        if (claims.acquire(handle, Fencing.leaseOf(workflowId))) {
            fencing.begin(handle, workflowId, claims);
        }
    }

    /** A stage that this process may run now; a workflow that is stopping is claimed to be stopped. */
    public record Claim(String workflowId, WorkflowState state, Stage stage, WorkflowType type, boolean aside) {
        private static final Claim NONE = new Claim("", WorkflowState.WAITING, Stage.RECEIVE);

        /** The stage of a segment file. */
        public Claim(String workflowId, WorkflowState state, Stage stage) {
            this(workflowId, state, stage, WorkflowType.SEGMENT_FILE);
        }

        /** Whether there is a stage to run. */
        public boolean ready() {
            return !workflowId.isEmpty();
        }

        /** Whether it begins with work that takes memory and processors. */
        boolean heavy() {
            return ready() && (work() == Work.PREPARE || work() == Work.CONFIRM);
        }

        /** Processes ended while they worked on it: it is claimed to be failed. */
        static Claim putAside(Workflow workflow) {
            return new Claim(workflow.id(), workflow.state(), workflow.stage(), workflow.type(), true);
        }

        /** A stage that is to be run. */
        public Claim(String workflowId, WorkflowState state, Stage stage, WorkflowType type) {
            this(workflowId, state, stage, type, false);
        }

        /** What the runner does: a sample, its removal and a plan do something else instead of a list's stage. */
        public Work work() {
            if (state == WorkflowState.STOPPING) {
                return Work.STOP;
            }
            if (aside) {
                return Work.PUT_ASIDE;
            }
            return switch (type) {
                case SEGMENT_FILE, CAMPAIGN, EXPECTED_FILE -> Work.of(stage);
                case SAMPLE -> stage == Stage.PREPARE ? Work.SAMPLE : Work.of(stage);
                case SAMPLE_REMOVAL -> Work.REMOVAL;
                case PLAN -> stage.compareTo(Stage.PREPARE) > 0 ? Work.PLAN : Work.of(stage);
            };
        }

        /** Whether an operator asked to stop. Read by route {@code run-stage}, as are the others below. */
        public boolean stopDue() {
            return work() == Work.STOP;
        }

        /** Whether the rows of a list are to be read. */
        public boolean prepareDue() {
            return work() == Work.PREPARE;
        }

        /** Whether the members of a sample are to be taken from a prepared list. */
        public boolean sampleDue() {
            return work() == Work.SAMPLE;
        }

        /** Whether a prepared list is to be compared with its audience. */
        public boolean compareDue() {
            return work() == Work.COMPARE;
        }

        /** Whether the changes are to be sent. */
        public boolean deliverDue() {
            return work() == Work.DELIVER;
        }

        /** Whether the ledger is to be closed. */
        public boolean confirmDue() {
            return work() == Work.CONFIRM;
        }

        /** Whether the audience of an expired sample is to be deleted. */
        public boolean removalDue() {
            return work() == Work.REMOVAL;
        }

        /** Whether a plan is to be made. */
        public boolean planDue() {
            return work() == Work.PLAN;
        }
    }
}
