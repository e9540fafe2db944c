package io.audienceroutes.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The limits on calls of the app, all endpoints together: sliding windows of a second and a minute, and a day that ends
 * at 00:00 UTC. Refused calls do not count. Safe for several threads.
 */
public final class SimulatorThrottle {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SimulatorState state;
    private final Deque<Instant> lastSecond = new ArrayDeque<>();
    private final Deque<Instant> lastMinute = new ArrayDeque<>();
    private LocalDate day = LocalDate.EPOCH;
    private int today;

    SimulatorThrottle(SimulatorState state) {
        this.state = state;
    }

    /** Counts a call at the time of its arrival, or refuses it (route {@code simulate-admit-call}). */
    public synchronized SimulatorCall admit(SimulatorCall call) {
        Instant now = call.arrivedAt();
        forgetBefore(now);
        SimulatorLimits limits = state.limits();
        if (today >= limits.perDay()) {
            throw Refusal.tooManyCalls("QPD");
        }
        if (lastMinute.size() >= limits.perMinute()) {
            throw Refusal.tooManyCalls("QPM");
        }
        if (lastSecond.size() >= limits.perSecond()) {
            throw Refusal.tooManyCalls("QPS");
        }
        lastSecond.addLast(now);
        lastMinute.addLast(now);
        today++;
        return call;
    }

    synchronized void reset() {
        lastSecond.clear();
        lastMinute.clear();
        today = 0;
    }

    private void forgetBefore(Instant now) {
        dropUntil(lastSecond, now.minus(SECOND));
        dropUntil(lastMinute, now.minus(MINUTE));
        LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (date.isAfter(day)) {
            day = date;
            today = 0;
        }
    }

    private static void dropUntil(Deque<Instant> window, Instant end) {
        while (!window.isEmpty() && !window.peekFirst().isAfter(end)) {
            window.removeFirst();
        }
    }
}
