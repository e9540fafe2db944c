package io.audienceroutes.workflow;

import static io.audienceroutes.workflow.WorkflowState.FAILED;
import static io.audienceroutes.workflow.WorkflowState.ISSUE;
import static io.audienceroutes.workflow.WorkflowState.RUNNING;
import static io.audienceroutes.workflow.WorkflowState.SKIPPED;
import static io.audienceroutes.workflow.WorkflowState.STOPPED;
import static io.audienceroutes.workflow.WorkflowState.STOPPING;
import static io.audienceroutes.workflow.WorkflowState.SUCCEEDED;
import static io.audienceroutes.workflow.WorkflowState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class WorkflowStateTest {
    private static final Map<WorkflowState, Set<WorkflowState>> ALLOWED = Map.of(
            RUNNING, Set.of(RUNNING, WAITING, SUCCEEDED, ISSUE, FAILED, SKIPPED, STOPPING, STOPPED),
            WAITING, Set.of(RUNNING, WAITING, FAILED, SKIPPED, STOPPING),
            STOPPING, Set.of(STOPPED, SUCCEEDED, ISSUE, FAILED, SKIPPED),
            FAILED, Set.of(RUNNING, WAITING, SKIPPED),
            STOPPED, Set.of(RUNNING, WAITING, SKIPPED),
            SUCCEEDED, Set.of(),
            ISSUE, Set.of(WAITING),
            SKIPPED, Set.of());

    @ParameterizedTest
    @EnumSource(WorkflowState.class)
    void followersAreThoseOfTheTable(WorkflowState state) {
        assertThat(state.followers()).isEqualTo(ALLOWED.get(state));
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, 0, true, false",
        "FAILED, 1, true, true",
        "ISSUE, 3, true, false",
        "WAITING, 4, false, true",
        "STOPPED, 5, true, true",
        "SKIPPED, 6, true, false",
        "RUNNING, 7, false, false",
        "STOPPING, 7, false, false"
    })
    void exitCodeEndAndResumeAreThoseOfTheTable(WorkflowState state, int exitCode, boolean ended, boolean resumable) {
        assertThat(state.exitCode()).isEqualTo(exitCode);
        assertThat(state.ended()).isEqualTo(ended);
        assertThat(state.resumable()).isEqualTo(resumable);
    }
}
