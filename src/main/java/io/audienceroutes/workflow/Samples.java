package io.audienceroutes.workflow;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.state.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The samples of lists. A sample is a separate workflow; the workflow of the whole list waits for it, and then for
 * approval.
 */
public final class Samples {
    private static final String OPEN_STATES = "('RUNNING', 'WAITING', 'STOPPING')";

    private final Workflows workflows;
    private final Admission admission;

    /** Stores samples with the workflows. */
    public Samples(Workflows workflows) {
        this.workflows = workflows;
        this.admission = new Admission(workflows);
    }

    /** The current sample of this workflow: the newest one that was not rejected or replaced. */
    public Optional<Sample> of(String workflowId) {
        return workflows
                .database()
                .read(handle -> handle.createQuery("""
                                SELECT *
                                FROM sample
                                WHERE workflow_id = :id
                                  AND state <> 'VOID'
                                ORDER BY opened_at DESC, sample_id DESC LIMIT 1
                                """)
                        .bind("id", workflowId)
                        .map((row, context) -> read(row))
                        .findOne());
    }

    /** The sample that this workflow delivers. */
    public Sample require(String sampleId) {
        return workflows
                .database()
                .read(handle -> handle.createQuery("SELECT * FROM sample WHERE sample_id = :id")
                        .bind("id", sampleId)
                        .map((row, context) -> read(row))
                        .one());
    }

    /**
     * Opens the workflow of a sample: it waits for its turn at the sample's audience. Both rows are stored, or neither.
     *
     * @param settings those of the sample, see {@link Destination#forSample}
     * @param audience our row of the sample's audience
     */
    public Sample open(Workflow list, Destination settings, long audience, String fingerprint, Duration keep) {
        String name = settings.audienceNameFor(list.fileName());
        return workflows.database().inTransaction(handle -> {
            String id = admission.openBeside(handle, list, WorkflowType.SAMPLE, settings, audience, name);
            handle.createUpdate("""
                            INSERT INTO sample (
                              sample_id, workflow_id, audience_id, fingerprint, keep_hours, state, opened_at)
                            VALUES (:id, :list, :audience, :fingerprint, :keep, 'OPEN', :now)
                            """)
                    .bind("id", id)
                    .bind("list", list.id())
                    .bind("audience", audience)
                    .bind("fingerprint", fingerprint)
                    .bind("keep", keep.toHours())
                    .bind("now", workflows.now())
                    .execute();
            return find(handle, id);
        });
    }

    /** Stores the shown figures of the sample: an approval covers exactly these. */
    public void shown(String sampleId, String figures) {
        workflows
                .database()
                .useTransaction(handle -> handle.createUpdate(
                                "UPDATE sample SET shown_figures = :figures WHERE sample_id = :id")
                        .bind("figures", figures)
                        .bind("id", sampleId)
                        .execute());
    }

    /** The shown figures of the sample were approved. */
    public void approved(String sampleId) {
        workflows.database().useTransaction(handle -> decide(handle, workflows, "sample_id", sampleId, State.APPROVED));
    }

    /** The sample no longer counts: another one replaces it. */
    public void replaced(String workflowId) {
        workflows.database().useTransaction(handle -> {
            giveUp(handle, workflows, workflowId, "product");
            handle.createUpdate("UPDATE sample SET state = 'VOID' WHERE workflow_id = :id")
                    .bind("id", workflowId)
                    .execute();
        });
    }

    /** Stopping a list also stops its sample: one that was not approved no longer counts. */
    static void giveUp(Handle handle, Workflows workflows, String workflowId, String actor) {
        handle.createQuery("""
                        SELECT w.*
                        FROM workflow w
                        JOIN sample s ON s.sample_id = w.id
                        WHERE s.workflow_id = :id
                          AND s.state = 'OPEN'
                          AND w.state IN ('RUNNING', 'WAITING')
                        """)
                .bind("id", workflowId)
                .map((row, context) -> WorkflowRows.read(row))
                .list()
                .forEach(sample -> workflows.requestStop(handle, sample, actor));
        decide(handle, workflows, "workflow_id", workflowId, State.VOID);
    }

    /** The workflow of a sample that this one waits for, while it is at work. */
    static Optional<Workflow> atWork(Handle handle, String workflowId) {
        return handle.createQuery("SELECT w.* FROM workflow w JOIN sample s ON s.sample_id = w.id"
                        + " WHERE s.workflow_id = :id AND s.state <> 'VOID' AND w.state IN " + OPEN_STATES)
                .bind("id", workflowId)
                .map((row, context) -> WorkflowRows.read(row))
                .findFirst();
    }

    /**
     * Opens the removal of each sample's audience whose time is over: after the decision, or after the list's end where
     * nobody decided. An audience that this product did not make, or that another sample still needs, stays. Returns
     * how many.
     */
    public int openRemovals() {
        return workflows.database().inTransaction(handle -> {
            Instant now = StoredTime.read(workflows.now()).orElseThrow();
            List<Sample> due = handle.createQuery(
                            "SELECT s.*, COALESCE(s.decided_at, l.ended_at) AS since FROM sample s"
                                    + " JOIN workflow l ON l.id = s.workflow_id JOIN audience a ON a.id = s.audience_id"
                                    + " WHERE a.made_here = 1 AND a.tiktok_audience_id IS NOT NULL AND s.removal_id IS NULL"
                                    + " AND COALESCE(s.decided_at, l.ended_at) IS NOT NULL"
                                    + " AND NOT EXISTS (SELECT 1 FROM sample newer WHERE newer.audience_id = s.audience_id"
                                    + "   AND newer.rowid > s.rowid)"
                                    + " AND NOT EXISTS (SELECT 1 FROM workflow w WHERE w.audience_id = s.audience_id"
                                    + "   AND w.state IN " + OPEN_STATES + ")")
                    .map((row, context) -> new Due(
                            read(row), StoredTime.read(row.getString("since")).orElseThrow()))
                    .filter(each ->
                            !now.isBefore(each.since().plus(each.sample().keep())))
                    .map(Due::sample)
                    .list();
            due.forEach(sample -> openRemoval(handle, sample));
            return due.size();
        });
    }

    private void openRemoval(Handle handle, Sample sample) {
        Workflow delivered = WorkflowRows.require(handle, sample.sampleId());
        String id = admission.openBeside(
                handle,
                delivered,
                WorkflowType.SAMPLE_REMOVAL,
                delivered.settings(),
                sample.audience(),
                delivered.audienceName());
        handle.createUpdate("UPDATE workflow SET stage = 'COMPARE' WHERE id = :id")
                .bind("id", id)
                .execute();
        handle.createUpdate("UPDATE sample SET removal_id = :removal WHERE sample_id = :id")
                .bind("removal", id)
                .bind("id", sample.sampleId())
                .execute();
    }

    /** The audience is gone from TikTok, and nothing of ours is in it: the removal has succeeded. */
    public void removed(String removalId) {
        workflows.database().useTransaction(handle -> {
            Workflow removal = WorkflowRows.require(handle, removalId);
            Audiences.forget(handle, removal.audience());
            workflows.move(handle, removal, WorkflowState.SUCCEEDED, "removed", "product", Map.of());
        });
    }

    private static void decide(Handle handle, Workflows workflows, String column, String id, State state) {
        handle.createUpdate("UPDATE sample SET state = :state, decided_at = :now WHERE " + column + " = :id"
                        + " AND state = 'OPEN'")
                .bind("state", state.name())
                .bind("now", workflows.now())
                .bind("id", id)
                .execute();
    }

    private static Sample find(Handle handle, String sampleId) {
        return handle.createQuery("SELECT * FROM sample WHERE sample_id = :id")
                .bind("id", sampleId)
                .map((row, context) -> read(row))
                .one();
    }

    private static Sample read(ResultSet row) throws SQLException {
        return new Sample(
                row.getString("sample_id"),
                row.getString("workflow_id"),
                row.getLong("audience_id"),
                row.getString("fingerprint"),
                Duration.ofHours(row.getLong("keep_hours")),
                Optional.ofNullable(row.getString("shown_figures")),
                State.valueOf(row.getString("state")));
    }

    /** What became of a sample. */
    public enum State {
        /** Not decided yet. */
        OPEN,
        /** Approved: the whole list may be sent. */
        APPROVED,
        /** Rejected or replaced: it no longer counts. */
        VOID
    }

    /**
     * One sample.
     *
     * @param sampleId the workflow that delivers it
     * @param workflowId the workflow of the whole list
     * @param audience our row of the sample's audience
     * @param fingerprint of list and settings: under others, another sample is needed
     * @param keep how long its audience stays in TikTok after the decision
     * @param shownFigures what was shown of it last, see {@link HeldFigures}
     */
    public record Sample(
            String sampleId,
            String workflowId,
            long audience,
            String fingerprint,
            Duration keep,
            Optional<String> shownFigures,
            State state) {}

    private record Due(Sample sample, Instant since) {}
}
