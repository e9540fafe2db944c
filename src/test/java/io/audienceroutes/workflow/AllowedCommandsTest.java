package io.audienceroutes.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.RejectLimit;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.state.StoredTime;
import io.audienceroutes.workflow.Commands.Name;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is offered in each state is exactly what the resolutions do not refuse, on the real database. */
final class AllowedCommandsTest {
    private static final RejectLimit MORE = new RejectLimit(100, 0);

    @TempDir
    Path folder;

    static Stream<Arguments> states() {
        return Stream.of(
                Arguments.of("RUNNING", null, "DELIVER", "40001"),
                Arguments.of("WAITING", "TURN", "PREPARE", null),
                Arguments.of("WAITING", "RATE", "DELIVER", "40100"),
                Arguments.of("WAITING", "TIKTOK", "DELIVER", "50000"),
                Arguments.of("WAITING", "SAMPLE", "COMPARE", null),
                Arguments.of("WAITING", "APPROVAL", "COMPARE", "audience-would-shrink"),
                Arguments.of("FAILED", null, "RECEIVE", "source-unreachable"),
                Arguments.of("FAILED", null, "PREPARE", "rejected-rows-above-threshold"),
                Arguments.of("FAILED", null, "COMPARE", "40001"),
                Arguments.of("FAILED", null, "DELIVER", "40001"),
                Arguments.of("STOPPED", null, "DELIVER", null),
                Arguments.of("STOPPED", null, "COMPARE", "audience-would-shrink"),
                Arguments.of("STOPPING", null, "DELIVER", null),
                Arguments.of("SUCCEEDED", null, "CONFIRM", null),
                Arguments.of("ISSUE", null, "CONFIRM", null),
                Arguments.of("ISSUE", null, "CONFIRM", "failed-members"),
                Arguments.of("SKIPPED", null, "PREPARE", null));
    }

    @ParameterizedTest
    @MethodSource("states")
    void whatIsOfferedIsWhatIsAccepted(String state, String waitingFor, String stage, String condition) {
        Set<Name> accepted = EnumSet.noneOf(Name.class);
        Set<Name> offered = EnumSet.noneOf(Name.class);
        int attempt = 0;
        for (Name name : Name.values()) {
            Path home = folder.resolve("attempt-" + attempt++);
            try (StateDatabase database = new StateDatabase(home.resolve("state.db"))) {
                Attempt made = new Attempt(home, database);
                made.put(state, waitingFor, stage, condition);
                offered = AllowedCommands.of(made.workflow(), false, made.failed());
                if (made.isAccepted(name)) {
                    accepted.add(name);
                }
            }
        }

        // Stop while it stops is answered, but there is nothing to do
        accepted.removeIf(name -> name == Name.STOP && state.equals("STOPPING"));
        // So is taking up what goes on by itself
        if (state.equals("RUNNING") || "TURN".equals(waitingFor)) {
            accepted.removeAll(EnumSet.of(Name.RESOLVE, Name.RETRY, Name.RESTART));
        }
        assertThat(offered).isEqualTo(accepted);
    }

    /** One workflow in one state, and one command given to it. */
    private static final class Attempt {
        private final StateDatabase database;
        private final Workflows workflows;
        private final Resolutions resolutions;
        private final String id;

        Attempt(Path home, StateDatabase database) {
            Clock clock = Clock.systemUTC();
            this.database = database;
            workflows = new Workflows(database, clock);
            Audiences audiences = new Audiences(database, clock);
            Destination crm = Examples.destination(home);
            resolutions = new Resolutions(workflows, audiences, name -> Optional.of(crm));
            try (WorkflowQueue queue = new WorkflowQueue(
                    workflows, new PauseSwitch(), clock, Duration.ofSeconds(30), ProcessOwner.here())) {
                long audience = audiences.rowFor(crm, "Readers");
                id = queue.open(crm, audience, "Readers", new Arrival("a.csv", false, "test"));
                new Admission(workflows).admit(id, "aa", 1);
            }
        }

        void put(String state, String waitingFor, String stage, String condition) {
            Failure failure = condition == null
                    ? null
                    : new Failure(Stage.valueOf(stage), condition, condition, "told", "", Instant.EPOCH);
            database.useTransaction(handle -> handle.createUpdate("UPDATE workflow SET state = :state,"
                            + " waiting_for = :for, stage = :stage, failure = :failure WHERE id = :id")
                    .bind("state", state)
                    .bind("for", waitingFor)
                    .bind("stage", stage)
                    .bind("failure", failure == null ? null : StoredJson.write(failure))
                    .bind("id", id)
                    .execute());
            if (state.equals("ISSUE") && condition != null) {
                putFailedMember();
            }
        }

        private void putFailedMember() {
            database.useTransaction(handle -> {
                handle.execute(
                        "INSERT INTO delivered_batch (workflow_id, change, id_schema, batch_index, part, state,"
                                + " members, attempts, sent_at) VALUES (?, 'ADD', 'EMAIL_SHA256', 0, 1, 'SKIPPED', 2, 0, ?)",
                        id,
                        StoredTime.write(workflows.time()));
                handle.execute("UPDATE workflow SET keeps_files = 1 WHERE id = ?", id);
            });
        }

        FailedMembers.Retry failed() {
            return new FailedMembers(workflows).of(workflow());
        }

        Workflow workflow() {
            return workflows.require(id);
        }

        boolean isAccepted(Name name) {
            try {
                switch (name) {
                    case RESOLVE, RESTART -> resolutions.restart(id, name.id(), "test");
                    case RETRY -> resolutions.retry(id, "test");
                    case RETRY_FAILED -> resolutions.retryFailed(id, "test", "why");
                    case SKIP -> resolutions.skip(id, "test", List.of());
                    case STOP -> resolutions.stop(id, "test");
                    case UPDATE_ERROR_THRESHOLD -> resolutions.updateErrorThreshold(id, MORE, "test", "why");
                    case APPROVE -> resolutions.approve(id, "test", "why");
                    case IGNORE_MISSING_FILE -> resolutions.ignoreMissingFile(id, "test", "why");
                    case REJECT -> resolutions.reject(id, "test");
                    case SUPERSEDE -> resolutions.supersede(id, "test");
                }
                return true;
            } catch (WorkflowError refusal) {
                return false;
            }
        }
    }
}
