package io.audienceroutes.tiktok;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time source of {@link CallPacer}. */
public interface PaceClock {
    /** Nanoseconds since a moment of no meaning; never goes back. */
    long nanos();

    /** The time of day, for the limit of a day. */
    Instant now();

    /** Waits. */
    void sleep(Duration duration) throws InterruptedException;

    /** The machine's time. */
    static PaceClock system(Clock clock) {
        return new PaceClock() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            }
        };
    }
}
