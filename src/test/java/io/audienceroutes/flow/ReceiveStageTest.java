package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which file becomes a delivery, and when it may leave its source. */
final class ReceiveStageTest extends FlowTest {
    private static final String A = Lists.file(0, 3);
    private static final String B = Lists.file(2, 5);

    @Test
    void listsAThenBThenAAreThreeDeliveries() {
        Workflow first = bundle.awaitEnd(bundle.drop("crm", "a.csv", A));
        Workflow second = bundle.awaitEnd(bundle.drop("crm", "b.csv", B));
        Workflow third = bundle.awaitEnd(bundle.drop("crm", "a.csv", A));

        assertDelivered(first, 3, 1);
        assertDelivered(second, 2, 1);
        assertDelivered(third, 0, 0);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 5));
    }

    @Test
    void listsAThenBThenAAreThreeDeliveriesAlsoWhileTheFirstIsUnderWay() {
        tiktok.fault("{'path':'segment/mapping/','code':40100,'message':'App reaches the QPM limit.'}");
        String first = bundle.drop("crm", "a.csv", A);
        bundle.awaitWaiting(first);

        String second = bundle.drop("crm", "b.csv", B);
        String third = bundle.drop("crm", "a.csv", A);

        assertThat(List.of(
                        bundle.workflow(second).state(), bundle.workflow(third).state()))
                .containsOnly(WorkflowState.WAITING);
        bundle.resolve(first);
        assertThat(bundle.awaitEnd(third).state()).isEqualTo(WorkflowState.ISSUE);
    }

    @Test
    void sameFileAgainIsSkippedAndSaysSo() {
        Workflow first = bundle.awaitEnd(bundle.drop("crm", "a.csv", A));

        Workflow again = bundle.awaitEnd(bundle.drop("crm", "a-copy.csv", A));

        assertThat(again.state()).isEqualTo(WorkflowState.SKIPPED);
        assertThat(again.warnings())
                .singleElement()
                .asString()
                .contains("same file", first.id(), "deliver FILE --destination crm");
        assertThat(bundle.receipt(again.id()).outcomes().added()).isZero();
        assertDelivered(bundle.deliverToTheEnd("crm", A), 0, 0);
    }

    @Test
    void fileThatFailedIsDeliveredWhenItIsDroppedAgain() {
        tiktok.fault("{'path':'segment/mapping/','code':49999,'message':'Something new'}");
        Workflow failed = bundle.awaitEnd(bundle.drop("crm", "a.csv", A));
        assertThat(failed.state()).isEqualTo(WorkflowState.FAILED);

        assertDelivered(bundle.awaitEnd(bundle.drop("crm", "a.csv", A)), 3, 1);
    }

    @Test
    void fileThatComesShortIsRefusedAndTakenUpAgainByTheSameWorkflow() {
        byte[] half = A.substring(0, 10).getBytes(StandardCharsets.UTF_8);
        String id = bundle.drop("crm", "a.csv", new ByteArrayInputStream(half), A.length())
                .orElseThrow();
        assertFailed(bundle.workflow(id), "source-file-unstable", "announced", "Nothing was sent");

        assertThat(bundle.drop("crm", "a.csv", A)).isEqualTo(id);
        assertDelivered(bundle.awaitEnd(id), 3, 1);
    }

    @Test
    void fileStaysInItsFolderWhileItCannotBeStaged() throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Path staging = bundle.data().resolve("staging");
        Files.deleteIfExists(staging);
        Files.writeString(staging, "in the way");
        bundle.destination("crm", "source: {folder: {directory: \"" + inbox + "\", pollSeconds: 1, settleSeconds: 1}}");
        bundle.close();
        bundle.pickingUp().start();
        Files.writeString(inbox.resolve("a.csv"), A);

        await().atMost(Duration.ofSeconds(30)).until(() -> !bundle.alerts().isEmpty());
        String id = bundle.workflows().get(0).id();
        await().atMost(Duration.ofSeconds(30)).until(() -> bundle.events(id, "opened") >= 3);
        assertThat(inbox.resolve("a.csv")).exists();
        assertThat(bundle.alerts()).hasSize(1);
        Files.delete(staging);

        assertDelivered(bundle.awaitThat(id, w -> w.state() == WorkflowState.ISSUE && bundle.claimed() == 0), 3, 1);
        await().until(() -> Files.notExists(inbox.resolve("a.csv")));
        assertThat(bundle.workflows()).hasSize(1);
    }

    @Test
    void fileWhoseNameGivesNoAudienceStaysAndPeopleHearOfItOnce() throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        bundle.destination(
                "crm",
                "audienceName: -",
                "audienceNamePattern: \"(?<audience>[a-z]+)-list\\\\.csv\"",
                "source: {folder: {directory: \"" + inbox + "\", pollSeconds: 1, settleSeconds: 1}}");
        bundle.close();
        bundle.pickingUp().start();
        Files.writeString(inbox.resolve("1.csv"), A);

        await().atMost(Duration.ofSeconds(30)).until(() -> !bundle.alerts().isEmpty());
        Instant firstMet = bundle.alerts().get(0).at();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> bundle.alerts().get(0).at().isAfter(firstMet));

        assertThat(bundle.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.message()).contains("1.csv", "audienceNamePattern"));
        assertThat(inbox.resolve("1.csv")).exists();
        assertThat(bundle.workflows()).isEmpty();
    }

    @Test
    void stopIsRefusedForWhatHasEnded() {
        Workflow done = bundle.deliverToTheEnd("crm", A);

        Commands.Answer answer = bundle.ask(done.id(), Commands.Name.STOP);

        assertThat(answer.succeeded()).isFalse();
        assertThat(answer.text()).contains("is Issue and cannot become Stopping");
    }
}
