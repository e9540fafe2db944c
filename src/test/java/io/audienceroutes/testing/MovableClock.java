package io.audienceroutes.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves only when told. */
public final class MovableClock extends Clock {
    /** Where it begins. */
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private volatile Instant now = START;

    /** Moves it to this instant. */
    public void set(Instant instant) {
        now = instant;
    }

    /** Lets so much time pass at once. */
    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Whoever is tested reads instants only");
    }
}
