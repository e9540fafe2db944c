package io.audienceroutes.workflow;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Records which content was delivered to which audience with which settings and opt-out list. A file is a duplicate
 * only if delivering it would change nothing: the audience is exactly the result of a workflow that completely
 * delivered the same, no other list was delivered in between, and TikTok still has the audience. The order is that of
 * the arrival numbers, never of clock times.
 */
final class FileLedger {
    private FileLedger() {}

    /**
     * The workflow that delivered the same, if nothing has changed since.
     *
     * @param optOutSha256 of the opt-out list that counts; any does where it is empty
     */
    static Optional<String> sameAsDelivered(Handle handle, Workflow workflow, Optional<String> optOutSha256) {
        return handle.createQuery("""
                        SELECT l.workflow_id
                        FROM file_ledger l
                        JOIN workflow w ON w.id = l.workflow_id
                        JOIN audience a ON a.id = l.audience_id
                        JOIN file_ledger mine ON mine.workflow_id = :self
                        WHERE l.audience_id = :audience
                          AND l.destination = :destination
                          AND l.state = 'CONFIRMED'
                          AND l.workflow_id <> :self
                          AND l.workflow_id = (
                            SELECT s.workflow_id
                            FROM audience_snapshot s
                            WHERE s.audience_id = :audience
                            ORDER BY s.generation DESC LIMIT 1)
                          AND l.file_sha256 = mine.file_sha256
                          AND l.settings_sha256 = :settings
                          AND (:optOut IS NULL OR l.opt_out_sha256 = :optOut)
                          AND l.tiktok_audience_id = a.tiktok_audience_id
                          AND a.unfolded_workflow IS NULL
                          AND NOT EXISTS (
                            SELECT 1
                            FROM audience_warning g
                            WHERE g.audience_id = :audience
                              AND g.kind = 'gone'
                              AND g.resolved_at IS NULL)
                          AND NOT EXISTS (
                            SELECT 1
                            FROM workflow o
                            WHERE o.audience_id = :audience
                              AND o.type IN ('segment-file', 'campaign')
                              AND o.state <> 'SKIPPED'
                              AND o.id <> :self
                              AND o.arrival > w.arrival
                              AND o.arrival < :arrival)
                        """)
                .bind("destination", workflow.destination())
                .bind("audience", workflow.audience())
                .bind("optOut", optOutSha256.orElse(null))
                .bind("settings", workflow.settings().sha256())
                .bind("self", workflow.id())
                .bind("arrival", workflow.arrival())
                .mapTo(String.class)
                .findOne();
    }

    static void claim(Handle handle, Workflow workflow, String sha256, String now) {
        handle.createUpdate("""
                        INSERT INTO file_ledger (
                          workflow_id, destination, audience_id, file_sha256, settings_sha256, state, changed_at)
                        VALUES (:id, :destination, :audience, :file, :settings, 'OPEN', :now)
                        ON CONFLICT (workflow_id) DO UPDATE
                        SET state = 'OPEN',
                            audience_id = :audience,
                            file_sha256 = :file,
                            settings_sha256 = :settings,
                            changed_at = :now
                        """)
                .bind("id", workflow.id())
                .bind("destination", workflow.destination())
                .bind("audience", workflow.audience())
                .bind("file", sha256)
                .bind("settings", workflow.settings().sha256())
                .bind("now", now)
                .execute();
    }

    /** The settings of the delivery from now on: settings and audience may have changed since the file arrived. */
    static void prepared(Handle handle, Workflow workflow, String optOutSha256) {
        handle.createUpdate("""
                        UPDATE file_ledger
                        SET opt_out_sha256 = :optOut, settings_sha256 = :settings, audience_id = :audience
                        WHERE workflow_id = :id
                        """)
                .bind("optOut", optOutSha256)
                .bind("settings", workflow.settings().sha256())
                .bind("audience", workflow.audience())
                .bind("id", workflow.id())
                .execute();
    }

    /** The workflow has ended; {@code whole}: everything is certainly done. */
    static void confirm(Handle handle, Workflow workflow, boolean whole, String now) {
        change(handle, workflow.id(), whole ? "CONFIRMED" : "PARTIAL", now);
        handle.createUpdate("""
                        UPDATE file_ledger
                        SET settings_sha256 = :settings,
                            audience_id = :audience,
                            tiktok_audience_id = (SELECT tiktok_audience_id FROM audience WHERE id = :audience)
                        WHERE workflow_id = :id
                        """)
                .bind("settings", workflow.settings().sha256())
                .bind("audience", workflow.audience())
                .bind("id", workflow.id())
                .execute();
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
