package io.audienceroutes.failure;

import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StoredTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The alerts that people have to see. */
public final class Alerts {
    private final StateDatabase database;
    private final Clock clock;

    /** Keeps alerts in the database; times come from the clock. */
    public Alerts(StateDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Stores an alert. */
    public Alert raise(Optional<String> workflowId, String title, String message, Optional<String> action) {
        Alert alert = new Alert(workflowId, clock.instant(), title, message, action);
        database.useTransaction(handle -> handle.createUpdate(
                        "INSERT INTO alert"
                                + " (workflow_id, at, title, message, action) VALUES (:workflow, :at, :title, :message, :action)")
                .bind("workflow", workflowId.orElse(null))
                .bind("at", StoredTime.write(alert.at()))
                .bind("title", title)
                .bind("message", message)
                .bind("action", action.orElse(null))
                .execute());
        return alert;
    }

    /**
     * Whether the same alert without a workflow was met since then; its time becomes now. A file that stays at its source
     * is met at each poll, and one alert is raised.
     */
    public boolean repeatedSince(String title, String message, Instant since) {
        return database.inTransaction(handle -> handle.createUpdate(
                                "UPDATE alert SET at = :now"
                                        + " WHERE workflow_id IS NULL AND title = :title AND message = :message AND at >= :since")
                        .bind("now", StoredTime.write(clock.instant()))
                        .bind("title", title)
                        .bind("message", message)
                        .bind("since", StoredTime.write(since))
                        .execute())
                > 0;
    }

    /** The alerts without a workflow that were met since then, oldest first. */
    public List<Alert> withoutWorkflowSince(Instant since) {
        return newest(Integer.MAX_VALUE).stream()
                .filter(alert -> alert.workflowId().isEmpty() && !alert.at().isBefore(since))
                .sorted(Comparator.comparing(Alert::at))
                .toList();
    }

    /** Raises what keeps the database from being written. */
    public void requireWritable() {
        database.useTransaction(handle -> handle.createUpdate("UPDATE installation SET environment = environment")
                .execute());
    }

    /** The newest alerts first. */
    public List<Alert> newest(int limit) {
        return database.read(handle -> handle.createQuery("SELECT * FROM alert ORDER BY id DESC LIMIT :limit")
                .bind("limit", limit)
                .map((row, context) -> new Alert(
                        Optional.ofNullable(row.getString("workflow_id")),
                        StoredTime.read(row.getString("at")).orElseThrow(),
                        row.getString("title"),
                        row.getString("message"),
                        Optional.ofNullable(row.getString("action"))))
                .list());
    }
}
