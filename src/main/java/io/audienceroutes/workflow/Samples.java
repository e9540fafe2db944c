package io.audienceroutes.workflow;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.destination.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * The samples of lists. A sample is a separate workflow; the workflow of the whole list waits for it, and then for
 * approval.
 */
public final class Samples {
    private static final Set<WorkflowState> OPEN_STATES =
            EnumSet.of(WorkflowState.RUNNING, WorkflowState.WAITING, WorkflowState.STOPPING);

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
                        .mapTo(Sample.class)
                        .findOne());
    }

    /** The sample that this workflow delivers. */
    public Sample require(String sampleId) {
        return workflows.database().read(handle -> find(handle, sampleId));
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
                    .bind("now", workflows.time())
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
        workflows
                .database()
                .useTransaction(handle -> handle.createUpdate("""
                        UPDATE sample
                        SET state = 'APPROVED', decided_at = :now
                        WHERE sample_id = :id
                          AND state = 'OPEN'
                        """)
                        .bind("now", workflows.time())
                        .bind("id", sampleId)
                        .execute());
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
        of(handle, workflowId, Set.of(State.OPEN)).stream()
                .filter(sample -> sample.state() == WorkflowState.RUNNING || sample.state() == WorkflowState.WAITING)
                .forEach(sample -> workflows.requestStop(handle, sample, actor));
        handle.createUpdate("""
                        UPDATE sample
                        SET state = 'VOID', decided_at = :now
                        WHERE workflow_id = :id
                          AND state = 'OPEN'
                        """)
                .bind("now", workflows.time())
                .bind("id", workflowId)
                .execute();
    }

    /** The workflow of a sample that this one waits for, while it is at work. */
    static Optional<Workflow> atWork(Handle handle, String workflowId) {
        return of(handle, workflowId, EnumSet.complementOf(EnumSet.of(State.VOID))).stream()
                .filter(sample -> OPEN_STATES.contains(sample.state()))
                .findFirst();
    }

    /** The workflows of the samples of a list that are in one of these states. */
    private static List<Workflow> of(Handle handle, String workflowId, Set<State> states) {
        return WorkflowSearch.all(
                handle,
                handle.createQuery("""
                                SELECT sample_id
                                FROM sample
                                WHERE workflow_id = :id
                                  AND state IN (<states>)
                                """)
                        .bind("id", workflowId)
                        .bindList("states", List.copyOf(states))
                        .mapTo(String.class)
                        .list());
    }

    /** The lists of a destination whose sample a person approved, the newest decision first. */
    static List<Workflow> approvedLists(Handle handle, String destination) {
        return handle.createQuery("""
                        SELECT s.workflow_id
                        FROM sample s
                        JOIN workflow l ON l.id = s.workflow_id
                        WHERE l.destination = :destination
                          AND s.state = 'APPROVED'
                        ORDER BY s.decided_at DESC
                        """).bind("destination", destination).mapTo(String.class).list().stream()
                .map(list -> WorkflowRepository.require(handle, list))
                .toList();
    }

    /**
     * Opens the removal of each sample's audience whose time is over: after the decision, or after the list's end where
     * nobody decided. An audience that this product did not make, or that another sample still needs, stays. Returns
     * how many.
     */
    public int openRemovals() {
        return workflows.database().inTransaction(handle -> {
            Instant now = workflows.time();
            List<Sample> due = decided(handle).stream()
                    .filter(each ->
                            !now.isBefore(each.since().plus(each.sample().keep())))
                    .map(Due::sample)
                    .filter(sample -> removable(handle, sample))
                    .toList();
            due.forEach(sample -> openRemoval(handle, sample));
            return due.size();
        });
    }

    /** The newest sample of each audience, once it was decided on or its list came to an end; without those removed. */
    private static List<Due> decided(Handle handle) {
        return handle.createQuery("""
                        SELECT s.*, COALESCE(s.decided_at, l.ended_at) AS since
                        FROM sample s
                        JOIN workflow l ON l.id = s.workflow_id
                        WHERE s.removal_id IS NULL
                          AND COALESCE(s.decided_at, l.ended_at) IS NOT NULL
                          AND NOT EXISTS (
                            SELECT 1
                            FROM sample n
                            WHERE n.audience_id = s.audience_id
                              AND (n.opened_at > s.opened_at
                                OR n.opened_at = s.opened_at AND n.sample_id > s.sample_id))
                        ORDER BY s.opened_at
                        """).mapTo(Due.class).list();
    }

    private static boolean removable(Handle handle, Sample sample) {
        Audiences.Audience audience = Audiences.require(handle, sample.audience());
        return audience.madeHere()
                && audience.tiktokId().isPresent()
                && !WorkflowSearch.anyOpen(handle, sample.audience());
    }

    private void openRemoval(Handle handle, Sample sample) {
        Workflow delivered = WorkflowRepository.require(handle, sample.sampleId());
        String id = admission.openBeside(
                handle,
                delivered,
                WorkflowType.SAMPLE_REMOVAL,
                delivered.settings(),
                sample.audience(),
                delivered.audienceName());
        WorkflowRepository.stage(handle, id, Stage.COMPARE);
        handle.createUpdate("UPDATE sample SET removal_id = :removal WHERE sample_id = :id")
                .bind("removal", id)
                .bind("id", sample.sampleId())
                .execute();
    }

    /** The audience is gone from TikTok, and nothing of ours is in it: the removal has succeeded. */
    public void removed(String removalId) {
        workflows.database().useTransaction(handle -> {
            Workflow removal = WorkflowRepository.require(handle, removalId);
            Audiences.forget(handle, removal.audience());
            workflows.move(handle, removal, WorkflowState.SUCCEEDED, "removed", "product", Map.of());
        });
    }

    private static Sample find(Handle handle, String sampleId) {
        return handle.createQuery("SELECT * FROM sample WHERE sample_id = :id")
                .bind("id", sampleId)
                .mapTo(Sample.class)
                .one();
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
     * @param keepHours how long its audience stays in TikTok after the decision
     * @param shownFigures what was shown of it last, see {@link HeldFigures}
     */
    public record Sample(
            String sampleId,
            String workflowId,
            @ColumnName("audience_id") long audience,
            String fingerprint,
            long keepHours,
            Optional<String> shownFigures,
            State state) {
        /** How long its audience stays in TikTok after the decision. */
        Duration keep() {
            return Duration.ofHours(keepHours);
        }
    }

    private record Due(@Nested Sample sample, Instant since) {}
}
