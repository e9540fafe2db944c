package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.destination.ConnectionState.Finding;
import io.audienceroutes.destination.ConnectionState.State;
import io.audienceroutes.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectionStatesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T22:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);
    private static final Optional<Finding> FAULT =
            Optional.of(new Finding("Access token", "refused", Optional.empty(), Optional.empty()));

    @TempDir
    Path folder;

    private final Destination crm = Examples.destination("crm", Optional.empty());
    private StateDatabase database;

    @BeforeEach
    void open() {
        database = new StateDatabase(folder.resolve("state.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatACommandValidatedIsValidBeforeAnythingPolls() {
        at(NOW).validated(crm, false);

        assertThat(at(NOW).find("crm").orElseThrow().state()).isEqualTo(State.VALID);
        assertThat(at(NOW).find("crm").orElseThrow().since()).isEqualTo(NOW);
    }

    @Test
    void whatACommandValidatedIsCheckedByWhoPolls() {
        ConnectionStates polling = at(NOW);
        polling.announce(List.of(crm));
        assertThat(polling.take(LATER)).containsExactly("crm");
        assertThat(polling.take(LATER)).isEmpty();

        at(NOW).validated(crm, true);

        assertThat(polling.take(LATER)).containsExactly("crm");
    }

    @Test
    void faultThatAlertsNamedStaysUntilWhoPollsFindsItGone() {
        ConnectionStates polling = at(NOW);
        polling.announce(List.of(crm));
        polling.found("crm", crm.credential(), State.NOT_VALID, FAULT, LATER);

        at(LATER).validated(crm, true);

        assertThat(polling.find("crm").orElseThrow().state()).isEqualTo(State.NOT_VALID);
        assertThat(polling.found("crm", crm.credential(), State.VALID, Optional.empty(), LATER))
                .isPresent();
    }

    @Test
    void faultOfAProcessThatEndedIsGoneOnceACommandFoundItValid() {
        ConnectionStates ended = at(NOW);
        ended.announce(List.of(crm));
        ended.found("crm", crm.credential(), State.NOT_VALID, FAULT, LATER);

        at(LATER).validated(crm, false);

        ConnectionState now = at(LATER).find("crm").orElseThrow();
        assertThat(now.state()).isEqualTo(State.VALID);
        assertThat(now.since()).isEqualTo(LATER);
        assertThat(now.finding()).isEmpty();
    }

    private ConnectionStates at(Instant now) {
        return new ConnectionStates(database, Clock.fixed(now, ZoneOffset.UTC));
    }
}
