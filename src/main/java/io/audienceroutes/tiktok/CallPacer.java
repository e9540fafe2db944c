package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorCatalog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts calls no faster than app and advertisers may: spread evenly, without bursts, counted when they start.
 *
 * <p>One pacer serves all threads of a process. A call takes a place in the lane of its app and of each of its
 * advertisers at once, or in none.
 */
public final class CallPacer {
    /** The longest that a call waits for its start. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final PaceLimits perApp;
    private final PaceLimits perAdvertiser;
    private final PaceClock clock;
    private final ErrorCatalog catalog;
    private final Map<String, PaceLane> apps = new HashMap<>();
    private final Map<String, PaceLane> advertisers = new HashMap<>();

    public CallPacer(PaceLimits perApp, PaceLimits perAdvertiser, PaceClock clock, ErrorCatalog catalog) {
        this.perApp = perApp;
        this.perAdvertiser = perAdvertiser;
        this.clock = clock;
        this.catalog = catalog;
    }

    /**
     * Takes a start now, or tells how long to wait before asking again; then nothing is taken.
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
     * @throws TikTokThrottled when that takes more than 10 seconds
     * @throws TikTokTransient when the thread is interrupted, which stays marked
     */
    public void await(String appKey, TikTokCall call) {
        long began = clock.nanos();
        Duration pause = reserve(appKey, call.advertiserIds());
        while (!pause.isZero()) {
            Duration waited = Duration.ofNanos(clock.nanos() - began);
            if (waited.plus(pause).compareTo(LONGEST_WAIT) > 0) {
                throw throttled(appKey, call, pause);
            }
            sleep(call, pause);
            pause = reserve(appKey, call.advertiserIds());
        }
    }

    private void sleep(TikTokCall call, Duration pause) {
        try {
            clock.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TikTokTransient(fault(call, "it was stopped while it waited for its start", "own-pace"));
        }
    }

    private TikTokThrottled throttled(String appKey, TikTokCall call, Duration pause) {
        if (isDayUsedUp(appKey, call)) {
            String found = "the calls of the day are used up, for the app or the advertiser";
            return new TikTokThrottled(fault(call, found, "own-day-limit"), ThrottleScope.DAY);
        }
        String found = "it could not start within " + LONGEST_WAIT.toSeconds()
                + " s at the pace in the settings; next in " + pause.toMillis() + " ms";
        return new TikTokThrottled(fault(call, found, "own-pace"), ThrottleScope.SECOND);
    }

    private synchronized boolean isDayUsedUp(String appKey, TikTokCall call) {
        return lanes(appKey, call.advertiserIds()).stream().anyMatch(PaceLane::isDayUsedUp);
    }

    private List<PaceLane> lanes(String appKey, List<String> advertiserIds) {
        PaceLane app = apps.computeIfAbsent(appKey, key -> new PaceLane(perApp, clock));
        Stream<PaceLane> others = advertiserIds.stream()
                .distinct()
                .map(id -> advertisers.computeIfAbsent(id, key -> new PaceLane(perAdvertiser, clock)));
        return Stream.concat(Stream.of(app), others).toList();
    }

    private Fault fault(TikTokCall call, String found, String condition) {
        return Fault.unanswered(call.purpose(), call.effect(), found, catalog.forCondition(condition));
    }
}
