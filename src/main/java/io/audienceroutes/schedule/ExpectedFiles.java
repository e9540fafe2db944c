package io.audienceroutes.schedule;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Schedule;
import io.audienceroutes.state.StoredTime;
import io.audienceroutes.workflow.Arrival;
import io.audienceroutes.workflow.HeldFigures;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowHeld;
import io.audienceroutes.workflow.WorkflowRepository;
import io.audienceroutes.workflow.WorkflowSearch;
import io.audienceroutes.workflow.WorkflowType;
import io.audienceroutes.workflow.Workflows;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Files that a schedule expects by a certain time. If one has not arrived by then, a workflow waits for it until it
 * arrives or is ignored. A time that passed while no process ran is noticed at the next check; of several, only the
 * latest.
 */
public final class ExpectedFiles {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm VV", Locale.ROOT);

    private final Workflows workflows;
    private final Clock clock;

    /** Stores expectations with the workflows; times come from the clock. */
    public ExpectedFiles(Workflows workflows, Clock clock) {
        this.workflows = workflows;
        this.clock = clock;
    }

    /** Checks what is due, and returns the workflows whose missing files need an alert. */
    public List<String> overdue(List<Destination> destinations) {
        return workflows.database().inTransaction(handle -> {
            endThoseThatCame(handle);
            destinations.forEach(
                    destination -> destination.schedule().ifPresent(schedule -> expect(handle, destination, schedule)));
            return WorkflowSearch.untoldMissingFiles(handle, WorkflowType.EXPECTED_FILE);
        });
    }

    /** Throws if the file of this workflow is missing; does nothing for a workflow of another kind. */
    public void report(String id) {
        workflows.database().read(handle -> find(handle, id)).ifPresent(expected -> {
            throw new WorkflowHeld(
                    WaitingFor.FILE, "missing-file", expected.figures(), expected.missing(workflows.require(id)));
        });
    }

    private void expect(Handle handle, Destination destination, Schedule schedule) {
        Instant now = clock.instant();
        Optional<Instant> due = schedule.lastExpected(now);
        if (due.isEmpty()
                || !due.get()
                        .isAfter(ScheduleWatch.of(handle, destination.name(), now)
                                .expectedAt())) {
            return;
        }
        ScheduleWatch.expected(handle, destination.name(), due.get());
        Instant since = schedule.expectedBefore(due.get());
        if (!WorkflowSearch.receivedSince(handle, destination.name(), since)) {
            open(handle, destination, new Expected("", destination.name(), due.get(), since));
        }
    }

    private void open(Handle handle, Destination destination, Expected expected) {
        String id = workflows.newId();
        for (Expected earlier : waiting(handle)) {
            if (earlier.destination().equals(destination.name())) {
                skip(handle, earlier, "superseded", "A later file is now expected: see workflow " + id + ".");
            }
        }
        long audience = Audiences.rowFor(handle, destination, audienceName(destination));
        WorkflowRepository.insert(
                handle,
                id,
                destination,
                audience,
                audienceName(destination),
                new Arrival("(file of " + destination.name() + ")", false, "schedule"),
                workflows.time());
        WorkflowRepository.waitForFiles(handle, id, WorkflowType.EXPECTED_FILE);
        handle.createUpdate("""
                        INSERT INTO expected_file (workflow_id, destination, due_at, since)
                        VALUES (:id, :destination, :due, :since)
                        """)
                .bind("id", id)
                .bind("destination", expected.destination())
                .bind("due", expected.dueAt())
                .bind("since", expected.since())
                .execute();
        workflows.events().append(handle, id, "opened", "schedule", Map.of("due", StoredTime.write(expected.dueAt())));
    }

    private void endThoseThatCame(Handle handle) {
        for (Expected expected : waiting(handle)) {
            if (WorkflowSearch.receivedSince(handle, expected.destination(), expected.since())) {
                skip(handle, expected, "file-came", "The file arrived after its expected time.");
            }
        }
    }

    private void skip(Handle handle, Expected expected, String kind, String why) {
        workflows.skip(handle, WorkflowRepository.require(handle, expected.workflowId()), kind, why);
    }

    private static Optional<Expected> find(Handle handle, String id) {
        return waiting(handle).stream()
                .filter(expected -> expected.workflowId().equals(id))
                .findFirst();
    }

    private static List<Expected> waiting(Handle handle) {
        return handle.createQuery("""
                        SELECT e.*
                        FROM expected_file e
                        JOIN workflow w ON w.id = e.workflow_id
                        WHERE w.state = 'WAITING'
                        ORDER BY w.arrival
                        """).mapTo(Expected.class).list();
    }

    /** This workflow sends nothing to it; a name that depends on the file is not known yet. */
    private static String audienceName(Destination destination) {
        return destination.fixedAudienceName().orElse("(named by the file)");
    }

    /** A file that a destination expected by this time, after the previous one. */
    private record Expected(String workflowId, String destination, Instant dueAt, Instant since) {
        HeldFigures figures() {
            return new HeldFigures().with("destination", destination).with("due", dueAt);
        }

        String missing(Workflow workflow) {
            String local = workflow.settings()
                    .schedule()
                    .map(schedule -> dueAt.atZone(schedule.timeZone()).format(LOCAL))
                    .orElse(dueAt.toString());
            return "The file of destination '" + destination + "' has not arrived: a file was expected by " + local
                    + ", but none has arrived since " + since
                    + ". Nothing was sent, and the audience stays as it is. Put the"
                    + " file in its source, or deliver it by command: this workflow then ends automatically. Or ignore the missing file.";
        }
    }
}
