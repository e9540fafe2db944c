package io.audienceroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceStatesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T22:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private StateDatabase database;

    @BeforeEach
    void open() {
        database = new StateDatabase(folder.resolve("state.db"));
        at(NOW).announce("crm", "the folder /in");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void oneProcessLooksAtATime() {
        SourceStates first = at(NOW);
        SourceStates second = at(NOW);

        assertThat(first.begin("crm")).isTrue();
        assertThat(second.begin("crm")).isFalse();
        assertThat(first.up("crm", 0, Map.of())).isEmpty();
        assertThat(second.begin("crm")).isTrue();
    }

    @Test
    void leaseOfAProcessThatWentAwayEnds() {
        assertThat(at(NOW).begin("crm")).isTrue();

        assertThat(at(NOW.plus(LEASE)).begin("crm")).isTrue();
    }

    @Test
    void eachChangeOfStateIsNewsOnce() {
        SourceStates states = at(NOW);

        assertThat(states.down("crm", "source-unreachable", "away", NOW.plusSeconds(60)))
                .isTrue();
        assertThat(states.down("crm", "source-unreachable", "away", NOW.plusSeconds(60)))
                .isFalse();
        assertThat(states.down("crm", "source-login-refused", "no", NOW.plusSeconds(60)))
                .isTrue();
        assertThat(states.find("crm"))
                .hasValueSatisfying(source -> assertThat(source.failures()).isEqualTo(3));
        assertThat(states.up("crm", 2, Map.of()))
                .hasValueSatisfying(source -> assertThat(source.since()).isEqualTo(NOW));
        assertThat(states.up("crm", 0, Map.of())).isEmpty();
    }

    @Test
    void sourceThatIsDownIsLeftInPeaceUntilItIsDueOrAPersonAsks() {
        boolean unused = at(NOW).down("crm", "source-unreachable", "away", NOW.plusSeconds(60));

        assertThat(at(NOW.plusSeconds(59)).begin("crm")).isFalse();
        assertThat(at(NOW.plusSeconds(60)).begin("crm")).isTrue();

        unused = at(NOW).down("crm", "source-unreachable", "away", NOW.plusSeconds(600));
        assertThat(at(NOW).tryNow("crm")).isTrue();
        assertThat(at(NOW.plusSeconds(90)).begin("crm")).isTrue();
        assertThat(at(NOW).tryNow("nobody")).isFalse();
    }

    @Test
    void startMakesASourceDueAgainAndKeepsItsState() {
        boolean unused = at(NOW).down("crm", "source-unreachable", "away", NOW.plusSeconds(60));

        at(NOW).announce("crm", "the folder /other");

        assertThat(at(NOW).find("crm")).hasValueSatisfying(source -> {
            assertThat(source.state()).isEqualTo(SourceState.State.DOWN);
            assertThat(source.place()).isEqualTo("the folder /other");
            assertThat(source.nextTry()).isEmpty();
        });
    }

    @Test
    void sourcesOfOthersAreForgotten() {
        at(NOW).announce("gone", "the folder /gone");

        at(NOW).keepOnly(List.of("crm"));

        assertThat(at(NOW).all()).extracting(SourceState::destination).containsExactly("crm");
    }

    private SourceStates at(Instant time) {
        return new SourceStates(database, Clock.fixed(time, ZoneOffset.UTC), LEASE, ProcessOwner.here());
    }
}
