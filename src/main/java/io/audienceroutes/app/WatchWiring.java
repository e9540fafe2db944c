package io.audienceroutes.app;

import io.audienceroutes.audience.AudienceHistory;
import io.audienceroutes.audience.AudienceWarnings;
import io.audienceroutes.audience.AudienceWatches;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.destination.DestinationFolder;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.watch.AudienceMonitor;
import io.audienceroutes.watch.AudienceReports;
import io.audienceroutes.watch.WatchSettings;
import io.audienceroutes.workflow.PauseSwitch;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.camel.spi.Registry;

/** Creates the objects that monitor audiences between deliveries, and binds the beans that the routes use. */
public final class WatchWiring {
    private final AudienceMonitor audienceMonitor;
    private final AudienceReports reports;

    WatchWiring(
            BundleSettings settings,
            StateDatabase database,
            DestinationFolder destinations,
            ErrorCatalog catalog,
            PauseSwitch gate,
            Clock clock) {
        WatchSettings times = new WatchSettings(
                Duration.ofHours(settings.number("tiktok.available-after-hours")),
                Duration.ofHours(settings.number("watch.interval-hours")),
                Duration.ofDays(settings.number("watch.expires-soon-days")),
                Duration.ofDays(settings.number("watch.stale-days")),
                Duration.ofDays(settings.number("watch.keep-history-days")),
                settings.environment());
        Predicate<String> isConfigured = name -> destinations.now().find(name).isPresent();
        AudienceWatches watches = new AudienceWatches(database, clock);
        audienceMonitor = new AudienceMonitor(watches, times, isConfigured, catalog, gate, clock);
        reports = new AudienceReports(
                watches, new AudienceHistory(database), new AudienceWarnings(database), times, isConfigured, clock);
    }

    void bindTo(Registry registry) {
        registry.bind("audienceMonitor", audienceMonitor);
        registry.bind("audienceReports", reports);
    }

    public AudienceMonitor audienceMonitor() {
        return audienceMonitor;
    }

    public AudienceReports reports() {
        return reports;
    }
}
