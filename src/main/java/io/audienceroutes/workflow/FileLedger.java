package io.audienceroutes.workflow;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Which content went to which audience under which settings. A file is a duplicate only of the newest open workflow or,
 * where none is open, of the last confirmed one: the lists A, B, A are three deliveries, also when they come faster than
 * they are delivered, and a failed file dropped again is delivered.
 */
final class FileLedger {
    private FileLedger() {}

    static Optional<String> deliveredOrOpen(Handle handle, Workflow workflow, String sha256, String settingsSha256) {
        return handle.createQuery("SELECT workflow_id FROM (SELECT l.* FROM file_ledger l"
                        + " JOIN workflow w ON w.id = l.workflow_id WHERE l.destination = :destination"
                        + " AND l.audience_id = :audience AND l.state <> 'RELEASED' AND l.workflow_id <> :self"
                        + " ORDER BY l.state = 'OPEN' DESC, CASE WHEN l.state = 'CONFIRMED' THEN l.changed_at END DESC,"
                        + " w.arrival DESC LIMIT 1)"
                        + " WHERE file_sha256 = :file AND settings_sha256 = :settings")
                .bind("destination", workflow.destination())
                .bind("audience", workflow.audience())
                .bind("file", sha256)
                .bind("settings", settingsSha256)
                .bind("self", workflow.id())
                .mapTo(String.class)
                .findOne();
    }

    static void claim(Handle handle, Workflow workflow, String sha256, String settingsSha256, String now) {
        handle.createUpdate("INSERT INTO file_ledger (workflow_id, destination, audience_id, file_sha256,"
                        + " settings_sha256, state, changed_at)"
                        + " VALUES (:id, :destination, :audience, :file, :settings, 'OPEN', :now)"
                        + " ON CONFLICT (workflow_id) DO UPDATE SET state = 'OPEN', audience_id = :audience,"
                        + " file_sha256 = :file, settings_sha256 = :settings, changed_at = :now")
                .bind("id", workflow.id())
                .bind("destination", workflow.destination())
                .bind("audience", workflow.audience())
                .bind("file", sha256)
                .bind("settings", settingsSha256)
                .bind("now", now)
                .execute();
    }

    static void confirm(Handle handle, String workflowId, String now) {
        change(handle, workflowId, "CONFIRMED", now);
    }

    static void release(Handle handle, String workflowId, String now) {
        change(handle, workflowId, "RELEASED", now);
    }

    static void reopen(Handle handle, String workflowId, String now) {
        change(handle, workflowId, "OPEN", now);
    }

    private static void change(Handle handle, String workflowId, String state, String now) {
        handle.createUpdate("UPDATE file_ledger SET state = :state, changed_at = :now WHERE workflow_id = :id")
                .bind("state", state)
                .bind("now", now)
                .bind("id", workflowId)
                .execute();
    }
}
