package io.audienceroutes.workflow;

import com.fasterxml.jackson.core.type.TypeReference;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.segment.RowTally;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The statements behind workflow rows: how they are made, found and read. */
final class WorkflowRows {
    private WorkflowRows() {}

    static Workflow require(Handle handle, String id) {
        return find(handle, id)
                .orElseThrow(() -> new WorkflowError(
                        "workflow-unknown",
                        "There is no workflow with the id '" + id + "'. List the workflows with: workflows list"));
    }

    static Optional<Workflow> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM workflow WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    static Optional<String> interruptedReceive(Handle handle, String destination, String fileName) {
        return handle.createQuery("SELECT id FROM workflow WHERE destination = :destination AND file_name = :file"
                        + " AND stage = 'RECEIVE' AND state IN ('FAILED', 'RUNNING') AND explicit = 0"
                        + " ORDER BY arrival DESC LIMIT 1")
                .bind("destination", destination)
                .bind("file", fileName)
                .mapTo(String.class)
                .findOne();
    }

    static void reopen(Handle handle, String id, Destination settings, long audience, String audienceName) {
        handle.createUpdate("UPDATE workflow SET state = 'RUNNING', settings = :settings, audience_id = :audience,"
                        + " audience_name = :name, ended_at = NULL WHERE id = :id")
                .bind("settings", StoredJson.write(settings))
                .bind("audience", audience)
                .bind("name", audienceName)
                .bind("id", id)
                .execute();
    }

    static void insert(
            Handle handle,
            String id,
            Destination settings,
            long audience,
            String audienceName,
            Workflows.Arrival arrival,
            String now) {
        handle.createUpdate("INSERT INTO workflow (id, type, destination, settings, audience_id, audience_name,"
                        + " file_name, explicit, state, stage, started_by, arrived_at, arrival, started_at)"
                        + " VALUES (:id, 'segment-file', :destination, :settings, :audience, :audienceName, :file,"
                        + " :explicit, 'RUNNING', 'RECEIVE', :by, :now,"
                        + " (SELECT COALESCE(MAX(arrival), 0) + 1 FROM workflow), :now)")
                .bind("id", id)
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

    static Workflow read(ResultSet row) throws SQLException {
        return new Workflow(
                row.getString("id"),
                row.getString("type"),
                StoredJson.read(row.getString("settings"), Destination.class),
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
