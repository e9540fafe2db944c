package io.audienceroutes.tiktok;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * The starts of one app or one advertiser; not safe for several threads by itself.
 *
 * <p>Two rules, both at the moment of the start. Starts are evenly distributed, at {@value #IN_USE} of the limit; a
 * delay of up to 20 ms is compensated, idle time is not. And the last N starts are remembered: none begins before the
 * first of them is 1,010 ms old, so that no second has N + 1 of them, however late threads wake up. The extra 10 ms
 * allow for the network, which may deliver two calls closer together than they were sent.
 *
 * <p>A lane that TikTok throttles pauses for a while, and is then slower: see {@link #slowDown}.
 */
final class PaceLane {
    static final double IN_USE = 0.985;
    static final double SLOWEST_SHARE = 1.0 / 16;

    /** The duration of a slow-down; afterwards the rate doubles at the same interval. */
    static final Duration SLOW_FOR = Duration.ofMinutes(1);

    private static final long SECOND_AND_GUARD = TimeUnit.MILLISECONDS.toNanos(1_010);
    private static final long MADE_UP_FOR = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long THROTTLED_FOR = TimeUnit.SECONDS.toNanos(1);
    private static final long SAME_THROTTLE = TimeUnit.SECONDS.toNanos(2);
    private static final int LARGEST_LOT = 100;
    private static final int LOTS_A_DAY = 1_000;

    private final String name;
    private final PaceLimits limits;
    private final PaceClock clock;
    private final DayCounts counts;
    private final double evenNanos;
    private final long[] starts;
    private long started;
    private long next;
    private long closedUntil;
    private double share = 1;
    private long slowedAt;
    private LocalDate day = LocalDate.EPOCH;
    private int callsInHand;

    PaceLane(String name, PaceLimits limits, PaceClock clock, DayCounts counts) {
        this.name = name;
        this.limits = limits;
        this.clock = clock;
        this.counts = counts;
        double perSecond = Math.min(limits.perSecond(), limits.perMinute() / 60.0);
        this.evenNanos = 1e9 / (perSecond * IN_USE);
        this.starts = new long[limits.perSecond()];
        this.next = clock.nanos();
        this.closedUntil = next;
    }

    /** Zero when a call may start now. */
    Duration untilFree() {
        long now = clock.nanos();
        long wait = Math.max(next - now, closedUntil - now);
        if (started >= starts.length) {
            wait = Math.max(wait, oldestStart() + SECOND_AND_GUARD - now);
        }
        if (wait > 0) {
            return Duration.ofNanos(wait);
        }
        return hasCallsOfTheDay() ? Duration.ZERO : untilMidnight();
    }

    /** Starts a call; only after {@link #untilFree} was zero. */
    void take() {
        long now = clock.nanos();
        recover(now);
        next = (now - next > MADE_UP_FOR ? now : next) + (long) (evenNanos / share);
        starts[(int) (started % starts.length)] = now;
        started++;
        callsInHand--;
    }

    /**
     * TikTok throttled although the limits were kept: there are other processes, or other limits than documented. The
     * lane pauses for a second and then has half of its rate, down to a sixteenth; responses to calls that were in
     * flight together count once. After a minute its rate doubles, and so on until it is fully restored.
     */
    void slowDown() {
        long now = clock.nanos();
        closedUntil = Math.max(closedUntil, now + THROTTLED_FOR);
        recover(now);
        if (share == 1 || now - slowedAt > SAME_THROTTLE) {
            share = Math.max(SLOWEST_SHARE, share / 2);
            slowedAt = now;
        }
    }

    boolean isDayUsedUp() {
        return !hasCallsOfTheDay();
    }

    /** The current fraction of the lane's rate: 1 unless it was throttled. */
    double share() {
        recover(clock.nanos());
        return share;
    }

    /** Returns the calls of the day that were not made. */
    void close() {
        if (callsInHand > 0) {
            counts.giveBack(name, day, callsInHand);
            callsInHand = 0;
        }
    }

    private void recover(long now) {
        while (share < 1 && now - slowedAt >= SLOW_FOR.toNanos()) {
            share = Math.min(1, share * 2);
            slowedAt += SLOW_FOR.toNanos();
        }
    }

    private long oldestStart() {
        return starts[(int) (started % starts.length)];
    }

    private boolean hasCallsOfTheDay() {
        LocalDate today = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            callsInHand = 0;
        }
        if (callsInHand == 0) {
            int lot = Math.max(1, Math.min(LARGEST_LOT, limits.perDay() / LOTS_A_DAY));
            callsInHand = counts.take(name, day, lot, limits.perDay());
        }
        return callsInHand > 0;
    }

    private Duration untilMidnight() {
        Instant now = clock.now();
        return Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
    }
}
