package io.audienceroutes.workflow;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Which content went to which audience under which settings. A file is a duplicate only of an open workflow or of the
 * last confirmed one: the lists A, B, A are three deliveries, and a failed file dropped again is delivered.
 */
final class FileLedger {
    private FileLedger() {}

    static Optional<String> deliveredOrOpen(Handle handle, Workflow workflow, String sha256, String settingsSha256) {
        return handle.createQuery("SELECT workflow_id FROM file_ledger l"
                        + " WHERE destination = :destination AND audience_id = :audience AND file_sha256 = :file"
                        + " AND settings_sha256 = :settings AND workflow_id <> :self AND (state = 'OPEN'"
                        + " OR state = 'CONFIRMED' AND NOT EXISTS (SELECT 1 FROM file_ledger newer"
                        + "   WHERE newer.destination = l.destination AND newer.audience_id = l.audience_id"
                        + "   AND newer.state = 'CONFIRMED' AND newer.changed_at > l.changed_at)) LIMIT 1")
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
