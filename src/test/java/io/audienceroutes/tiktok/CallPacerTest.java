package io.audienceroutes.tiktok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallPacerTest {
    private static final PaceLimits WIDE = new PaceLimits(10_000, 600_000, 1_000_000_000);
    private static final TikTokCalls CALLS = new TikTokCalls();

    private final HandTurnedClock clock = new HandTurnedClock();

    /** Time passes only by sleeping, and by the lateness of waking up. */
    private static final class HandTurnedClock implements PaceClock {
        private final Random random = new Random(3);
        private Instant now = Instant.parse("2026-11-22T12:00:00Z");
        private long nanos = -5_000_000_000L;
        private long mostLateNanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            pass(duration.plusNanos(mostLateNanos == 0 ? 0 : random.nextLong(mostLateNanos)));
        }

        void pass(Duration duration) {
            nanos += duration.toNanos();
            now = now.plus(duration);
        }
    }

    private CallPacer pacer(PaceLimits app, PaceLimits advertiser) {
        return pacer(app, advertiser, DayCounts.inMemory());
    }

    private CallPacer pacer(PaceLimits app, PaceLimits advertiser, DayCounts counts) {
        return new CallPacer(app, advertiser, clock, Catalogs.shipped(), counts);
    }

    private static TikTokCall callOf(String advertiserId) {
        return CALLS.listAudiences(advertiserId, 1);
    }

    private long[] starts(CallPacer pacer, int calls) {
        long[] starts = new long[calls];
        for (int i = 0; i < calls; i++) {
            pacer.await("app", callOf("1"));
            starts[i] = clock.nanos();
        }
        return starts;
    }

    private static long mostIn(long[] starts, Duration window) {
        int first = 0;
        int most = 0;
        for (int last = 0; last < starts.length; last++) {
            while (starts[last] - starts[first] >= window.toNanos()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 30, 50, 1_000})
    void noSecondAndNoMinuteHasMoreStartsThanAllowed(int perSecond) {
        CallPacer pacer = pacer(new PaceLimits(perSecond, 60 * perSecond, 1_000_000_000), WIDE);
        clock.mostLateNanos = Math.min(4_000_000, 40_000_000L / perSecond);

        long[] starts = starts(pacer, 300 * perSecond);

        assertThat(mostIn(starts, Duration.ofSeconds(1))).isLessThanOrEqualTo(perSecond);
        assertThat(mostIn(starts, Duration.ofMinutes(1))).isLessThanOrEqualTo(60L * perSecond);
        double seconds = (starts[starts.length - 1] - starts[0]) / 1e9;
        assertThat((starts.length - 1) / seconds / perSecond).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void idleTimeIsNotSavedUpForABurst() {
        CallPacer pacer = pacer(PaceLimits.basic(), WIDE);
        starts(pacer, 5);
        clock.pass(Duration.ofHours(1));

        long[] starts = starts(pacer, 40);

        assertThat(mostIn(starts, Duration.ofSeconds(1))).isLessThanOrEqualTo(10);
        assertThat(starts[1] - starts[0]).isGreaterThan(Duration.ofMillis(90).toNanos());
    }

    @Test
    void minuteLimitBelowTheSecondsSlowsEvenly() {
        CallPacer pacer = pacer(new PaceLimits(10, 30, 1_000), WIDE);

        long[] starts = starts(pacer, 200);

        assertThat(mostIn(starts, Duration.ofMinutes(1))).isLessThanOrEqualTo(30);
    }

    @Test
    void advertiserThatIsSlowDoesNotSlowTheOthers() {
        CallPacer pacer = pacer(WIDE, new PaceLimits(1, 60, 1_000));
        assertThat(pacer.reserve("app", List.of("1"))).isZero();
        clock.pass(Duration.ofMillis(1));

        assertThat(pacer.reserve("app", List.of("1"))).isBetween(Duration.ofMillis(900), Duration.ofSeconds(2));
        assertThat(pacer.reserve("app", List.of("2", "3"))).isZero();
        clock.pass(Duration.ofMillis(1));
        assertThat(pacer.reserve("app", List.of("4", "3"))).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void callThatMustWaitTakesNoPlaceAnywhere() {
        CallPacer pacer = pacer(new PaceLimits(1, 60, 1_000), new PaceLimits(1, 60, 1_000));
        assertThat(pacer.reserve("app", List.of("1"))).isZero();
        assertThat(pacer.reserve("app", List.of("2"))).isPositive();

        assertThat(pacer.reserve("other", List.of("2"))).isZero();
    }

    @Test
    void advertiserNamedTwiceCountsOnce() {
        CallPacer pacer = pacer(WIDE, new PaceLimits(1, 60, 1_000));

        assertThat(pacer.reserve("app", List.of("1", "1"))).isZero();
    }

    @Test
    void dayIsOverAtMidnightUtc() {
        CallPacer pacer = pacer(new PaceLimits(10, 600, 3), WIDE);
        starts(pacer, 3);

        assertThatThrownBy(() -> pacer.await("app", callOf("1")))
                .isInstanceOfSatisfying(
                        TikTokThrottled.class,
                        fault -> assertThat(fault.scope()).isEqualTo(ThrottleScope.DAY))
                .hasMessage("Could not list the audiences of advertiser 1 (page 1): the daily calls of the app or"
                        + " the advertiser are used up. The daily calls that the settings of this product allow are"
                        + " used up. Workflow action: Rate limit.");
    }

    @Test
    void lastSecondsOfTheDayAreWaitedFor() {
        CallPacer pacer = pacer(new PaceLimits(10, 600, 3), WIDE);
        starts(pacer, 3);
        clock.pass(Duration.between(clock.now(), Instant.parse("2026-11-22T23:59:51Z")));

        starts(pacer, 1);

        assertThat(clock.now()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void newDayHasItsOwnCalls() {
        CallPacer pacer = pacer(new PaceLimits(10, 600, 3), WIDE);
        starts(pacer, 3);

        clock.pass(Duration.between(clock.now(), Instant.parse("2026-11-23T00:00:00Z")));

        assertThatCode(() -> starts(pacer, 3)).doesNotThrowAnyException();
        assertThatThrownBy(() -> pacer.await("app", callOf("1"))).isInstanceOf(TikTokThrottled.class);
    }

    @Test
    void startThatTakesTooLongIsThrottled() {
        CallPacer pacer = pacer(new PaceLimits(1, 3, 1_000), WIDE);
        pacer.await("app", callOf("1"));

        assertThatThrownBy(() -> pacer.await("app", callOf("1")))
                .isInstanceOfSatisfying(
                        TikTokThrottled.class,
                        fault -> assertThat(fault.scope()).isEqualTo(ThrottleScope.SECOND))
                .hasMessageContaining(
                        "it could not start within 10 s within the rate limits in the settings; next attempt in 20");
    }

    @Test
    void throttleSlowsAllCallsOfTheAppDownAndThePaceComesBack() {
        CallPacer pacer = pacer(PaceLimits.basic(), WIDE);
        starts(pacer, 3);
        pacer.throttled("app", callOf("1"), throttle(40100, "App reaches the QPS limit."));
        // Another call that was in flight with it
        pacer.throttled("app", callOf("2"), throttle(40100, "App reaches the QPS limit."));

        assertThat(pacer.share("app")).isEqualTo(0.5);
        assertThat(pacer.share("other app")).isEqualTo(1);
        assertThat(pacer.reserve("app", List.of("3"))).isEqualTo(Duration.ofSeconds(1));
        assertThat(mostIn(starts(pacer, 40), Duration.ofSeconds(1))).isEqualTo(5);
        clock.pass(PaceLane.SLOW_FOR);
        assertThat(pacer.share("app")).isEqualTo(1);
        assertThat(mostIn(starts(pacer, 40), Duration.ofSeconds(1))).isEqualTo(10);
    }

    @Test
    void repeatedThrottlesSlowDownToASixteenthAndNoFurther() {
        CallPacer pacer = pacer(PaceLimits.basic(), WIDE);
        for (int i = 0; i < 10; i++) {
            pacer.throttled("app", callOf("1"), throttle(40100, "Too many requests."));
            clock.pass(Duration.ofSeconds(3));
        }

        assertThat(pacer.share("app")).isEqualTo(PaceLane.SLOWEST_SHARE);
        clock.pass(PaceLane.SLOW_FOR.multipliedBy(4));
        assertThat(pacer.share("app")).isEqualTo(1);
    }

    @Test
    void throttleOfOneAdvertiserIsItsOwnMatter() {
        CallPacer pacer = pacer(PaceLimits.basic(), PaceLimits.basic());
        pacer.throttled("app", callOf("1"), throttle(40133, "Advertiser (1)'s QPS (12) reaches QPS limit 10"));

        assertThat(pacer.share("app")).isEqualTo(1);
        assertThat(pacer.reserve("app", List.of("2"))).isZero();
        assertThat(pacer.reserve("app", List.of("1"))).isGreaterThan(Duration.ofMillis(800));
    }

    /** What TikTok's answer becomes. */
    private TikTokThrottled throttle(int code, String message) {
        String body = "{\"code\":" + code + ",\"message\":\"" + message + "\",\"request_id\":\"2\",\"data\":{}}";
        TikTokReplies replies = new TikTokReplies(Catalogs.shipped(), Clock.systemUTC());
        try {
            replies.judge(callOf("1"), 200, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
            throw new AssertionError("a throttle is no success");
        } catch (TikTokThrottled throttled) {
            return throttled;
        }
    }

    @Test
    void callsOfTheDayAreTakenInLotsAndGivenBack() {
        Map<String, Integer> taken = new HashMap<>();
        DayCounts counts = new DayCounts() {
            @Override
            public int take(String lane, LocalDate day, int wanted, int limit) {
                taken.merge(lane + " " + day, wanted, Integer::sum);
                return wanted;
            }

            @Override
            public void giveBack(String lane, LocalDate day, int calls) {
                taken.merge(lane + " " + day, -calls, Integer::sum);
            }
        };
        CallPacer pacer = pacer(new PaceLimits(10, 600, 50_000), WIDE, counts);

        starts(pacer, 51);

        assertThat(taken).containsEntry("app app 2026-11-22", 100);
        pacer.close();
        assertThat(taken).containsEntry("app app 2026-11-22", 51).containsEntry("advertiser 1 2026-11-22", 51);
    }

    @Test
    void countThatIsKeptOutlivesThePacer() {
        DayCounts kept = DayCounts.inMemory();
        CallPacer before = pacer(new PaceLimits(10, 600, 3), WIDE, kept);
        starts(before, 2);
        before.close();

        CallPacer after = pacer(new PaceLimits(10, 600, 3), WIDE, kept);
        starts(after, 1);

        assertThatThrownBy(() -> after.await("app", callOf("1")))
                .isInstanceOfSatisfying(
                        TikTokThrottled.class,
                        fault -> assertThat(fault.scope()).isEqualTo(ThrottleScope.DAY));
    }

    @Test
    void interruptedWaitEndsAndStaysMarked() {
        CallPacer pacer = new CallPacer(
                new PaceLimits(1, 60, 1_000),
                WIDE,
                PaceClock.system(Clock.systemUTC()),
                Catalogs.shipped(),
                DayCounts.inMemory());
        pacer.await("app", callOf("1"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> pacer.await("app", callOf("1"))).isInstanceOf(TikTokTransient.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void threadsTogetherKeepToTheLimit() throws InterruptedException {
        CallPacer pacer = new CallPacer(
                new PaceLimits(50, 3_000, 1_000_000),
                WIDE,
                PaceClock.system(Clock.systemUTC()),
                Catalogs.shipped(),
                DayCounts.inMemory());
        ConcurrentLinkedQueue<Long> taken = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> IntStream.range(0, 20).forEach(n -> {
                pacer.await("app", callOf("1"));
                taken.add(System.nanoTime());
            }));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        long[] starts = taken.stream().mapToLong(Long::longValue).sorted().toArray();
        assertThat(starts).hasSize(80);
        assertThat(starts[79] - starts[0])
                .isGreaterThan(Duration.ofMillis(1_500).toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0,1,1", "1,0,1", "1,1,0", "10001,1,1"})
    void paceThatAllowsNothingIsRefused(String limits) {
        int[] values = Stream.of(limits.split(",")).mapToInt(Integer::parseInt).toArray();

        assertThatThrownBy(() -> new PaceLimits(values[0], values[1], values[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "A rate limit must allow at least one call, and at most 10000 a second, but found ");
    }
}
