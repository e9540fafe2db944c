package io.audienceroutes.workflow;

import io.audienceroutes.audience.AudienceWarning;
import io.audienceroutes.audience.AudienceWarnings;
import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.MemberRecords;
import java.time.Instant;
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
        Audiences.Audience audience = Audiences.require(handle, workflow.audience());
        return MemberRecords.lastWorkflow(handle, workflow.audience())
                .filter(last -> !last.equals(workflow.id()))
                .filter(last -> delivered(handle, last, workflow, audience, optOutSha256))
                .filter(last ->
                        MemberRecords.unfolded(handle, workflow.audience()).isEmpty())
                .filter(last -> !AudienceWarnings.standing(handle, workflow.audience(), AudienceWarning.Kind.GONE))
                .filter(last -> !WorkflowSearch.listsBetween(handle, last, workflow));
    }

    /** Whether that workflow delivered the content of this one in full, to the audience that TikTok has now. */
    private static boolean delivered(
            Handle handle,
            String earlier,
            Workflow workflow,
            Audiences.Audience audience,
            Optional<String> optOutSha256) {
        return handle.createQuery("""
                        SELECT EXISTS (
                          SELECT 1
                          FROM file_ledger l
                          JOIN file_ledger mine ON mine.workflow_id = :self
                          WHERE l.workflow_id = :earlier
                            AND l.audience_id = :audience
                            AND l.destination = :destination
                            AND l.state = 'CONFIRMED'
                            AND l.file_sha256 = mine.file_sha256
                            AND l.settings_sha256 = :settings
                            AND (:optOut IS NULL OR l.opt_out_sha256 = :optOut)
                            AND l.tiktok_audience_id = :tiktokId)
                        """)
                .bind("self", workflow.id())
                .bind("earlier", earlier)
                .bind("audience", workflow.audience())
                .bind("destination", workflow.destination())
                .bind("settings", workflow.settings().sha256())
                .bind("optOut", optOutSha256.orElse(null))
                .bind("tiktokId", audience.tiktokId().orElse(null))
                .mapTo(Boolean.class)
                .one();
    }

    static void claim(Handle handle, Workflow workflow, String sha256, Instant now) {
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
    static void confirm(Handle handle, Workflow workflow, boolean whole, Instant now) {
        change(handle, workflow.id(), whole ? "CONFIRMED" : "PARTIAL", now);
        handle.createUpdate("""
                        UPDATE file_ledger
                        SET settings_sha256 = :settings, audience_id = :audience, tiktok_audience_id = :tiktokId
                        WHERE workflow_id = :id
                        """)
                .bind("settings", workflow.settings().sha256())
                .bind("audience", workflow.audience())
                .bind("tiktokId", Audiences.require(handle, workflow.audience()).tiktokId())
                .bind("id", workflow.id())
                .execute();
    }

    static void release(Handle handle, String workflowId, Instant now) {
        change(handle, workflowId, "RELEASED", now);
    }

    static void reopen(Handle handle, String workflowId, Instant now) {
        change(handle, workflowId, "OPEN", now);
    }

    private static void change(Handle handle, String workflowId, String state, Instant now) {
        handle.createUpdate("UPDATE file_ledger SET state = :state, changed_at = :now WHERE workflow_id = :id")
                .bind("state", state)
                .bind("now", now)
                .bind("id", workflowId)
                .execute();
    }
}
