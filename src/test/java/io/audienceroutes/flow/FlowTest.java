package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the whole flow: the real routes against a live simulator, a fresh bundle for each test. */
@Tag("flow")
abstract class FlowTest {
    static final String READERS = "Readers of crm";

    static SimulatorDriver tiktok;

    @TempDir
    Path folder;

    RunningBundle bundle;

    @BeforeAll
    static void startTikTok() {
        tiktok = new SimulatorDriver();
    }

    @AfterAll
    static void stopTikTok() {
        tiktok.close();
    }

    @BeforeEach
    void startBundle() {
        tiktok.reset();
        bundle = RunningBundle.in(folder, tiktok.baseUrl());
        bundle.destination("crm");
        bundle.start();
    }

    @AfterEach
    void stopBundle() {
        assertThat(bundle.firstBrokenEvent()).as("the audit's chain holds").isZero();
        bundle.close();
    }

    /** Starts the bundle anew on the same folder with another setting. */
    void startAgainWith(String key, String value) {
        bundle.close();
        bundle.with(key, value).start();
    }

    /** Starts the bundle anew with one request in flight, so that it is known which batch meets which fault. */
    void oneBatchAfterTheOther() {
        startAgainWith("deliver.requests-in-flight", "1");
    }

    /** The workflow failed with this action, people were told once with the same words, and its receipt adds up. */
    void assertFailed(Workflow workflow, String action, String... inMessage) {
        assertThat(workflow.state()).isEqualTo(WorkflowState.FAILED);
        var failure = workflow.failure().orElseThrow();
        assertThat(failure.message()).contains(inMessage);
        assertThat(failure.action()).as(failure.message()).isEqualTo(action);
        assertThat(bundle.alerts(workflow.id())).singleElement().satisfies(alert -> {
            assertThat(alert.action()).contains(action);
            assertThat(alert.message()).isEqualTo(failure.message());
        });
        assertThat(bundle.description(workflow.id())).contains(failure.message());
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.balances()).as("receipt balances: %s", receipt).isTrue();
        assertThat(receipt.state()).isEqualTo("Failed");
        assertThat(receipt.outcomes().held()).isZero();
    }

    /** The workflow came to its end, everything of it was accepted, and its receipt adds up. */
    void assertDelivered(Workflow workflow, long added, long batches) {
        assertThat(workflow.failure()).isEmpty();
        assertThat(workflow.state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.balances()).as("receipt balances: %s", receipt).isTrue();
        assertThat(receipt.outcomes().added()).isEqualTo(added);
        assertThat(receipt.outcomes().failed()).isZero();
        assertThat(receipt.batches()).isEqualTo(batches);
        assertThat(receipt.audienceId()).isPresent();
    }
}
