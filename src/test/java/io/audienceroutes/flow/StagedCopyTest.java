package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

/** What is delivered is what was received: a staged copy that changed while it waited is told, and nothing is sent. */
final class StagedCopyTest extends FlowTest {
    private int before;

    @Test
    void copyThatWasCutWhileItWaitedFails() throws IOException {
        Workflow failed = deliverChanged(copy -> {
            try (FileChannel file = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                file.truncate(file.size() * 9 / 10);
            }
        });

        assertNothingSent(failed);
    }

    @Test
    void copyWithOtherBytesOfTheSameLengthFails() throws IOException {
        Workflow failed = deliverChanged(
                copy -> Files.writeString(copy, Files.readString(copy).replace("customer7@", "customerX@")));

        assertNothingSent(failed);
    }

    @Test
    void copyThatIsGoneFails() throws IOException {
        Workflow failed = deliverChanged(Files::delete);

        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(failed.failure().orElseThrow().action()).isEqualTo("staged-copy-changed");
    }

    private void assertNothingSent(Workflow failed) {
        assertFailed(failed, "staged-copy-changed", "differs from the received file", "SHA-256");
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(before);
    }

    /** The list before it is held at TikTok, so that this one waits for its turn. */
    private Workflow deliverChanged(Change change) throws IOException {
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 1}");
        bundle.deliverToTheEnd("crm", Lists.file(0, 300));
        String held = bundle.deliver("crm", "held.csv", Lists.file(0, 100));
        bundle.awaitHeld(held);
        String waiting = bundle.deliver("crm", "waiting.csv", Lists.file(0, 310));
        before = tiktok.calls(SimulatorDriver.MAPPING).size();
        change.apply(bundle.data().resolve("staging").resolve(waiting + ".segment"));
        bundle.ask(held, io.audienceroutes.workflow.Commands.Name.REJECT);
        return bundle.awaitEnd(waiting);
    }

    /** What is done to the copy. */
    private interface Change {
        void apply(Path copy) throws IOException;
    }
}
