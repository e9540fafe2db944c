package io.audienceroutes.failure;

import io.audienceroutes.state.StateDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The stored alerts. */
public final class Alerts {
    private final StateDatabase database;
    private final Clock clock;

    /** Stores alerts in the database; times come from the clock. */
    public Alerts(StateDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Stores an alert. */
    public Alert raise(FailureNews news) {
        Alert alert = new Alert(
                news.workflowId(), clock.instant(), news.title(), news.message(), news.action(), news.topic());
        database.useTransaction(handle -> handle.createUpdate("""
                        INSERT INTO alert (workflow_id, at, title, message, action, topic, subject)
                        VALUES (:workflow, :at, :title, :message, :action, :topic, :subject)
                        """)
                .bind("workflow", alert.workflowId())
                .bind("at", alert.at())
                .bind("title", alert.title())
                .bind("message", alert.message())
                .bind("action", alert.action())
                .bind("topic", alert.topic().kind())
                .bind("subject", alert.topic().subject())
                .execute());
        return alert;
    }

    /**
     * Whether an alert with this topic was raised since then; if so, its time is set to now. A file that stays at its
     * source is seen at each poll, but raises only one alert.
     */
    public boolean repeatedSince(AlertTopic topic, Instant since) {
        return database.inTransaction(handle -> handle.createUpdate("""
                        UPDATE alert
                        SET at = :now
                        WHERE id = (
                          SELECT MAX(id)
                          FROM alert
                          WHERE topic = :topic
                            AND subject = :subject
                            AND at >= :since)
                        """)
                        .bind("now", clock.instant())
                        .bind("topic", topic.kind())
                        .bind("subject", topic.subject())
                        .bind("since", since)
                        .execute())
                > 0;
    }

    /** The alerts without a workflow that occurred since then, oldest first. */
    public List<Alert> withoutWorkflowSince(Instant since) {
        return newest(Integer.MAX_VALUE).stream()
                .filter(alert -> alert.workflowId().isEmpty() && !alert.at().isBefore(since))
                .sorted(Comparator.comparing(Alert::at))
                .toList();
    }

    /** Throws if the database cannot be written. */
    public void requireWritable() {
        database.requireWritable();
    }

    /** The newest alerts first. */
    public List<Alert> newest(int limit) {
        return database.read(handle -> handle.createQuery("SELECT * FROM alert ORDER BY id DESC LIMIT :limit")
                .bind("limit", limit)
                .mapTo(Alert.class)
                .list());
    }
}
