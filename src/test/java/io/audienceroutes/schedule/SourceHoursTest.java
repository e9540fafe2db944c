package io.audienceroutes.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.testing.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times of a cron expression, kept over restarts. */
final class SourceHoursTest {
    private static final Instant EVENING = Instant.parse("2026-07-01T18:00:00Z");
    private static final Instant SIX = Instant.parse("2026-07-02T06:00:00Z");

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
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
    void sourceIsOpenFromItsTimeUntilALookFindsNothingMore() {
        SourceHours hours = hours("fire-once");
        clock.set(EVENING);
        assertThat(hours.open("daily")).isFalse();

        clock.set(SIX);
        assertThat(hours.open("daily")).isTrue();
        hours.looked("daily", 0);
        assertThat(hours.open("daily")).as("a file may still be written").isTrue();
        clock.set(SIX.plus(Duration.ofMinutes(10)));
        hours.looked("daily", 3);
        assertThat(hours.open("daily")).as("three files were met").isTrue();
        hours.looked("daily", 0);
        assertThat(hours.open("daily")).isFalse();
        clock.set(SIX.plus(Duration.ofDays(1)));
        assertThat(hours.open("daily")).isTrue();
    }

    @Test
    void timeThatPassedWhileNoProcessRanIsMadeUpForOnceOrLeftOut() {
        clock.set(EVENING);
        assertThat(hours("fire-once").open("daily")).isFalse();
        database.close();
        open();
        clock.set(SIX.plus(Duration.ofHours(5)));

        assertThat(hours("skip").open("daily")).isFalse();
        SourceHours made = hours("fire-once");
        assertThat(made.open("daily")).isTrue();
        made.looked("daily", 0);
        assertThat(made.open("daily")).isFalse();
    }

    private SourceHours hours(String misfire) {
        Destination destination = StoredJson.read(
                "{\"name\":\"daily\",\"credential\":\"acme-ads\",\"advertiserIds\":[\"7000000000000000001\"],"
                        + "\"audienceName\":\"Readers\",\"userIdTypes\":[\"EMAIL\"],\"schedule\":{\"cron\":"
                        + "\"0 6 * * *\",\"misfire\":\"" + misfire + "\",\"lookMinutes\":10}}",
                Destination.class);
        return new SourceHours(database, clock, name -> Optional.of(destination));
    }
}
