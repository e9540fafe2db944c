package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.workflow.Workflow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.builder.AdviceWith;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An error of the machine, such as a stack overflow, ends a workflow and is told, wherever it is met. */
final class LostErrorsTest extends FlowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({
        "prepare-members, open-staged-files",
        "prepare-part, prepare-rows",
        "deliver-changes, ''",
        "map-batch, ''",
        "compare-members, ''",
        "confirm-delivery, ''",
        "prepare-part, gather-rows-in-chunks"
    })
    void errorInAStageOrItsWorkersFailsTheWorkflow(String route, String step) throws Exception {
        startAgainWith("routes.reload-interval-ms", "86400000");
        overflowIn(route, step);

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertFailed(failed, "internal-error", "StackOverflowError");
    }

    @Test
    void errorWhileAFileIsReceivedLeavesItAtItsSourceAndTheSourceGoesOn() throws Exception {
        bundle.close();
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        bundle.destination("crm", "source: {folder: {directory: \"" + inbox + "\", settleSeconds: 1, pollSeconds: 1}}");
        bundle.with("routes.reload-interval-ms", "86400000").pickingUp().start();
        overflowIn("receive-segment-file", "");
        Files.writeString(inbox.resolve("list.csv"), Lists.file(0, 3));

        await().atMost(PATIENCE).until(() -> !bundle.alerts().isEmpty());

        assertThat(bundle.alerts())
                .allSatisfy(alert -> assertThat(alert.action()).contains("internal-error"));
        assertThat(inbox.resolve("list.csv")).exists();
    }

    private void overflowIn(String route, String step) throws Exception {
        AdviceWith.adviceWith(bundle.camel(), route, advice -> {
            if (step.isEmpty()) {
                advice.weaveAddFirst().bean(new Overflow(), "run");
            } else {
                advice.weaveById(step).before().bean(new Overflow(), "run");
            }
        });
    }

    /** A step of a route that does work: a bean. */
    public static final class Overflow {
        private final Error error = new StackOverflowError();

        public void run() {
            if (error != null) {
                throw error;
            }
        }
    }
}
