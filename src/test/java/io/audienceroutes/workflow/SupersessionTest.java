package io.audienceroutes.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a newer list takes the place of an older one, on the real database. */
final class SupersessionTest {
    @TempDir
    Path folder;

    private StateDatabase database;
    private Workflows workflows;
    private Destination crm;
    private String older;

    @BeforeEach
    void olderListFailed() {
        database = new StateDatabase(folder.resolve("state.db"));
        workflows = new Workflows(database, Clock.systemUTC());
        crm = Examples.destination(folder);
        older = list("Readers", WorkflowType.SEGMENT_FILE);
        put(older, "FAILED");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, true, true",
        "ISSUE, true, true",
        "RUNNING, false, true",
        "WAITING, false, true",
        "FAILED, false, false",
        "STOPPED, false, false",
        "SKIPPED, false, false"
    })
    void aNewerListOvertakesWhenItIsConfirmedAndMayWhileItIsOpen(String state, boolean overtakes, boolean may) {
        String newer = list("Readers", WorkflowType.SEGMENT_FILE);
        put(newer, state);

        assertThat(overtaking()).isEqualTo(overtakes ? Optional.of(newer) : Optional.empty());
        assertThat(newer()).isEqualTo(may ? Optional.of(newer) : Optional.empty());
    }

    @Test
    void theNewestOfSeveralIsNamed() {
        put(list("Readers", WorkflowType.SEGMENT_FILE), "SUCCEEDED");
        String newest = list("Readers", WorkflowType.SEGMENT_FILE);
        put(newest, "SUCCEEDED");

        assertThat(overtaking()).contains(newest);
    }

    @Test
    void anOlderListOvertakesNone() {
        put(older, "SUCCEEDED");
        older = list("Readers", WorkflowType.SEGMENT_FILE);

        assertThat(overtaking()).isEmpty();
    }

    @Test
    void aPlanAndAnotherAudienceOvertakeNone() {
        put(list("Readers", WorkflowType.PLAN), "SUCCEEDED");
        put(list("Buyers", WorkflowType.SEGMENT_FILE), "SUCCEEDED");

        assertThat(overtaking()).isEmpty();
    }

    @Test
    void anOvertakenListIsRefusedAndTheRefusalNamesTheNewerOne() {
        String newer = list("Readers", WorkflowType.SEGMENT_FILE);
        put(newer, "SUCCEEDED");

        assertThatThrownBy(() ->
                        database.useTransaction(handle -> Supersession.requireNewest(handle, workflows.require(older))))
                .isInstanceOf(WorkflowError.class)
                .hasMessageContaining(newer)
                .hasMessageContaining("workflows supersede " + older);
    }

    private Optional<String> overtaking() {
        return database.inTransaction(handle -> Supersession.overtaking(handle, workflows.require(older)));
    }

    private Optional<String> newer() {
        return database.inTransaction(handle -> Supersession.newer(handle, workflows.require(older)));
    }

    private String list(String audienceName, WorkflowType type) {
        try (WorkflowQueue queue = new WorkflowQueue(
                workflows, new PauseSwitch(), Clock.systemUTC(), Duration.ofSeconds(30), ProcessOwner.here())) {
            long audience = new Audiences(database, Clock.systemUTC()).rowFor(crm, audienceName);
            return queue.open(crm, audience, audienceName, new Arrival("a.csv", true, "test", type));
        }
    }

    private void put(String id, String state) {
        database.useTransaction(handle -> handle.execute("UPDATE workflow SET state = ? WHERE id = ?", state, id));
    }
}
