package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorCatalog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Limits the rate of calls per app and advertiser: evenly distributed, without bursts, counted when they start.
 *
 * <p>One pacer serves all threads of a process. A call gets a slot in the lanes of its app and of all its advertisers
 * at the same time, or in none. A throttling response slows down the affected lanes for all threads.
 */
public final class CallPacer implements AutoCloseable {
    /** The longest pause of a lane that a call waits for. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** The longest queueing time of a call. */
    static final Duration LONGEST_QUEUE = Duration.ofSeconds(60);

    /** TikTok's code for the limit of one advertiser; every other throttle is the app's. */
    private static final int ADVERTISER_LIMIT = 40133;

    private final PaceLimits perApp;
    private final PaceLimits perAdvertiser;
    private final PaceClock clock;
    private final ErrorCatalog catalog;
    private final DayCounts counts;
    private final Map<String, PaceLane> apps = new HashMap<>();
    private final Map<String, PaceLane> advertisers = new HashMap<>();

    /**
     * Uses these limits.
     *
     * @param counts counts the calls of a day
     */
    public CallPacer(
            PaceLimits perApp, PaceLimits perAdvertiser, PaceClock clock, ErrorCatalog catalog, DayCounts counts) {
        this.perApp = perApp;
        this.perAdvertiser = perAdvertiser;
        this.clock = clock;
        this.catalog = catalog;
        this.counts = counts;
    }

    /**
     * Reserves a start now, or returns how long to wait before asking again; then nothing is reserved.
     *
     * @return zero when the call is to start now
     */
    public synchronized Duration reserve(String appKey, List<String> advertiserIds) {
        List<PaceLane> lanes = lanes(appKey, advertiserIds);
        Duration longest =
                lanes.stream().map(PaceLane::untilFree).max(Duration::compareTo).orElse(Duration.ZERO);
        if (longest.isZero()) {
            lanes.forEach(PaceLane::take);
        }
        return longest;
    }

    /**
     * Waits until the call may start, and returns at its start.
     *
     * @throws TikTokThrottled if a lane pauses for more than 10 seconds, or queueing takes more than a minute
     * @throws TikTokTransient when the thread is interrupted, which stays marked
     */
    public void await(String appKey, TikTokCall call) {
        long began = clock.nanos();
        Duration pause = reserve(appKey, call.advertiserIds());
        while (!pause.isZero()) {
            Duration waited = Duration.ofNanos(clock.nanos() - began);
            if (pause.compareTo(LONGEST_WAIT) > 0 || waited.compareTo(LONGEST_QUEUE) > 0) {
                throw cannotStart(appKey, call, pause);
            }
            sleep(call, pause);
            pause = reserve(appKey, call.advertiserIds());
        }
    }

    /**
     * TikTok throttled a call: no call of that app, or of those advertisers, starts for a second, and their rate is
     * reduced for a while. How long the workflow waits after the limit of a minute or a day is {@link WaitRule}'s
     * matter.
     */
    public synchronized void throttled(String appKey, TikTokCall call, TikTokThrottled answer) {
        boolean oneAdvertiser = answer.code().orElse(0) == ADVERTISER_LIMIT;
        List<PaceLane> lanes = lanes(appKey, call.advertiserIds());
        lanes.stream()
                .skip(oneAdvertiser ? 1 : 0)
                .limit(oneAdvertiser ? lanes.size() : 1)
                .forEach(PaceLane::slowDown);
    }

    /** The current fraction of an app's rate: 1 unless TikTok throttled it. */
    synchronized double share(String appKey) {
        return lanes(appKey, List.of()).get(0).share();
    }

    /** Returns reserved calls of the day that were not made. */
    @Override
    public synchronized void close() {
        Stream.concat(apps.values().stream(), advertisers.values().stream()).forEach(PaceLane::close);
    }

    private void sleep(TikTokCall call, Duration pause) {
        try {
            clock.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TikTokTransient(fault(call, "it was stopped while it waited", "own-pace"));
        }
    }

    private synchronized TikTokThrottled cannotStart(String appKey, TikTokCall call, Duration pause) {
        List<PaceLane> lanes = lanes(appKey, call.advertiserIds());
        if (lanes.stream().anyMatch(PaceLane::isDayUsedUp)) {
            String found = "the daily calls of the app or the advertiser are used up";
            return new TikTokThrottled(fault(call, found, "own-day-limit"), ThrottleScope.DAY);
        }
        String found = "it could not start within " + LONGEST_WAIT.toSeconds()
                + " s within the rate limits in the settings; next attempt in " + pause.toMillis() + " ms";
        return new TikTokThrottled(fault(call, found, "own-pace"), ThrottleScope.SECOND);
    }

    /** The app's lane first. */
    private List<PaceLane> lanes(String appKey, List<String> advertiserIds) {
        PaceLane app = apps.computeIfAbsent(appKey, key -> new PaceLane("app " + key, perApp, clock, counts));
        Stream<PaceLane> others = advertiserIds.stream()
                .distinct()
                .map(id -> advertisers.computeIfAbsent(
                        id, key -> new PaceLane("advertiser " + key, perAdvertiser, clock, counts)));
        return Stream.concat(Stream.of(app), others).toList();
    }

    private Fault fault(TikTokCall call, String found, String condition) {
        return Fault.unanswered(call.purpose(), call.effect(), found, catalog.forCondition(condition));
    }
}
