package io.audienceroutes.tiktok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.catalog.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class WaitRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final WaitRule rule = new WaitRule(WaitSettings.defaults(), new Random(1));

    @ParameterizedTest
    @CsvSource({
        "THROTTLED_MINUTE, 2026-11-22T12:00:00Z, 2026-11-22T12:05:00Z",
        "THROTTLED_DAY,    2026-11-22T12:00:00Z, 2026-11-23T00:00:00Z",
        "THROTTLED_DAY,    2026-12-31T23:59:59Z, 2027-01-01T00:00:00Z",
        "THROTTLED_DAY,    2026-11-22T00:00:00Z, 2026-11-23T00:00:00Z",
        "NOT_READY,        2026-11-22T12:00:00Z, 2026-11-22T12:00:15Z"
    })
    void fixedWaits(ErrorKind kind, Instant now, Instant resumeAt) {
        assertThat(rule.resumeAt(kind, 3, now, now)).contains(resumeAt);
    }

    @ParameterizedTest
    @CsvSource({"0, 30", "1, 60", "2, 120", "4, 480", "5, 900", "6, 900", "1000000, 900"})
    void transientWaitsDoubleUpToAQuarterOfAnHour(int waits, int mostSeconds) {
        for (int i = 0; i < 500; i++) {
            assertThat(rule.resumeAt(ErrorKind.TRANSIENT, waits, NOW, NOW))
                    .hasValueSatisfying(resumeAt -> assertThat(Duration.between(NOW, resumeAt))
                            .isBetween(Duration.ofMillis(mostSeconds * 500L), Duration.ofSeconds(mostSeconds)));
        }
    }

    @Test
    void aLimitOfSecondsThatOutlastsTwoPausesIsTakenForThatOfAMinute() {
        assertThat(rule.resumeAt(ErrorKind.THROTTLED_SECOND, 1, NOW, NOW))
                .hasValueSatisfying(resumeAt -> assertThat(resumeAt).isBefore(NOW.plusSeconds(61)));
        assertThat(rule.resumeAt(ErrorKind.THROTTLED_SECOND, 2, NOW, NOW)).contains(NOW.plus(Duration.ofMinutes(5)));
        assertThat(rule.resumeAt(ErrorKind.THROTTLED_SECOND, 40, NOW, NOW)).contains(NOW.plus(Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSIENT,        PT6H",
        "EFFECT_UNKNOWN,   PT6H",
        "NOT_READY,        PT10M",
        "THROTTLED_SECOND, PT48H",
        "THROTTLED_MINUTE, PT48H",
        "THROTTLED_DAY,    PT48H"
    })
    void budgetEnds(ErrorKind kind, Duration budget) {
        assertThat(rule.resumeAt(kind, 9, NOW, NOW.plus(budget).minusNanos(1))).isPresent();
        assertThat(rule.resumeAt(kind, 9, NOW, NOW.plus(budget))).isEmpty();
        assertThat(rule.budget(kind)).isEqualTo(budget);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {"CONTENT", "PERMANENT"})
    void whatDoesNotPassIsNotWaitedFor(ErrorKind kind) {
        assertThat(rule.resumeAt(kind, 0, NOW, NOW)).isEmpty();
    }

    @Test
    void pausesThatMakeNoSenseAreRefused() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(
                        () -> new WaitSettings(second, Duration.ofSeconds(2), second, second, second, second, second))
                .hasMessage(
                        "The first delay must be greater than zero and not longer than the longest, not PT2S and PT1S");
    }
}
