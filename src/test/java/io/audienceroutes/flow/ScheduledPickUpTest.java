package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files that a schedule expects, and times at which a source is left alone. */
class ScheduledPickUpTest extends FlowTest {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    @Test
    void fileThatHasNotComeIsToldOnceAndEndsByItselfWhenItComes() throws SQLException {
        Workflow waiting = missing();

        assertThat(waiting.waitingFor()).contains(WaitingFor.FILE);
        assertThat(waiting.failure().orElseThrow().action()).isEqualTo("missing-file");
        assertThat(waiting.failure().orElseThrow().message())
                .contains("The file of destination 'daily' has not arrived", "but none has arrived since");
        await().during(Duration.ofMillis(300))
                .until(() -> bundle.alerts(waiting.id()).size() == 1);

        Workflow delivered = bundle.awaitEnd(bundle.drop("daily", "customers.csv", Lists.file(0, 5)));

        assertThat(delivered.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.awaitEnd(waiting.id()).state()).isEqualTo(WorkflowState.SKIPPED);
        assertThat(bundle.workflow(waiting.id()).warnings())
                .singleElement()
                .asString()
                .contains("The file arrived after its expected time");
    }

    @Test
    void missingFileIsIgnoredWithAReasonOnly() throws SQLException {
        Workflow waiting = missing();

        assertThat(bundle.ask(waiting.id(), Commands.Name.IGNORE_MISSING_FILE).text())
                .contains("give a reason with --reason");
        assertThat(bundle.ask(waiting.id(), Commands.Name.RETRY).text())
                .contains("represents a file that has not arrived");
        Commands.Answer answer =
                bundle.ask(waiting.id(), Commands.Name.IGNORE_MISSING_FILE, Optional.empty(), Optional.of("holiday"));

        assertThat(answer.succeeded()).as(answer.text()).isTrue();
        assertThat(bundle.awaitEnd(waiting.id()).state()).isEqualTo(WorkflowState.SKIPPED);
        assertThat(bundle.workflow(waiting.id()).warnings())
                .containsExactly("Ignored by operator@example.com: holiday");
    }

    @Test
    void nothingIsPickedUpInABlackout() throws IOException {
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        String blackout = "schedule: {blackout: [{from: \"" + MINUTES.format(now.minusHours(2)) + "\", to: \""
                + MINUTES.format(now.plusHours(2)) + "\"}]}";
        String source = source(inboxWithFile("inbox"));
        bundle.close();
        bundle.destination("daily", source, blackout);
        bundle.pickingUp().start();

        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(60))
                .until(() -> bundle.workflows().isEmpty());

        bundle.close();
        bundle.destination("daily", source);
        bundle.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> !bundle.workflows().isEmpty());
        assertThat(bundle.awaitEnd(bundle.workflows().get(0).id()).state()).isEqualTo(WorkflowState.ISSUE);
    }

    @Test
    void sourceIsLookedIntoAtTheTimesOfItsCronAndAtNoOther() throws IOException {
        Path due = inboxWithFile("due");
        Path later = inboxWithFile("later");
        String distantDay =
                LocalDate.now(ZoneOffset.UTC).minusDays(40).format(DateTimeFormatter.ofPattern("d M", Locale.ROOT));
        bundle.close();
        bundle.destination("due", source(due), "schedule: {cron: \"0/2 * * * * ?\", timeZone: Asia/Tokyo}");
        bundle.destination("later", source(later), "schedule: {cron: \"0 0 0 " + distantDay + " ?\"}");
        bundle.pickingUp().start();

        await().atMost(Duration.ofSeconds(60)).until(() -> !bundle.workflows().isEmpty());
        Workflow delivered = bundle.awaitEnd(bundle.workflows().get(0).id());

        assertThat(delivered.destination()).isEqualTo("due");
        assertThat(delivered.state()).isEqualTo(WorkflowState.ISSUE);
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(60))
                .until(() -> bundle.workflows().size() == 1);
        assertThat(later.resolve("a.csv")).exists();
        assertThat(due.resolve("a.csv")).doesNotExist();
    }

    private Path inboxWithFile(String name) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve(name));
        Files.writeString(inbox.resolve("a.csv"), Lists.file(0, 5));
        return inbox;
    }

    private static String source(Path inbox) {
        return "source: {folder: {directory: " + inbox + ", settleSeconds: 1, pollSeconds: 1}}";
    }

    /** A destination whose file was expected at midnight, and which was seen with its schedule before that. */
    private Workflow missing() throws SQLException {
        bundle.close();
        bundle.destination("daily", "schedule: {expectedBy: {time: \"00:00\"}}");
        bundle.start();
        assertThat(bundle.workflows()).isEmpty();
        bundle.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + bundle.stateFile());
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO schedule_watch (destination, looked_for, expected_at) VALUES ('daily',"
                    + " '2000-01-01T00:00:00.000Z', '2000-01-01T00:00:00.000Z') ON CONFLICT (destination)"
                    + " DO UPDATE SET expected_at = '2000-01-01T00:00:00.000Z'");
        }
        bundle.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> !bundle.workflows().isEmpty());
        List<Workflow> all = bundle.workflows();
        return bundle.awaitThat(all.get(0).id(), workflow -> workflow.failure().isPresent());
    }
}
