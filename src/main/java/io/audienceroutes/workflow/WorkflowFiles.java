package io.audienceroutes.workflow;

import io.audienceroutes.destination.CampaignPart;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StoredTime;
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
        return database.read(handle -> handle.createQuery("""
                        SELECT w.*
                        FROM workflow w
                        JOIN workflow_file f ON f.workflow_id = w.id
                        WHERE f.staged_as = :id
                          AND f.state = 'PRESENT'
                        ORDER BY w.arrival
                        """)
                .bind("id", stagedAs)
                .map((row, context) -> WorkflowRows.read(row))
                .list());
    }

    /** The campaign and group of a workflow, if any. */
    public Optional<CampaignPart> partOf(String workflowId) {
        return database.read(handle -> partOf(handle, workflowId));
    }

    static Optional<CampaignPart> partOf(Handle handle, String workflowId) {
        return handle.createQuery("SELECT campaign, campaign_group FROM campaign_part WHERE workflow_id = :id")
                .bind("id", workflowId)
                .map((row, context) -> new CampaignPart(row.getString(1), Optional.ofNullable(row.getString(2))))
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
                .bind("group", part.group().orElse(null))
                .execute();
    }

    public static List<WorkflowFile> of(Handle handle, String workflowId) {
        return handle.createQuery("""
                        SELECT f.*
                        FROM workflow_file f
                        JOIN workflow w ON w.id = f.staged_as
                        WHERE f.workflow_id = :id
                        ORDER BY w.arrival
                        """)
                .bind("id", workflowId)
                .map((row, context) -> new WorkflowFile(
                        row.getString("file_name"),
                        Optional.ofNullable(row.getString("campaign_group")),
                        row.getString("file_sha256"),
                        row.getLong("file_bytes"),
                        StoredTime.read(row.getString("arrived_at")).orElseThrow(),
                        row.getString("staged_as"),
                        row.getString("state").equals("REPLACED")))
                .list();
    }

    /** Adds the file that this workflow received; the newest of a group counts. */
    public static void add(
            Handle handle, String workflowId, Workflow received, CampaignPart part, StagedBytes bytes, String now) {
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
                .bind("group", part.group().orElse(null))
                .bind("key", part.groupKey())
                .bind("sha", bytes.sha256())
                .bind("bytes", bytes.bytes())
                .bind("now", now)
                .execute();
    }

    /** A staged copy: lower-case hexadecimal SHA-256 of its bytes, and how many. */
    public record StagedBytes(String sha256, long bytes) {}
}
