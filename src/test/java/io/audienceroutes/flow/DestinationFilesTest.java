package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.failure.Alert;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destination files come, change, break and go while the bundle runs. */
@Tag("flow")
final class DestinationFilesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LIST = "email\nanna@example.com\nben@example.com\n";

    @TempDir
    Path folder;

    private SimulatorDriver tiktok;
    private RunningBundle bundle;

    @BeforeEach
    void prepare() throws IOException {
        tiktok = new SimulatorDriver();
        bundle = RunningBundle.in(folder, tiktok.baseUrl())
                .with("destinations.reload-interval-ms", "50")
                .pickingUp();
        destination("crm");
    }

    @AfterEach
    void end() {
        bundle.close();
        tiktok.close();
    }

    @Test
    void brokenFileStopsNoOtherAndKeepsItsDestinationWithOneAlertUntilItIsRightAgain() throws IOException {
        destination("shop");
        bundle.start();
        assertTaken("crm", "first.csv");

        Path file = folder.resolve("destinations/crm.yaml");
        String right = Files.readString(file);
        Files.writeString(file, right + "colour: red\n");
        await().atMost(PATIENCE).until(() -> !alerts().isEmpty());

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.title()).isEqualTo("Destination is invalid");
            assertThat(alert.message())
                    .startsWith("The destination file crm.yaml is not valid: crm.yaml, line")
                    .contains(
                            "colour",
                            "keeps its previous settings",
                            folder.resolve("destinations").toString());
        });
        assertTaken("shop", "other.csv");
        assertTaken("crm", "second.csv");
        assertThat(alerts()).hasSize(1);

        Files.writeString(file, right);
        await().atMost(PATIENCE).until(() -> alerts().size() == 2);
        assertThat(alerts()).extracting(Alert::title).contains("Destination file valid again");
    }

    @Test
    void fileThatIsBrokenAtTheStartIsOutAloneAndTakenUpOnceItIsRight() throws IOException {
        Path file = folder.resolve("destinations/late.yaml");
        Files.writeString(file, "name: late\n  credential: [");
        bundle.start();

        assertTaken("crm", "first.csv");
        assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.message())
                        .contains("late.yaml", "Until then, the destination of this file does not exist"));

        destination("late");
        assertTaken("late", "first.csv");
    }

    @Test
    void newChangedAndRemovedSourcesAreFollowedWithoutARestart() throws IOException {
        bundle.start();
        assertTaken("crm", "first.csv");

        destination("shop");
        assertTaken("shop", "first.csv");

        Files.createDirectories(folder.resolve("elsewhere"));
        destination(
                "shop",
                "source: {folder: {directory: \"" + folder.resolve("elsewhere")
                        + "\", settleSeconds: 1, pollSeconds: 1}}");
        assertTakenFrom(folder.resolve("elsewhere"), "shop", "second.csv");
        Path left = drop(folder.resolve("inbox-shop"), "third.csv");

        Files.delete(folder.resolve("destinations/shop.yaml"));
        await().atMost(PATIENCE).until(() -> bundle.connections().find("shop").isEmpty());
        Path ignored = drop(folder.resolve("elsewhere"), "fourth.csv");
        assertTaken("crm", "fifth.csv");
        assertThat(left).exists();
        assertThat(ignored).exists();
        assertThat(alerts()).isEmpty();
    }

    private void destination(String name, String... more) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox-" + name));
        String source = "source: {folder: {directory: \"" + inbox + "\", settleSeconds: 1, pollSeconds: 1}}";
        bundle.destination(name, more.length == 0 ? new String[] {source} : more);
    }

    private void assertTaken(String destination, String file) throws IOException {
        assertTakenFrom(folder.resolve("inbox-" + destination), destination, file);
    }

    private void assertTakenFrom(Path inbox, String destination, String file) throws IOException {
        Path dropped = drop(inbox, file);
        await().atMost(PATIENCE)
                .until(() -> bundle.workflows().stream()
                        .anyMatch(workflow -> workflow.destination().equals(destination)
                                && workflow.fileName().equals(file)
                                && (workflow.state() == WorkflowState.SUCCEEDED
                                        || workflow.state() == WorkflowState.ISSUE)));
        assertThat(dropped).doesNotExist();
    }

    private static Path drop(Path inbox, String file) throws IOException {
        return Files.writeString(inbox.resolve(file), LIST.replace("anna", file.replace(".csv", "")));
    }

    private List<Alert> alerts() {
        return bundle.alerts().stream()
                .filter(alert -> alert.workflowId().isEmpty())
                .toList();
    }
}
