package io.audienceroutes.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.state.EventFilter;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log on the real database: what it keeps, and that nothing can be changed or taken out unnoticed. */
final class AuditLogTest {
    @TempDir
    Path folder;

    private StateDatabase database;
    private Workflows workflows;
    private WorkflowQueue queue;
    private Commands commands;
    private AuditLog audit;
    private String id;

    @BeforeEach
    void openWorkflow() {
        Clock clock = Clock.systemUTC();
        database = new StateDatabase(folder.resolve("state.db"));
        workflows = new Workflows(database, clock);
        queue = new WorkflowQueue(workflows, new PauseSwitch(), clock, Duration.ofSeconds(30), ProcessOwner.here());
        commands = new Commands(workflows);
        audit = new AuditLog(workflows);
        long audience = new Audiences(database, clock).rowFor(Examples.destination(folder), "Readers");
        id = queue.open(Examples.destination(folder), audience, "Readers", new Arrival("a.csv", false, "test"));
        new Admission(workflows).admit(id, "aa", 1);
    }

    @AfterEach
    void close() {
        queue.close();
        database.close();
    }

    @Test
    void whoAskedForACommandAndWhyIsKeptWithItsAnswer() {
        command(Commands.Name.REJECT, "The list was cut by mistake", true, "Workflow stops, as rejected.");

        assertThat(audit.newest(EventFilter.all(), 1)).singleElement().satisfies(event -> {
            assertThat(event.workflowId()).isEqualTo(id);
            assertThat(event.kind()).isEqualTo("command-reject");
            assertThat(event.actor()).isEqualTo("operator@example.com");
            assertThat(event.details())
                    .containsEntry("reason", "The list was cut by mistake")
                    .containsEntry("result", "done")
                    .containsEntry("answer", "Workflow stops, as rejected.");
        });
    }

    @Test
    void aRefusedCommandIsKeptToo() {
        command(Commands.Name.SKIP, "because", false, "It cannot be skipped.");

        assertThat(audit.newest(EventFilter.all(), 1).get(0).details()).containsEntry("result", "refused");
    }

    @Test
    void aCommandIsAnsweredAndKeptOnce() {
        long command = command(Commands.Name.STOP, "", true, "Stops.");
        commands.done(command, true, "Stops again.");

        assertThat(audit.newest(kind("command-stop"), 10)).hasSize(1);
    }

    @Test
    void entriesAreFoundBySubjectActorKindAndTime() {
        command(Commands.Name.STOP, "", true, "Stops.");

        assertThat(audit.newest(
                        new EventFilter(Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty()), 50))
                .hasSameSizeAs(workflows.eventsOf(id));
        assertThat(audit.newest(kind("command-stop"), 50)).hasSize(1);
        assertThat(audit.newest(
                        new EventFilter(Optional.empty(), Optional.of("nobody"), Optional.empty(), Optional.empty()),
                        50))
                .isEmpty();
        Instant later = Instant.now().plusSeconds(60);
        assertThat(audit.newest(
                        new EventFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(later)), 50))
                .isEmpty();
    }

    @Test
    void anExportHasEveryEntryOldestFirst() {
        List<Long> sequences = new ArrayList<>();
        audit.forEach(EventFilter.all(), event -> sequences.add(event.sequence()));

        assertThat(sequences).isSorted().hasSize((int) audit.check().entries());
    }

    @Test
    void anUntouchedLogHolds() {
        AuditLog.Check check = audit.check();

        assertThat(check.holds()).isTrue();
        assertThat(audit.hashOf(check.entries())).contains(check.head());
    }

    @Test
    void aChangedEntryIsFound() {
        execute("UPDATE workflow_event SET actor = 'somebody else' WHERE sequence = 1");

        assertThat(audit.check().firstBroken()).isEqualTo(1);
    }

    @Test
    void aDeletedEntryIsFound() {
        execute("DELETE FROM workflow_event WHERE sequence = 1");

        assertThat(audit.check().firstBroken()).isEqualTo(1);
    }

    @Test
    void aDeletedNewestEntryIsFound() {
        long newest = audit.check().entries();
        execute("DELETE FROM workflow_event WHERE sequence = " + newest);

        assertThat(audit.check().firstBroken()).isEqualTo(newest);
    }

    private static EventFilter kind(String kind) {
        return new EventFilter(Optional.empty(), Optional.empty(), Optional.of(kind), Optional.empty());
    }

    private long command(Commands.Name name, String reason, boolean succeeded, String answer) {
        long command = commands.request(id, name, Optional.empty(), Optional.of(reason), "operator@example.com");
        commands.done(command, succeeded, answer);
        return command;
    }

    private void execute(String sql) {
        database.useTransaction(handle -> handle.execute(sql));
    }
}
