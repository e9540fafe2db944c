package io.audienceroutes.app;

import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.failure.AlertTopic;
import io.audienceroutes.failure.Alerts;
import io.audienceroutes.failure.FailureNews;
import io.audienceroutes.source.SourceNews;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends alerts about sources. */
final class SourceAlerts implements Consumer<SourceNews> {
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final Consumer<FailureNews> route;
    private final ErrorCatalog catalog;
    private final Alerts alerts;
    private final Clock clock;

    SourceAlerts(Consumer<FailureNews> route, ErrorCatalog catalog, Alerts alerts, Clock clock) {
        this.route = route;
        this.catalog = catalog;
        this.alerts = alerts;
        this.clock = clock;
    }

    @Override
    public void accept(SourceNews news) {
        Optional<WorkflowAction> action = news.condition()
                .map(condition -> catalog.forCondition(condition).action());
        String title = action.map(WorkflowAction::title).orElse("Source works again");
        String message =
                action.isEmpty() ? news.message() : news.message() + " Destination: " + news.destination() + ".";
        boolean oneFile =
                news.condition().filter("source-file-left-alone"::equals).isPresent();
        AlertTopic topic = oneFile
                ? new AlertTopic(AlertTopic.Kind.SOURCE_FILE, news.destination() + " " + news.subject())
                : new AlertTopic(AlertTopic.Kind.SOURCE, news.destination());
        if (!oneFile || !alerts.repeatedSince(topic, clock.instant().minus(FORGOTTEN_AFTER))) {
            route.accept(new FailureNews(topic, title, message, action.map(WorkflowAction::id)));
        }
    }
}
