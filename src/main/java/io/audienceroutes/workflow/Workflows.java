package io.audienceroutes.workflow;

import io.audienceroutes.audience.AudienceWatches;
import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.state.EventLog;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.workflow.claim.Fencing;
import io.audienceroutes.workflow.ledger.LedgerReader;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The workflows, and every change of their state. Each method is one transaction that checks the transition against
 * {@link WorkflowState#followers()} and writes the audit entry beside the change.
 */
public final class Workflows {
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    static final String PRODUCT = "product";
    private final StateDatabase database;
    private final Clock clock;
    private final EventLog events;
    private final Fencing fencing;
    private final SecureRandom random = new SecureRandom();

    /** Keeps workflows in the database; times come from the clock. */
    public Workflows(StateDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.events = new EventLog(clock);
        this.fencing = new Fencing(database, new WorkflowFences(), clock);
    }

    /** The workflow with this id; a {@link WorkflowError} {@code workflow-unknown} where there is none. */
    public Workflow require(String id) {
        return database.read(handle -> WorkflowRepository.require(handle, id));
    }

    /** The workflow with this id, if there is one. */
    public Optional<Workflow> find(String id) {
        return database.read(handle -> WorkflowRepository.find(handle, id));
    }

    /** The credential that a workflow's calls are signed with; read for each call, so that nothing else of it is. */
    public String credentialOf(String id) {
        return database.read(handle -> WorkflowRepository.credential(handle, id)
                .orElseGet(
                        () -> WorkflowRepository.require(handle, id).settings().credential()));
    }

    /** The newer workflow that may take this one's place, where this one may be superseded and there is one. */
    public Optional<String> newerThan(Workflow workflow) {
        return workflow.state().resumable() && workflow.stage() != Stage.RECEIVE
                ? database.read(handle -> Supersession.newer(handle, workflow))
                : Optional.empty();
    }

    /** The newest workflows first, in this state where one is given. */
    public List<Workflow> list(Optional<WorkflowState> state, int limit) {
        return list(WorkflowFilter.of(state), limit);
    }

    /** The newest workflows that match, newest first. */
    public List<Workflow> list(WorkflowFilter filter, int limit) {
        return database.read(handle -> {
            filter.before().ifPresent(id -> WorkflowRepository.require(handle, id));
            return WorkflowSearch.newest(handle, filter, limit);
        });
    }

    /** Workflows that are not at their end: running, waiting or stopping. */
    public List<Workflow> open() {
        return database.read(WorkflowSearch::open);
    }

    /** The newest workflows that need a person: failed ones, and those that wait for a decision or a missing file. */
    public List<Workflow> needingPeople(int limit) {
        return database.read(handle -> WorkflowSearch.needingPeople(handle, limit));
    }

    /** How many these are. */
    public long countNeedingPeople() {
        return database.read(WorkflowSearch::countNeedingPeople);
    }

    /** How many workflows are in each state; a state that none is in is left out. */
    public Map<WorkflowState, Long> counts() {
        return database.read(WorkflowSearch::counts);
    }

    /** The newest workflow of each destination that has one. */
    public List<Workflow> newestOfEach() {
        return database.read(WorkflowSearch::newestOfEach);
    }

    /** Who started workflows so far: sources and people. */
    public List<String> starters() {
        return database.read(WorkflowSearch::starters);
    }

    /** The newest of the workflows that are at their end. */
    public List<Workflow> ended(int limit) {
        return database.read(handle -> WorkflowSearch.ended(handle, limit));
    }

    /** The arrival number of the newest workflow that is no duplicate; 0 where there is none. */
    public long newestArrival() {
        return database.read(WorkflowSearch::newestArrival);
    }

    /** The workflows that came after this arrival, and these; in the order in which they came. */
    public List<Workflow> since(long arrival, List<String> ids) {
        return database.read(handle -> WorkflowSearch.since(handle, arrival, ids));
    }

    /** The audit of one workflow, oldest first. */
    public List<WorkflowEvent> eventsOf(String id) {
        return database.read(handle -> events.of(handle, id));
    }

    /** The first audit entry that does not match the chain, or 0 if nothing was changed or removed. */
    public long firstBrokenEvent() {
        return database.inTransaction(events::firstBreak);
    }

    /** The workflow of the sample that this one waits for, while it is at work. */
    public Optional<Workflow> sampleAtWork(String id) {
        return database.read(handle -> Samples.atWork(handle, id));
    }

    /** Adds a warning once; a workflow with warnings ends as Issue, not as Succeeded. */
    public void warn(String id, String warning) {
        database.useTransaction(handle -> {
            fencing.refuseLost(handle, id);
            warn(handle, WorkflowRepository.require(handle, id), warning);
        });
    }

    public void warn(Handle handle, Workflow workflow, String warning) {
        if (workflow.warnings().contains(warning)) {
            return;
        }
        List<String> warnings = new ArrayList<>(workflow.warnings());
        warnings.add(warning);
        WorkflowRepository.warnings(handle, workflow.id(), warnings);
    }

    /** Lets the workflow wait for a time; it keeps its audience. The stage resumes where it stopped. */
    public void waitUntil(String id, WaitingFor waitingFor, Instant resumeAt, Failure failure) {
        database.useTransaction(handle -> {
            fencing.refuseLost(handle, id);
            Workflow workflow = WorkflowRepository.require(handle, id);
            move(handle, workflow, WorkflowState.WAITING, "waiting", PRODUCT, details(failure));
            WorkflowRepository.waitUntil(handle, id, waitingFor, resumeAt, failure, time());
        });
    }

    /**
     * Lets the workflow wait for a person, and keep its audience, or for a file, and not keep it. Its stage runs again
     * when it goes on. Returns false where it needs no file any more, because one came in the same moment.
     */
    public boolean hold(String id, WaitingFor waitingFor, Failure failure) {
        return database.inTransaction(handle -> {
            fencing.refuseLost(handle, id);
            Workflow workflow = WorkflowRepository.require(handle, id);
            if (waitingFor == WaitingFor.FILE && workflow.waitingFor().equals(Optional.of(WaitingFor.TURN))) {
                return false;
            }
            move(handle, workflow, WorkflowState.WAITING, "held", PRODUCT, details(failure));
            WorkflowRepository.hold(handle, id, waitingFor, failure);
            return true;
        });
    }

    /** Wakes the workflows whose waiting time is over. Returns how many. */
    public int wakeDue() {
        return wakeDue(Optional.empty(), Optional.empty());
    }

    /** As above, of this audience and the samples before its lists, or this workflow, alone. */
    int wakeDue(Optional<Long> onlyAudience, Optional<String> onlyWorkflow) {
        return database.inTransaction(handle -> {
            List<Workflow> due = WorkflowSearch.due(handle, time(), onlyAudience, onlyWorkflow);
            due.forEach(workflow -> move(handle, workflow, WorkflowState.RUNNING, "woken", PRODUCT, Map.of()));
            return due.size();
        });
    }

    /** Asks a running workflow to stop at the next safe point; one that nobody works on becomes free to be stopped. */
    void requestStop(Handle handle, Workflow workflow, String actor) {
        move(handle, workflow, WorkflowState.STOPPING, "stop-requested", actor, Map.of());
        WorkflowRepository.requestStop(handle, workflow.id());
        Samples.giveUp(handle, this, workflow.id(), actor);
    }

    /** Leaves the audience: end state, books, snapshots, ledger and receipt change together or not at all. */
    public void leave(String id, Ending ending) {
        database.useTransaction(handle -> {
            WorkflowRepository.forgetProcessEnds(handle, id);
            fencing.refuseLost(handle, id);
            Workflow workflow = WorkflowRepository.require(handle, id);
            move(handle, workflow, ending.state(), ending.kind(), ending.actor(), ending.detail());
            MemberRecords.change(handle, workflow.audience(), id, ending.members());
            if (workflow.type().deliversList()) {
                LedgerReader.totals(handle, id)
                        .lastAcceptedAt()
                        .ifPresent(last -> AudienceWatches.changed(handle, workflow.audience(), last));
            }
            if (ending.state() == WorkflowState.SUCCEEDED || ending.state() == WorkflowState.ISSUE) {
                FileLedger.confirm(handle, workflow, ending.whole(), time());
                Audiences.refreshed(handle, workflow.audience(), time());
            } else {
                FileLedger.release(handle, id, time());
            }
            FailedMembers.ended(handle, workflow, ending.state());
            WorkflowRepository.leave(handle, id, ending.failure(), ending.receipt());
        });
    }

    /** Whether somebody asked for a stop. */
    public boolean stopRequested(String id) {
        return database.read(handle -> WorkflowRepository.stopRequested(handle, id));
    }

    /** The claims of this process. */
    public Fencing fencing() {
        return fencing;
    }

    /** Where workflows are kept. */
    public StateDatabase database() {
        return database;
    }

    public EventLog events() {
        return events;
    }

    /** The time by the clock of workflows. */
    public Instant time() {
        return clock.instant();
    }

    /** Changes the state and writes the audit entry; refuses what the table of transitions does not allow. */
    void move(
            Handle handle, Workflow workflow, WorkflowState to, String kind, String actor, Map<String, String> detail) {
        if (!workflow.state().followers().contains(to)) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + workflow.id() + " is " + workflow.state().label() + " and cannot become " + to.label()
                            + ". To see it, run: audience-routes workflows show " + workflow.id());
        }
        WorkflowRepository.state(handle, workflow.id(), to, time());
        events.append(handle, workflow.id(), kind, actor, detail);
    }

    static Map<String, String> details(Failure failure) {
        return Map.of(
                "condition", failure.condition(),
                "action", failure.action(),
                "message", failure.message(),
                "requestId", failure.requestId());
    }

    /** How a workflow releases its audience. */
    public record Ending(
            WorkflowState state,
            String kind,
            String actor,
            Optional<Failure> failure,
            Receipt receipt,
            MemberRecords.Change members) {
        /** Whether everything is certainly done: repeating it would change nothing. */
        boolean whole() {
            return receipt.outcomes().failed() == 0
                    && receipt.outcomes().held() == 0
                    && receipt.unlisted().stay() == 0
                    && members.snapshots().stream().allMatch(snapshot -> snapshot.uncertainMembers() == 0);
        }

        Map<String, String> detail() {
            return failure.map(Workflows::details).orElse(Map.of());
        }
    }

    /** Ends a workflow that delivers nothing itself, with the reason. */
    public void skip(Handle handle, Workflow workflow, String kind, String why) {
        move(handle, workflow, WorkflowState.SKIPPED, kind, PRODUCT, Map.of("why", why));
        WorkflowRepository.warnings(handle, workflow.id(), List.of(why));
        WorkflowRepository.failure(handle, workflow.id(), Optional.empty());
    }

    public String newId() {
        return "w-" + ID_TIME.format(clock.instant()) + "-"
                + String.format(Locale.ROOT, "%06x", random.nextInt(1 << 24));
    }
}
