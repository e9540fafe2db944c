package io.audienceroutes.stage.recover;

import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.failure.AlertTopic;
import io.audienceroutes.failure.Alerts;
import io.audienceroutes.failure.FailureClassifier;
import io.audienceroutes.failure.FailureNews;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles an exception or {@link Error} of a timer route or background task: one alert, and an occasional line in the
 * log, however often it occurs. The timer continues. Used by every route that starts with a timer.
 */
public final class TimerFaults {
    private static final Logger LOG = LoggerFactory.getLogger(TimerFaults.class);
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(10);

    private final FailureClassifier causes;
    private final Alerts alerts;
    private final StorageWatch storage;
    private final Consumer<FailureNews> route;
    private final Clock clock;
    private final Map<String, Instant> logged = new HashMap<>();

    /** Raises alerts by this route. */
    public TimerFaults(
            ErrorCatalog catalog, Alerts alerts, StorageWatch storage, Consumer<FailureNews> route, Clock clock) {
        this.causes = new FailureClassifier(catalog);
        this.alerts = alerts;
        this.storage = storage;
        this.route = route;
        this.clock = clock;
    }

    /** This work failed with an exception, and is repeated. */
    public void met(String work, Throwable exception) {
        Throwable cause = FailureClassifier.meaning(exception);
        if (storage.met(exception)
                || !due(work + " " + root(exception).getClass().getName())) {
            return;
        }
        FailureClassifier.Cause described = causes.describe(cause);
        FailureNews news = new FailureNews(
                new AlertTopic(
                        AlertTopic.Kind.BACKGROUND_WORK,
                        work + " " + root(exception).getClass().getName()),
                described.action().title(),
                "The background work of " + work + " failed and will be retried: " + described.message(),
                Optional.of(described.action().id()));
        try {
            if (!alerts.repeatedSince(news.topic(), clock.instant().minus(FORGOTTEN_AFTER))) {
                route.accept(news);
            }
        } catch (RuntimeException e) {
            LOG.error("{} The alert could not be stored.", news.line());
        }
    }

    private synchronized boolean due(String what) {
        Instant now = clock.instant();
        boolean due = now.isAfter(logged.getOrDefault(what, Instant.EPOCH).plus(BETWEEN_LINES));
        if (due) {
            logged.put(what, now);
        }
        return due;
    }

    private static Throwable root(Throwable exception) {
        Throwable root = exception;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
