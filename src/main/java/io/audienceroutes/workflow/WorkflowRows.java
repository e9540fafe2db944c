package io.audienceroutes.workflow;

import com.fasterxml.jackson.core.type.TypeReference;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.state.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The statements behind workflow rows: how they are made, found and read. */
public final class WorkflowRows {
    private WorkflowRows() {}

    public static Workflow require(Handle handle, String id) {
        return find(handle, id)
                .orElseThrow(() -> new WorkflowError(
                        "workflow-unknown",
                        "There is no workflow with the id '" + id
                                + "'. List the workflows with: audience-routes workflows list"));
    }

    static Optional<Workflow> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM workflow WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    static Optional<String> interruptedReceive(Handle handle, String destination, String fileName) {
        return handle.createQuery("""
                        SELECT id
                        FROM workflow
                        WHERE destination = :destination
                          AND file_name = :file
                          AND stage = 'RECEIVE'
                          AND state IN ('FAILED', 'RUNNING')
                          AND explicit = 0
                        ORDER BY arrival DESC LIMIT 1
                        """)
                .bind("destination", destination)
                .bind("file", fileName)
                .mapTo(String.class)
                .findOne();
    }

    /** The file is copied again: it is as new as one that arrives now. */
    static void reopen(Handle handle, String id, Destination settings, long audience, String audienceName, String now) {
        handle.createUpdate("""
                        UPDATE workflow
                        SET state = 'RUNNING',
                            settings = :settings,
                            audience_id = :audience,
                            audience_name = :name,
                            ended_at = NULL,
                            arrived_at = :now,
                            arrival = (SELECT MAX(arrival) + 1 FROM workflow)
                        WHERE id = :id
                        """)
                .bind("now", now)
                .bind("settings", StoredJson.write(settings))
                .bind("audience", audience)
                .bind("name", audienceName)
                .bind("id", id)
                .execute();
    }

    public static void insert(
            Handle handle,
            String id,
            Destination settings,
            long audience,
            String audienceName,
            Arrival arrival,
            String now) {
        handle.createUpdate("""
                        INSERT INTO workflow (
                          id, type, destination, settings, audience_id, audience_name, file_name, explicit,
                          state, stage, started_by, arrived_at, arrival, started_at, environment)
                        VALUES (
                          :id, :type, :destination, :settings, :audience, :audienceName, :file, :explicit,
                          'RUNNING', 'RECEIVE', :by, :now, (SELECT COALESCE(MAX(arrival), 0) + 1 FROM workflow),
                          :now, :environment)
                        """)
                .bind("environment", settings.environment().name())
                .bind("id", id)
                .bind("type", arrival.type().id())
                .bind("destination", settings.name())
                .bind("settings", StoredJson.write(settings))
                .bind("audience", audience)
                .bind("audienceName", audienceName)
                .bind("file", arrival.fileName())
                .bind("explicit", arrival.explicit())
                .bind("by", arrival.startedBy())
                .bind("now", now)
                .execute();
    }

    /** The file has been received: earlier failures no longer matter. */
    public static void noteFile(Handle handle, String id, String sha256, long bytes) {
        handle.createUpdate("""
                        UPDATE workflow
                        SET file_sha256 = :sha, file_bytes = :bytes, failure = NULL, receipt = NULL
                        WHERE id = :id
                        """)
                .bind("sha", sha256)
                .bind("bytes", bytes)
                .bind("id", id)
                .execute();
    }

    /** Lets a workflow that was just made wait for what it is about. */
    public static void waitForFiles(Handle handle, String id, WorkflowType type) {
        handle.createUpdate("""
                        UPDATE workflow
                        SET type = :type,
                            state = 'WAITING',
                            waiting_for = 'FILE',
                            stage = 'PREPARE',
                            started_at = NULL
                        WHERE id = :id
                        """).bind("type", type.id()).bind("id", id).execute();
    }

    /** A workflow that collected files is queued by its completion, not by its start. */
    public static void newArrival(Handle handle, String id) {
        handle.createUpdate("UPDATE workflow SET arrival = (SELECT MAX(arrival) + 1 FROM workflow) WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** No unlisted member is removed: a part of the list is missing. */
    public static void keepUnlisted(Handle handle, String id) {
        handle.createUpdate("UPDATE workflow SET keeps_unlisted = 1 WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    public static void failure(Handle handle, String id, Failure failure) {
        handle.createUpdate("UPDATE workflow SET failure = :failure WHERE id = :id")
                .bind("failure", StoredJson.write(failure))
                .bind("id", id)
                .execute();
    }

    private static Destination settings(ResultSet row) throws SQLException {
        Destination stored = StoredJson.read(row.getString("settings"), Destination.class);
        return row.getBoolean("keeps_unlisted") ? stored.withoutRemovals() : stored;
    }

    static Workflow read(ResultSet row) throws SQLException {
        return new Workflow(
                row.getString("id"),
                WorkflowType.of(row.getString("type")),
                settings(row),
                row.getLong("audience_id"),
                row.getString("audience_name"),
                row.getString("file_name"),
                Optional.ofNullable(row.getString("file_sha256")),
                row.getBoolean("explicit"),
                WorkflowState.valueOf(row.getString("state")),
                Stage.valueOf(row.getString("stage")),
                Optional.ofNullable(row.getString("waiting_for")).map(WaitingFor::valueOf),
                StoredTime.read(row.getString("resume_at")),
                row.getBoolean("stop_requested"),
                Optional.ofNullable(row.getString("failure")).map(json -> StoredJson.read(json, Failure.class)),
                StoredTime.read(row.getString("failing_since")),
                row.getInt("failures_in_row"),
                Optional.ofNullable(row.getString("preparation")).map(json -> StoredJson.read(json, RowTally.class)),
                Optional.ofNullable(row.getString("comparison")).map(json -> StoredJson.read(json, Comparison.class)),
                StoredJson.read(row.getString("findings"), new TypeReference<List<Finding>>() {}),
                StoredJson.read(row.getString("warnings"), new TypeReference<List<String>>() {}),
                Optional.ofNullable(row.getString("receipt")).map(json -> StoredJson.read(json, Receipt.class)),
                row.getString("started_by"),
                StoredTime.read(row.getString("arrived_at")).orElseThrow(),
                row.getLong("arrival"),
                StoredTime.read(row.getString("started_at")),
                StoredTime.read(row.getString("ended_at")),
                Optional.ofNullable(row.getString("superseded_by")));
    }
}
