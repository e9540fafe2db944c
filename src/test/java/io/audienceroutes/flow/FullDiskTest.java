package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.source.SourceState;
import io.audienceroutes.testing.LogCapture;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.testing.SmallDisk;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full: one alert is raised, nothing is lost, and the work goes on by itself when there is room. */
@Tag("flow")
final class FullDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(8);
    private static final Set<WorkflowState> DONE = EnumSet.of(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
    private static final int DISK_MEBIBYTES = 24;
    private static final int PEOPLE = 150_000;

    @TempDir
    Path folder;

    private Path inbox;
    private SmallDisk disk;
    private SimulatorDriver tiktok;
    private LogCapture log;
    private RunningBundle bundle;

    @BeforeEach
    void start() throws IOException {
        inbox = Files.createDirectories(folder.resolve("inbox"));
        disk = SmallDisk.at(folder.resolve("data"), DISK_MEBIBYTES);
        tiktok = new SimulatorDriver();
        bundle = RunningBundle.in(folder, tiktok.baseUrl())
                .with("storage.least-free-mib", "1")
                .with("storage.reserve-mib", "1")
                .with("runner.lease-ms", "3000");
        bundle.destination("crm", "source: {folder: {directory: \"" + inbox + "\", settleSeconds: 1, pollSeconds: 1}}");
        bundle.pickingUp().start();
        log = new LogCapture(Level.WARN);
    }

    @AfterEach
    void stop() {
        log.close();
        bundle.close();
        tiktok.close();
        disk.close();
    }

    @Test
    void fileIsTakenWhenThereIsRoomAgain() throws Exception {
        disk.fill();
        drop(Lists.file(0, 5));

        assertOneAlertWhileFull();
        disk.free();

        assertDelivered(5);
    }

    @Test
    void fileThatDoesNotFitIsTakenWhenThereIsRoom() throws Exception {
        disk.fillBut(2 << 10);
        drop(Lists.file(0, PEOPLE));

        awaitLongEnough();
        assertThat(bundle.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.message()).contains("The file has 4 MiB", "MiB free", "df -h"));
        assertThat(names(folder.resolve("data/staging"))).isEmpty();
        disk.free();

        assertDelivered(PEOPLE);
    }

    @Test
    void preparationThatFillsTheDiskIsMadeAgain() throws Exception {
        disk.fillBut(6 << 10);
        drop(Lists.file(0, PEOPLE));

        assertOneAlertWhileFull();
        disk.free();

        assertDelivered(PEOPLE);
    }

    @Test
    void booksAndReceiptAreWrittenWhenThereIsRoomAgain() throws Exception {
        tiktok.fault("{'path':'segment/mapping/','delayMillis':3000}");
        drop(Lists.file(0, 5));
        await().atMost(PATIENCE)
                .until(() -> !tiktok.calls(SimulatorDriver.MAPPING).isEmpty());
        disk.fill();

        assertOneAlertWhileFull();
        disk.free();

        Workflow workflow = assertDelivered(5);
        assertThat(folder.resolve("data/workflows/" + workflow.id() + "/receipt.json"))
                .exists();
    }

    private void drop(String list) throws IOException {
        Path written = inbox.resolve("list.csv.part");
        Files.writeString(written, list);
        Files.move(written, inbox.resolve("list.csv"));
    }

    private void assertOneAlertWhileFull() {
        awaitLongEnough();
        assertThat(bundle.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.message())
                        .contains(folder.resolve("data").toString(), "full", "df -h", "resumes automatically"));
        assertThat(bundle.sourceStates()).singleElement().satisfies(source -> {
            assertThat(source.state()).isEqualTo(SourceState.State.DOWN);
            assertThat(source.condition()).contains("storage-full");
        });
        assertThat(log.text().lines().toList())
                .hasSizeLessThan(10)
                .noneMatch(line -> line.startsWith("\tat ") || line.contains("SQL") || line.contains("Exception"));
    }

    private void awaitLongEnough() {
        await().atMost(PATIENCE).until(() -> !bundle.alerts().isEmpty());
        long until = System.nanoTime() + LONG_ENOUGH.toNanos();
        await().atMost(LONG_ENOUGH.multipliedBy(2)).until(() -> System.nanoTime() > until);
    }

    private Workflow assertDelivered(int people) {
        await().atMost(PATIENCE)
                .until(
                        bundle::workflows,
                        all -> all.size() == 1 && DONE.contains(all.get(0).state()) && bundle.claimed() == 0);
        Workflow workflow = bundle.workflows().get(0);
        assertThat(bundle.receipt(workflow.id()).outcomes().added()).isEqualTo(people);
        assertThat(bundle.alerts()).hasSize(1);
        await().atMost(PATIENCE).until(() -> bundle.sourceStates().get(0).state() == SourceState.State.UP);
        assertThat(bundle.memberFileProblems()).isEmpty();
        assertThat(bundle.firstBrokenEvent()).isZero();
        return workflow;
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
