package io.audienceroutes.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The machine's time, as much later as a test wants it: it goes on, so that leases and waits work. */
public final class ShiftedClock extends Clock {
    private final Clock machine = Clock.systemUTC();
    private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

    /** Lets so much time pass at once. */
    public void advance(Duration duration) {
        shift.updateAndGet(before -> before.plus(duration));
    }

    @Override
    public Instant instant() {
        return machine.instant().plus(shift.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return machine.withZone(zone);
    }
}
