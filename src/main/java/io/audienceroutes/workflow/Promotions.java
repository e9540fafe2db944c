package io.audienceroutes.workflow;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationChange;
import io.audienceroutes.state.Environment;
import io.audienceroutes.state.EventLog;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rehearsals of a destination, and who promoted it and why. */
public final class Promotions {
    private static final Set<DestinationChange> UNSEEN = Set.of(DestinationChange.DELIVERY, DestinationChange.NONE);

    private final Workflows workflows;
    private final EventLog events;

    /** Stores promotions in the audit log; times come from the clock. */
    public Promotions(Workflows workflows, Clock clock) {
        this.workflows = workflows;
        this.events = new EventLog(clock);
    }

    /**
     * The newest rehearsal whose sample a person approved, under settings that decide as much as those of now.
     *
     * @param rehearsed the destination as it is in the sandbox
     */
    public Optional<Workflow> approvedSample(Destination rehearsed) {
        return workflows.database().read(handle -> Samples.approvedLists(handle, rehearsed.name())).stream()
                .filter(list -> list.settings().sandbox())
                .filter(list -> UNSEEN.contains(
                        DestinationChange.between(list.settings(), rehearsed.withOneTimeChoicesOf(list.settings()))))
                .findFirst();
    }

    /**
     * Notes who promoted a destination, and what for: entries of the audit are never changed. What it rehearsed is
     * forgotten, so that nobody looks after audiences of the simulator any more; an open rehearsal keeps its own.
     */
    public void note(String destination, String actor, String reason) {
        workflows.database().useTransaction(handle -> {
            events.append(
                    handle,
                    "destination:" + destination,
                    "destination-promoted",
                    actor,
                    Map.of("destination", destination, "reason", reason));
            WorkflowSearch.audiencesOf(handle, destination, Environment.SANDBOX).stream()
                    .filter(audience -> !WorkflowSearch.anyOpen(handle, audience))
                    .forEach(audience -> Audiences.forget(handle, audience));
        });
    }
}
