package io.audienceroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.MovableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {
    private final MovableClock clock = new MovableClock();
    private final Arrivals arrivals = new Arrivals(true, Duration.ofSeconds(5), clock);

    @Test
    void fileSettlesWhenItStaysTheSame() {
        assertThat(look("a", 10, 1)).isFalse();
        clock.advance(Duration.ofSeconds(4));
        assertThat(look("a", 10, 1)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(look("a", 10, 1)).isTrue();
    }

    @Test
    void everyChangeStartsTheTimeAnew() {
        assertThat(look("a", 10, 1)).isFalse();
        clock.advance(Duration.ofSeconds(5));
        assertThat(look("a", 11, 1)).isFalse();
        clock.advance(Duration.ofSeconds(5));
        assertThat(look("a", 11, 2)).isFalse();
        clock.advance(Duration.ofSeconds(5));
        assertThat(look("a", 11, 2)).isTrue();
    }

    @Test
    void fileThatIsOldInItsOwnClockSettlesNoSooner() {
        assertThat(look("a", 10, 0)).isFalse();
    }

    @Test
    void emptyFileHasToStayLonger() {
        assertThat(look("a", 0, 1)).isFalse();
        clock.advance(Duration.ofSeconds(29));
        assertThat(look("a", 0, 1)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(look("a", 0, 1)).isTrue();
    }

    @Test
    void fileThatWentAwayIsForgotten() {
        look("a", 10, 1);
        clock.advance(Duration.ofSeconds(5));
        arrivals.begin();
        assertThat(arrivals.end()).isZero();

        assertThat(look("a", 10, 1)).isFalse();
    }

    @Test
    void fileThatKeepsChangingIsNotWaitedFor() {
        arrivals.begin();
        arrivals.settled("a", new FileStamp(1, 1, ""));
        assertThat(arrivals.end()).isEqualTo(1);
        for (int length = 2; length < 6; length++) {
            clock.advance(Duration.ofSeconds(4));
            arrivals.begin();
            arrivals.settled("a", new FileStamp(length, 1, ""));
        }
        assertThat(arrivals.end()).isZero();
    }

    @Test
    void fileWhoseTimeIsAlwaysNowIsToldAndOneThatGrowsIsNot() {
        for (int pass = 0; pass <= 60; pass++) {
            arrivals.begin();
            arrivals.settled("growing", new FileStamp(pass, pass, ""));
            arrivals.settled("now", new FileStamp(10, pass, ""));
            arrivals.settled("still", new FileStamp(10, 1, ""));
            assertThat(arrivals.restless()).isEqualTo(pass < 60 ? List.of() : List.of("now"));
            clock.advance(Duration.ofSeconds(5));
        }
    }

    @Test
    void tenThousandFilesSettleTogether() {
        for (int pass = 0; pass < 2; pass++) {
            arrivals.begin();
            int settled = 0;
            for (int file = 0; file < 10_000; file++) {
                settled += arrivals.settled("file-" + file, new FileStamp(10, file, "")) ? 1 : 0;
            }
            assertThat(settled).isEqualTo(pass * 10_000);
            clock.advance(Duration.ofSeconds(5));
        }
    }

    private boolean look(String path, long length, long modified) {
        arrivals.begin();
        boolean settled = arrivals.settled(path, new FileStamp(length, modified, ""));
        int unused = arrivals.end();
        return settled;
    }
}
