package io.audienceroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.stage.Progress.Position;
import io.audienceroutes.workflow.Stage;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
    @Test
    void unknownTotalShowsWhatIsDoneAndTheRate() {
        assertThat(ProgressText.of(Stage.PREPARE, new Position("rows", 1_200_000, 0, 2)))
                .isEqualTo("Prepare: 1,200,000 rows, 600,000/s");
    }

    @Test
    void knownTotalShowsTheTimeLeft() {
        assertThat(ProgressText.of(Stage.DELIVER, new Position("members", 30_000, 1_000_000, 0.3)))
                .isEqualTo("Deliver: 30,000 of 1,000,000 members, 100,000/s, 00:10 left");
    }

    @Test
    void longTimesShowHours() {
        assertThat(ProgressText.of(Stage.DELIVER, new Position("members", 1_000, 7_386_000, 1)))
                .endsWith(", 2:03:05 left");
    }

    @Test
    void nothingDoneYetPromisesNoTime() {
        assertThat(ProgressText.of(Stage.DELIVER, new Position("members", 0, 500, 1)))
                .isEqualTo("Deliver: 0 of 500 members, 0/s");
    }

    @Test
    void repeatedBatchesNeverMakeTheTimeLeftNegative() {
        assertThat(ProgressText.of(Stage.DELIVER, new Position("members", 600, 500, 1)))
                .endsWith(", 00:00 left");
    }
}
