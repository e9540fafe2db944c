package io.audienceroutes.workflow;

import io.audienceroutes.destination.CampaignPart;
import io.audienceroutes.state.StateDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which staged copies the workflows read. Most have one of their own; those of campaigns collect or share them. */
public final class WorkflowFiles {
    private final StateDatabase database;

    /** Reads from the database. */
    public WorkflowFiles(StateDatabase database) {
        this.database = database;
    }

    /** The files of a workflow of a campaign in the order in which they came, replaced ones too; empty for any other. */
    public List<WorkflowFile> of(String workflowId) {
        return database.read(handle -> of(handle, workflowId));
    }

    /** The workflows that received what this one reads; itself for a workflow with one file of its own. */
    public List<String> stagedCopies(String workflowId) {
        List<WorkflowFile> files = of(workflowId);
        return files.isEmpty()
                ? List.of(workflowId)
                : files.stream().map(WorkflowFile::stagedAs).toList();
    }

    /** The other workflows that read the staged copy which this one received. */
    public List<Workflow> readersOf(String stagedAs) {
        return database.read(handle -> WorkflowSearch.all(handle, readersOf(handle, stagedAs)));
    }

    private static List<String> readersOf(Handle handle, String stagedAs) {
        return handle.createQuery("""
                        SELECT workflow_id
                        FROM workflow_file
                        WHERE staged_as = :id
                          AND state = 'PRESENT'
                        """).bind("id", stagedAs).mapTo(String.class).list();
    }

    /** The workflows that deliver a file which this one received and handed over; empty where it delivers itself. */
    public static List<String> deliveredBy(Handle handle, String stagedAs) {
        return handle.createQuery("""
                        SELECT f.workflow_id
                        FROM workflow_file f
                        JOIN workflow w ON w.id = f.workflow_id
                        WHERE f.staged_as = :id
                          AND f.workflow_id <> :id
                        ORDER BY w.arrival
                        """).bind("id", stagedAs).mapTo(String.class).list();
    }

    /** The staged copies that nobody reads any more, since what this file completed was skipped. */
    public static List<String> unreadWith(Handle handle, String stagedAs) {
        return handle.createQuery("""
                        SELECT f.staged_as
                        FROM workflow_file f
                        JOIN workflow w ON w.id = f.workflow_id
                        WHERE w.state = 'SKIPPED'
                          AND w.id IN (
                            SELECT g.workflow_id
                            FROM workflow_file g
                            WHERE g.staged_as = :id
                              AND g.workflow_id <> :id)
                          AND NOT EXISTS (
                            SELECT 1
                            FROM workflow_file h
                            JOIN workflow x ON x.id = h.workflow_id
                            WHERE h.staged_as = f.staged_as
                              AND x.state <> 'SKIPPED')
                        """).bind("id", stagedAs).mapTo(String.class).list();
    }

    /** The campaign and group of a workflow, if any. */
    public Optional<CampaignPart> partOf(String workflowId) {
        return database.read(handle -> partOf(handle, workflowId));
    }

    static Optional<CampaignPart> partOf(Handle handle, String workflowId) {
        return handle.createQuery("""
                        SELECT campaign, campaign_group AS "group"
                        FROM campaign_part
                        WHERE workflow_id = :id
                        """)
                .bind("id", workflowId)
                .mapTo(CampaignPart.class)
                .findOne();
    }

    public static void rememberPart(Handle handle, String workflowId, CampaignPart part) {
        handle.createUpdate("""
                        INSERT INTO campaign_part (workflow_id, campaign, campaign_group)
                        VALUES (:id, :campaign, :group)
                        ON CONFLICT (workflow_id) DO UPDATE
                        SET campaign = :campaign, campaign_group = :group
                        """)
                .bind("id", workflowId)
                .bind("campaign", part.campaign())
                .bind("group", part.group())
                .execute();
    }

    public static List<WorkflowFile> of(Handle handle, String workflowId) {
        return handle.createQuery("""
                        SELECT f.file_name AS name,
                               f.campaign_group AS "group",
                               f.file_sha256 AS sha256,
                               f.file_bytes AS bytes,
                               f.arrived_at,
                               f.staged_as,
                               f.state = 'REPLACED' AS replaced
                        FROM workflow_file f
                        JOIN workflow w ON w.id = f.staged_as
                        WHERE f.workflow_id = :id
                        ORDER BY w.arrival
                        """)
                .bind("id", workflowId)
                .mapTo(WorkflowFile.class)
                .list();
    }

    /** Adds the file that this workflow received; the newest of a group counts. */
    public static void add(
            Handle handle, String workflowId, Workflow received, CampaignPart part, StagedBytes bytes, Instant now) {
        handle.createUpdate("""
                        UPDATE workflow_file
                        SET state = 'REPLACED'
                        WHERE workflow_id = :id
                          AND group_key = :key
                        """)
                .bind("id", workflowId)
                .bind("key", part.groupKey())
                .execute();
        handle.createUpdate("""
                        INSERT INTO workflow_file (
                          workflow_id, staged_as, file_name, campaign_group, group_key, file_sha256, file_bytes,
                          arrived_at, state)
                        VALUES (:id, :staged, :name, :group, :key, :sha, :bytes, :now, 'PRESENT')
                        ON CONFLICT (workflow_id, staged_as) DO UPDATE
                        SET state = 'PRESENT'
                        """)
                .bind("id", workflowId)
                .bind("staged", received.id())
                .bind("name", received.fileName())
                .bind("group", part.group())
                .bind("key", part.groupKey())
                .bind("sha", bytes.sha256())
                .bind("bytes", bytes.bytes())
                .bind("now", now)
                .execute();
    }

    /** A staged copy: lower-case hexadecimal SHA-256 of its bytes, and how many. */
    public record StagedBytes(String sha256, long bytes) {}
}
