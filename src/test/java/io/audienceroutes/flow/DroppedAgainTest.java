package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.MovableClock;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file is skipped only if delivering it would change nothing, and people learn of it; order is that of arrival. */
final class DroppedAgainTest extends FlowTest {
    private static final String ALL = "shrinkGuard: {percent: 100}";
    private static final String REFUSED = "'path':'segment/mapping/','code':40001,'message':'No permission'";
    private static final String A = Lists.file(0, 6);
    private static final String B = Lists.file(6, 12);

    @BeforeEach
    void mirror() {
        bundle.destination("crm", "syncMode: mirror", "batchSize: 2", ALL);
        oneBatchAfterTheOther();
    }

    @Test
    void skippedFileRaisesAnAlertWithItsReason() {
        Workflow first = drop("a.csv", A);

        Workflow again = drop("a.csv", A);

        assertThat(again.state()).isEqualTo(WorkflowState.SKIPPED);
        assertThat(bundle.alerts(again.id()))
                .singleElement()
                .satisfies(alert ->
                        assertThat(alert.message()).contains("a.csv", first.id(), "deliver FILE --destination crm"));
        assertThat(bundle.data().resolve("staging")).isEmptyDirectory();
    }

    @Test
    void sameListIsDeliveredWhenTheOptOutListHasGrown() throws IOException {
        Path optOuts = bundle.data().resolveSibling("opt-out.csv");
        Files.writeString(optOuts, "email\nsomebody@example.com\n");
        bundle.destination("crm", "syncMode: mirror", ALL, "optOut: {file: " + optOuts + "}");
        drop("a.csv", A);
        Files.writeString(optOuts, "email\nsomebody@example.com\ncustomer0@example.com\n");

        assertDelivered(drop("a.csv", A), 0, 1);

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(1, 6));
        assertThat(drop("a.csv", A).state()).isEqualTo(WorkflowState.SKIPPED);
    }

    @Test
    void listIsDeliveredAgainAfterAnotherOneFailedHalfWay() {
        drop("a.csv", A);
        tiktok.fault("{" + REFUSED + ",'skip':2}");
        assertThat(drop("b.csv", B).state()).isEqualTo(WorkflowState.FAILED);

        drop("a.csv", A);

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
    }

    @Test
    void listThatWasGivenUpIsDeliveredWhenItIsDroppedAgain() {
        tiktok.fault("{" + REFUSED + "}");
        Workflow failed = drop("a.csv", A);
        bundle.ask(failed.id(), Commands.Name.SKIP);
        assertThat(bundle.awaitEnd(failed.id()).state()).isEqualTo(WorkflowState.ISSUE);

        assertDelivered(drop("a.csv", A), 6, 3);

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
    }

    @Test
    void listOfAnAudienceThatTikTokNoLongerListsIsDelivered() throws SQLException {
        bundle.close();
        MovableClock clock = at(Instant.now());
        bundle.at(clock).start();
        drop("a.csv", A);
        clock.advance(Duration.ofHours(2));
        tiktok.deleteAudience(tiktok.audiences(READERS).get(0).path("id").asText());
        warnThatItIsGone();

        assertDelivered(drop("a.csv", A), 6, 3);

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
    }

    @Test
    void listOfAnAudienceThatIsGoneIsDeliveredBeforeAnybodyWarns() {
        bundle.close();
        MovableClock clock = at(Instant.now());
        bundle.at(clock).start();
        drop("a.csv", A);
        clock.advance(Duration.ofHours(2));
        tiktok.deleteAudience(tiktok.audiences(READERS).get(0).path("id").asText());

        assertDelivered(drop("a.csv", A), 6, 3);

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
    }

    @Test
    void whileTikTokIsAwayNothingIsSkipped() {
        drop("a.csv", A);
        tiktok.fault("{'path':'dmp/custom_audience/get/','code':50002,'message':'Service error','times':100}");

        Workflow waiting = bundle.awaitThat(
                bundle.drop("crm", "a.csv", A),
                workflow -> workflow.waitingFor().equals(Optional.of(WaitingFor.TIKTOK)));

        assertThat(waiting.stage()).isEqualTo(Stage.PREPARE);
    }

    @Test
    void clockThatWasFastChangesNothing() {
        bundle.close();
        bundle.at(at(Instant.now().plus(Duration.ofHours(1)))).start();
        drop("a.csv", A);
        bundle.close();
        bundle.at(at(Instant.now())).start();
        drop("b.csv", B);

        drop("a.csv", A);

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
    }

    /** The first try of the file could not be staged, and another list came in between. */
    @Test
    void fileThatIsReceivedAnewIsTheNewest() {
        String cutOff = bundle.drop("crm", "daily.csv", new ByteArrayInputStream(new byte[6]), 100)
                .orElseThrow();
        assertThat(bundle.workflow(cutOff).state()).isEqualTo(WorkflowState.FAILED);
        drop("other.csv", B);

        assertDelivered(drop("daily.csv", A), 6, 6);

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
    }

    /** A plan sends nothing: it waits for nobody, and nobody is superseded by it. */
    @Test
    void planNeitherWaitsNorStandsInTheWay() {
        bundle.destination("crm", "syncMode: mirror", "batchSize: 2", "shrinkGuard: {percent: 10}");
        drop("a.csv", A);
        Workflow held = bundle.awaitHeld(bundle.drop("crm", "b.csv", B));
        String waiting = bundle.drop("crm", "c.csv", Lists.file(0, 7));
        assertThat(bundle.plan("crm", A).planId()).isNotEmpty();
        assertThat(bundle.workflow(held.id()).state()).isEqualTo(WorkflowState.WAITING);

        bundle.ask(held.id(), Commands.Name.REJECT);

        assertDelivered(bundle.awaitEnd(waiting), 1, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 7));
    }

    @Test
    void planOfTheSameFileLeavesEveryWayOpen() {
        bundle.destination("crm", "syncMode: mirror", "batchSize: 2", "shrinkGuard: {percent: 10}");
        drop("a.csv", A);
        Workflow held = bundle.awaitHeld(bundle.drop("crm", "b.csv", B));
        bundle.plan("crm", B);

        assertThat(bundle.approve(held.id(), "Right").succeeded()).isTrue();

        assertDelivered(bundle.awaitEnd(held.id()), 6, 6);
    }

    private Workflow drop(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bundle.awaitEnd(bundle.drop("crm", name, new ByteArrayInputStream(bytes), bytes.length)
                .orElseThrow());
    }

    private static MovableClock at(Instant time) {
        MovableClock clock = new MovableClock();
        clock.set(time);
        return clock;
    }

    private void warnThatItIsGone() throws SQLException {
        try (Connection state = DriverManager.getConnection("jdbc:sqlite:" + bundle.stateFile());
                Statement insert = state.createStatement()) {
            insert.execute("INSERT INTO audience_warning (audience_id, kind, subject, message, since)"
                    + " SELECT id, 'gone', '', 'Not in the list any more', '2026-01-01T00:00:00.000Z' FROM audience");
        }
    }
}
