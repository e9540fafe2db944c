package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many small workflows: who waits for TikTok holds up nobody, and what was just seen is not asked for again. */
@Tag("flow")
final class ManyWorkflowsTest {
    private static final String LIST = "email\nanna@example.com\nben@example.com\n";
    private static final int MANY = 12;

    @TempDir
    Path folder;

    private SimulatorDriver tiktok;
    private RunningBundle bundle;

    @BeforeEach
    void prepare() {
        tiktok = new SimulatorDriver();
        bundle = RunningBundle.in(folder, tiktok.baseUrl());
        for (int number = 0; number < MANY; number++) {
            bundle.destination("many-" + number);
        }
        bundle.start();
    }

    @AfterEach
    void end() {
        bundle.close();
        tiktok.close();
    }

    @Test
    void whoWaitsForTikTokHoldsUpNobody() {
        tiktok.fault("{'path':'*','delayMillis':1500,'times':1000}");
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < MANY; number++) {
            ids.add(bundle.drop("many-" + number, "customers.csv", LIST));
        }

        // Each waits for at least a list, a creation and a mapping: one after another they would take three times
        // longer
        await().atMost(Duration.ofSeconds(40)).until(() -> ids.stream().allMatch(id -> hasEnded(bundle.workflow(id))));

        long begun = ids.stream()
                .mapToLong(id -> bundle.workflow(id).startedAt().orElseThrow().toEpochMilli())
                .min()
                .orElseThrow();
        long ended = ids.stream()
                .mapToLong(id -> bundle.workflow(id).endedAt().orElseThrow().toEpochMilli())
                .max()
                .orElseThrow();
        assertThat(Duration.ofMillis(ended - begun)).isLessThan(Duration.ofMillis(MANY * 3 * 1500 / 3));
    }

    @Test
    void smallDeliveryTakesOneCallWhereEverythingWasSeenWithinAMinute() {
        assertThat(hasEnded(bundle.awaitEnd(bundle.drop("many-0", "one.csv", LIST))))
                .isTrue();
        assertThat(hasEnded(bundle.awaitEnd(bundle.drop("many-0", "two.csv", LIST + "carl@example.com\n"))))
                .isTrue();
        int before = calls();

        assertThat(hasEnded(bundle.awaitEnd(bundle.drop("many-0", "three.csv", LIST + "dora@example.com\n"))))
                .isTrue();

        assertThat(calls() - before).isEqualTo(1);
    }

    @Test
    void newAudienceIsNeverMadeByAnOldLook() {
        assertThat(hasEnded(bundle.awaitEnd(bundle.drop("many-0", "one.csv", LIST))))
                .isTrue();
        int before = calls();

        assertThat(hasEnded(bundle.awaitEnd(bundle.drop("many-1", "one.csv", LIST))))
                .isTrue();

        assertThat(everyCall().subList(before, calls()))
                .extracting(call -> call.path("path").asText())
                .containsExactly(SimulatorDriver.LIST, SimulatorDriver.CREATE, SimulatorDriver.MAPPING);
    }

    private int calls() {
        return everyCall().size();
    }

    private List<JsonNode> everyCall() {
        return tiktok.calls(call -> true);
    }

    private static boolean hasEnded(Workflow workflow) {
        return workflow.state() == WorkflowState.SUCCEEDED || workflow.state() == WorkflowState.ISSUE;
    }
}
