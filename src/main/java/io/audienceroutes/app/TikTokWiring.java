package io.audienceroutes.app;

import io.audienceroutes.call.Attempts;
import io.audienceroutes.call.CallCounts;
import io.audienceroutes.call.TikTokAnswers;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.tiktok.CallPacer;
import io.audienceroutes.tiktok.DayCounts;
import io.audienceroutes.tiktok.PaceClock;
import io.audienceroutes.tiktok.PaceLimits;
import io.audienceroutes.tiktok.RetryBudget;
import io.audienceroutes.tiktok.TikTokReplies;
import io.audienceroutes.tiktok.WaitRule;
import io.audienceroutes.tiktok.WaitSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/**
 * Creates the objects that call TikTok (connection, rate limits, evaluation of responses), and binds the beans that the
 * routes use.
 */
final class TikTokWiring implements AutoCloseable {
    private static final String SANDBOX = "sandbox.base-url";
    private static final Pattern LOOPBACK = Pattern.compile("http://(127\\.0\\.0\\.1|localhost|\\[::1]):[0-9]{1,5}");

    private final Supplier<TikTokConnection> connection;
    private final CallPacer pacer;
    private final Attempts attempts;
    private final TikTokAnswers answers;
    private final CallBounds bounds;

    TikTokWiring(
            BundleSettings settings,
            Secrets secrets,
            StateWiring state,
            ErrorCatalog catalog,
            Function<String, Optional<String>> appOf,
            RandomGenerator random,
            Clock clock) {
        pacer = pacer(settings, new CallCounts(state.database()), catalog, clock);
        attempts = new Attempts(
                state.workflows(),
                state.batchLedger(),
                pacer,
                new RetryBudget(random),
                appOf,
                clock,
                sandbox(settings),
                settings.environment());
        connection = () -> TikTokConnection.of(settings, secrets::require);
        bounds = new CallBounds(
                settings.millis("tiktok.connect-timeout-ms"),
                settings.millis("tiktok.response-timeout-ms"),
                attempts::beforeWire);
        answers = new TikTokAnswers(new TikTokReplies(catalog, clock));
    }

    void bindTo(CamelContext camel) {
        Registry registry = camel.getRegistry();
        TikTokConnection tiktok = connection.get();
        tiktok.bindTo(registry, bounds);
        camel.getPropertiesComponent()
                .resolveProperty("tiktok.base-url")
                .ifPresent(baseUrl -> tiktok.protect(camel, baseUrl));
        registry.bind("attempts", attempts);
        registry.bind("tiktokAnswers", answers);
    }

    /** The process is about to end: calls that are still in flight then are aborted. */
    void endWithin(Duration patience) {
        bounds.endWithin(patience);
    }

    /** How TikTok is reached, by the settings. */
    TikTokConnection connection() {
        return connection.get();
    }

    @Override
    public void close() {
        pacer.close();
        bounds.close();
    }

    /** The address for rehearsals; only on this machine, because rehearsals send the same data as production. */
    private static String sandbox(BundleSettings settings) {
        String address = settings.text(SANDBOX);
        if (!LOOPBACK.matcher(address).matches()) {
            throw new InvalidSettings(
                    SANDBOX + " is the address that destinations in the sandbox deliver to: expected"
                            + " the simulator on this machine, as http://127.0.0.1:PORT, but found another address. Correct it.");
        }
        return address;
    }

    /** The rate limit of one app. */
    static PaceLimits pace(BundleSettings settings) {
        return new PaceLimits(
                settings.number("tiktok.requests-per-second"),
                settings.number("tiktok.requests-per-minute"),
                settings.number("tiktok.requests-per-day"));
    }

    /** How long a workflow waits for TikTok. */
    static WaitRule waitRule(BundleSettings settings, RandomGenerator random) {
        WaitSettings defaults = WaitSettings.defaults();
        return new WaitRule(
                new WaitSettings(
                        settings.millis("tiktok.minute-throttle-ms"),
                        settings.millis("tiktok.outage-delay-ms"),
                        defaults.longestPause(),
                        Duration.ofHours(settings.number("tiktok.outage-hours")),
                        defaults.throttleBudget(),
                        settings.millis("tiktok.not-ready-delay-ms"),
                        defaults.notReadyBudget()),
                random);
    }

    private static CallPacer pacer(BundleSettings settings, CallCounts counts, ErrorCatalog catalog, Clock clock) {
        return new CallPacer(
                pace(settings),
                new PaceLimits(
                        settings.number("tiktok.advertiser-requests-per-second"),
                        settings.number("tiktok.advertiser-requests-per-minute"),
                        settings.number("tiktok.advertiser-requests-per-day")),
                PaceClock.system(clock),
                catalog,
                new DayCounts() {
                    @Override
                    public int take(String lane, LocalDate day, int wanted, int limit) {
                        return counts.take(lane, day, wanted, limit);
                    }

                    @Override
                    public void giveBack(String lane, LocalDate day, int calls) {
                        counts.giveBack(lane, day, calls);
                    }
                });
    }
}
