package io.audienceroutes.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.failure.AlertTopic.Kind;
import io.audienceroutes.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an alert is about decides whether it is raised again; its words do not. */
class AlertsTest {
    private static final AlertTopic FILE = new AlertTopic(Kind.SOURCE_FILE, "crm list.csv");

    @TempDir
    Path folder;

    private StateDatabase database;
    private Alerts alerts;

    @BeforeEach
    void open() {
        database = new StateDatabase(folder.resolve("state.db"));
        alerts = new Alerts(database, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void sameTopicIsNotRaisedAgainWhateverItsWords() {
        alerts.raise(new FailureNews(FILE, "File not picked up", "The file list.csv is a link.", Optional.empty()));

        assertThat(alerts.repeatedSince(new AlertTopic(Kind.SOURCE_FILE, "crm list.csv"), yesterday()))
                .isTrue();
        assertThat(alerts.repeatedSince(new AlertTopic(Kind.SOURCE_FILE, "crm other.csv"), yesterday()))
                .isFalse();
        assertThat(alerts.repeatedSince(new AlertTopic(Kind.RECEIVED_FILE, "crm list.csv"), yesterday()))
                .isFalse();
    }

    @Test
    void oneThatIsForgottenIsRaisedAgain() {
        alerts.raise(new FailureNews(FILE, "File not picked up", "It is a link.", Optional.empty()));

        assertThat(alerts.repeatedSince(FILE, Instant.now().plusSeconds(60))).isFalse();
    }

    @Test
    void topicIsKept() {
        alerts.raise(new FailureNews(true, "w-1", "Failed", "It failed.", Optional.of("internal-error")));

        assertThat(alerts.newest(1)).singleElement().satisfies(alert -> {
            assertThat(alert.topic()).isEqualTo(new AlertTopic(Kind.WORKFLOW, "w-1"));
            assertThat(alert.isAbout(Kind.WORKFLOW)).isTrue();
            assertThat(alert.isAbout(Kind.AUDIENCE, Kind.SOURCE)).isFalse();
        });
    }

    private static Instant yesterday() {
        return Instant.now().minus(Duration.ofDays(1));
    }
}
