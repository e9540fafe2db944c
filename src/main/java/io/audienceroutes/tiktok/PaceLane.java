package io.audienceroutes.tiktok;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The starts of one app or one advertiser; not safe for several threads by itself.
 *
 * <p>A bucket that holds N calls lets 2N through in one sliding second. This one holds a single call and a little more,
 * and fills at 99% of the limit: in any second at most 1 + 0.005 N + 0.99 N calls, that is, never N + 1. The last
 * per cent is for the network, which may bring two calls closer together than they were sent; the little more lets a
 * start that came a few milliseconds late be made up for.
 */
final class PaceLane {
    private static final long TOKENS_A_CALL = 1_000;
    private static final long TOKENS_IN_USE_A_CALL = 990;
    private static final double LATENESS_TOKENS_A_CALL = 5;
    private static final double MAX_LATENESS_TOKENS = 500;

    private static final long SHORTEST_WAIT_NANOS = 1_000;

    private final Bucket pace;
    private final Bucket day;

    PaceLane(PaceLimits limits, PaceClock clock) {
        double perSecond = Math.min(limits.perSecond(), limits.perMinute() / 60.0);
        long capacity = TOKENS_A_CALL + (long) Math.min(MAX_LATENESS_TOKENS, LATENESS_TOKENS_A_CALL * perSecond);
        long perMinute = Math.round(TOKENS_IN_USE_A_CALL * 60 * perSecond);
        this.pace = Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(new Meter(clock::nanos, false))
                .build();
        this.day = Bucket.builder()
                .addLimit(limit -> limit.capacity(limits.perDay())
                        .refillIntervallyAligned(
                                limits.perDay(),
                                Duration.ofDays(1),
                                clock.now().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS)))
                .withCustomTimePrecision(new Meter(() -> nanosOfEpoch(clock), true))
                .build();
    }

    private static long nanosOfEpoch(PaceClock clock) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, clock.now());
    }

    /** Zero when a call may start now. */
    Duration untilFree() {
        long nanos = Math.max(
                nanosUntilFree(pace.estimateAbilityToConsume(TOKENS_A_CALL)),
                nanosUntilFree(day.estimateAbilityToConsume(1)));
        return Duration.ofNanos(nanos);
    }

    /** The estimate is rounded down, to zero too when a fraction of a token is missing. */
    private static long nanosUntilFree(EstimationProbe probe) {
        return probe.canBeConsumed() ? 0 : Math.max(SHORTEST_WAIT_NANOS, probe.getNanosToWaitForRefill());
    }

    /** Starts a call; only after {@link #untilFree} was zero. */
    void take() {
        if (!pace.tryConsume(TOKENS_A_CALL) || !day.tryConsume(1)) {
            throw new IllegalStateException("A call was started that had no place");
        }
    }

    boolean isDayUsedUp() {
        return !day.estimateAbilityToConsume(1).canBeConsumed();
    }

    private record Meter(LongSupplier nanos, boolean wallClock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return wallClock;
        }
    }
}
