package io.audienceroutes.workflow;

import io.audienceroutes.state.Environment;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Workflows by what they have in common: lists for people, what is ready or due, what is newer than another. */
public final class WorkflowSearch {
    private WorkflowSearch() {}

    /** The newest that match, newest first. */
    static List<Workflow> newest(Handle handle, WorkflowFilter filter, int limit) {
        return handle.createQuery("""
                        SELECT *
                        FROM workflow
                        WHERE (:state IS NULL OR state = :state)
                          AND (:type IS NULL OR type = :type)
                          AND (:destination IS NULL OR destination = :destination)
                          AND (:startedBy IS NULL OR started_by = :startedBy)
                          AND (:since IS NULL OR arrived_at >= :since)
                          AND (:textPattern IS NULL
                            OR LOWER(id || ' ' || file_name || ' ' || audience_name || ' ' || destination)
                              LIKE :textPattern ESCAPE '!')
                          AND (NOT :withoutSkipped OR state <> 'SKIPPED')
                          AND (:before IS NULL OR arrival < (SELECT arrival FROM workflow WHERE id = :before))
                        ORDER BY arrival DESC LIMIT :limit
                        """)
                .bindMethods(filter)
                .bind("limit", limit)
                .mapTo(Workflow.class)
                .list();
    }

    /** Those that are not at their end, in the order in which they came. */
    static List<Workflow> open(Handle handle) {
        return handle.createQuery("""
                        SELECT *
                        FROM workflow
                        WHERE state IN ('RUNNING', 'WAITING', 'STOPPING')
                        ORDER BY arrival
                        """).mapTo(Workflow.class).list();
    }

    /** The newest that need a person: failed ones, and those that wait for a decision or a missing file. */
    static List<Workflow> needingPeople(Handle handle, int limit) {
        return handle.createQuery("""
                        SELECT *
                        FROM workflow
                        WHERE state = 'FAILED'
                          OR state = 'WAITING' AND failure IS NOT NULL AND waiting_for IN ('APPROVAL', 'FILE')
                        ORDER BY arrival DESC LIMIT :limit
                        """)
                .bind("limit", limit)
                .mapTo(Workflow.class)
                .list();
    }

    /** How many these are. */
    static long countNeedingPeople(Handle handle) {
        return handle.createQuery("""
                        SELECT COUNT(*)
                        FROM workflow
                        WHERE state = 'FAILED'
                          OR state = 'WAITING' AND failure IS NOT NULL AND waiting_for IN ('APPROVAL', 'FILE')
                        """).mapTo(Long.class).one();
    }

    /** How many are in each state; a state that none is in is left out. */
    static Map<WorkflowState, Long> counts(Handle handle) {
        Map<WorkflowState, Long> counts = new EnumMap<>(WorkflowState.class);
        handle.createQuery("SELECT state, COUNT(*) AS workflows FROM workflow GROUP BY state")
                .mapTo(InState.class)
                .forEach(found -> counts.put(found.state(), found.workflows()));
        return counts;
    }

    /** The newest of each destination that has one. */
    static List<Workflow> newestOfEach(Handle handle) {
        return handle.createQuery("""
                        SELECT *
                        FROM workflow
                        WHERE arrival IN (SELECT MAX(arrival) FROM workflow GROUP BY destination)
                        """).mapTo(Workflow.class).list();
    }

    /** Who started the newest workflows: sources and people. */
    static List<String> starters(Handle handle) {
        return handle.createQuery("""
                        SELECT DISTINCT started_by
                        FROM (SELECT started_by FROM workflow ORDER BY arrival DESC LIMIT 2000) n
                        ORDER BY started_by
                        """).mapTo(String.class).list();
    }

    private record InState(WorkflowState state, long workflows) {}

    /** The newest that are at their end. */
    static List<Workflow> ended(Handle handle, int limit) {
        return handle.createQuery("""
                        SELECT *
                        FROM workflow
                        WHERE ended_at IS NOT NULL
                        ORDER BY arrival DESC LIMIT :limit
                        """)
                .bind("limit", limit)
                .mapTo(Workflow.class)
                .list();
    }

    /** The arrival number of the newest that is no duplicate; 0 where there is none. */
    static long newestArrival(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(arrival), 0) FROM workflow WHERE state <> 'SKIPPED'")
                .mapTo(Long.class)
                .one();
    }

    /** Those that came after this arrival, and these; in the order in which they came. */
    static List<Workflow> since(Handle handle, long arrival, List<String> ids) {
        return handle.createQuery("SELECT * FROM workflow ORDER BY arrival")
                .mapTo(Workflow.class)
                .filter(workflow -> workflow.arrival() > arrival || ids.contains(workflow.id()))
                .list();
    }

    /** These workflows, in the order in which they came. */
    static List<Workflow> all(Handle handle, Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : handle.createQuery("SELECT * FROM workflow WHERE id IN (<ids>) ORDER BY arrival")
                        .bindList("ids", List.copyOf(ids))
                        .mapTo(Workflow.class)
                        .list();
    }

    /** The one that began to receive this file and was cut off, or failed. */
    static Optional<String> interruptedReceive(Handle handle, String destination, String fileName) {
        return handle.createQuery("""
                        SELECT id
                        FROM workflow
                        WHERE destination = :destination
                          AND file_name = :file
                          AND stage = 'RECEIVE'
                          AND state IN ('FAILED', 'RUNNING')
                          AND NOT explicit
                        ORDER BY arrival DESC LIMIT 1
                        """)
                .bind("destination", destination)
                .bind("file", fileName)
                .mapTo(String.class)
                .findOne();
    }

    /**
     * Those with a stage that may be run or stopped, in the order in which they came; their ids alone, because of a
     * thousand that wait one is claimed. Of one audience and the samples before its lists, or one workflow, where given.
     *
     * @param place whether there is a place for heavy work
     * @param comparable whether a stage that takes a place later would not have to wait long for it
     */
    static List<String> ready(
            Handle handle,
            Optional<Long> onlyAudience,
            Optional<String> onlyWorkflow,
            boolean place,
            boolean comparable) {
        return handle.createQuery("""
                        SELECT id
                        FROM workflow w
                        WHERE (:only IS NULL
                            OR audience_id = :only
                            OR id IN (
                              SELECT s.sample_id
                              FROM sample s
                              JOIN workflow l ON l.id = s.workflow_id
                              WHERE l.audience_id = :only))
                          AND (:onlyWorkflow IS NULL OR id = :onlyWorkflow)
                          AND (state IN ('RUNNING', 'STOPPING')
                            OR state = 'WAITING'
                            AND waiting_for = 'TURN'
                            AND (w.type = 'plan'
                              OR NOT EXISTS (
                                SELECT 1
                                FROM workflow o
                                WHERE o.audience_id = w.audience_id
                                  AND o.id <> w.id
                                  AND o.stage <> 'RECEIVE'
                                  AND o.type <> 'plan'
                                  AND (o.state IN ('RUNNING', 'STOPPING')
                                    OR o.state = 'WAITING'
                                    AND (o.waiting_for NOT IN ('TURN', 'FILE')
                                      OR o.waiting_for = 'TURN' AND o.arrival < w.arrival)))))
                          AND (:place OR state = 'STOPPING' OR stage NOT IN ('PREPARE', 'CONFIRM'))
                          AND (:comparable OR state = 'STOPPING' OR stage <> 'COMPARE')
                        ORDER BY arrival
                        """)
                .bind("place", place)
                .bind("comparable", comparable)
                .bind("only", onlyAudience.orElse(null))
                .bind("onlyWorkflow", onlyWorkflow.orElse(null))
                .mapTo(String.class)
                .list();
    }

    /** Those whose waiting time is over, or whose sample is; restricted as above. */
    static List<Workflow> due(Handle handle, Instant now, Optional<Long> onlyAudience, Optional<String> onlyWorkflow) {
        return handle.createQuery("""
                        SELECT *
                        FROM workflow
                        WHERE state = 'WAITING'
                          AND (:only IS NULL
                            OR audience_id = :only
                            OR id IN (
                              SELECT s.sample_id
                              FROM sample s
                              JOIN workflow l ON l.id = s.workflow_id
                              WHERE l.audience_id = :only))
                          AND (:onlyWorkflow IS NULL OR id = :onlyWorkflow)
                          AND (waiting_for IN ('RATE', 'TIKTOK') AND resume_at <= :now
                            OR waiting_for = 'SAMPLE'
                            AND NOT EXISTS (
                              SELECT 1
                              FROM sample s
                              JOIN workflow w ON w.id = s.sample_id
                              WHERE s.workflow_id = workflow.id
                                AND s.state <> 'VOID'
                                AND w.state IN ('RUNNING', 'WAITING', 'STOPPING')))
                        ORDER BY arrival
                        """)
                .bind("now", now)
                .bind("only", onlyAudience.orElse(null))
                .bind("onlyWorkflow", onlyWorkflow.orElse(null))
                .mapTo(Workflow.class)
                .list();
    }

    /**
     * The newest list of the same destination for the same audience that came after this one and is in one of these
     * states. What sends the last list again, to reconcile, is no newer one.
     */
    static Optional<String> newerList(Handle handle, Workflow workflow, Collection<WorkflowState> states) {
        return handle.createQuery("""
                        SELECT id
                        FROM workflow
                        WHERE audience_id = :audience
                          AND destination = :destination
                          AND type IN ('segment-file', 'campaign')
                          AND arrival > :arrival
                          AND state IN (<states>)
                          AND id NOT IN (SELECT workflow_id FROM reconciliation)
                        ORDER BY arrival DESC LIMIT 1
                        """)
                .bind("audience", workflow.audience())
                .bind("destination", workflow.destination())
                .bind("arrival", workflow.arrival())
                .bindList("states", List.copyOf(states))
                .mapTo(String.class)
                .findOne();
    }

    /** Whether another list came to the audience of this workflow between that one and this one, and was no duplicate. */
    static boolean listsBetween(Handle handle, String earlier, Workflow workflow) {
        return handle.createQuery("""
                        SELECT EXISTS (
                          SELECT 1
                          FROM workflow o
                          JOIN workflow e ON e.id = :earlier
                          WHERE o.audience_id = :audience
                            AND o.type IN ('segment-file', 'campaign')
                            AND o.state <> 'SKIPPED'
                            AND o.id <> :self
                            AND o.arrival > e.arrival
                            AND o.arrival < :arrival)
                        """)
                .bind("earlier", earlier)
                .bind("audience", workflow.audience())
                .bind("self", workflow.id())
                .bind("arrival", workflow.arrival())
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether a workflow at this audience is not at its end. */
    static boolean anyOpen(Handle handle, long audience) {
        return handle.createQuery("""
                        SELECT EXISTS (
                          SELECT 1
                          FROM workflow
                          WHERE audience_id = :audience
                            AND state IN ('RUNNING', 'WAITING', 'STOPPING'))
                        """)
                .bind("audience", audience)
                .mapTo(Boolean.class)
                .one();
    }

    /** The audiences that a destination has fed in an environment. */
    static List<Long> audiencesOf(Handle handle, String destination, Environment environment) {
        return handle.createQuery("""
                        SELECT DISTINCT audience_id
                        FROM workflow
                        WHERE destination = :destination
                          AND environment = :environment
                        """)
                .bind("destination", destination)
                .bind("environment", environment)
                .mapTo(Long.class)
                .list();
    }

    /** Those of this type that wait for a file, and whose missing file nobody was told about. */
    public static List<String> untoldMissingFiles(Handle handle, WorkflowType type) {
        return handle.createQuery("""
                        SELECT id
                        FROM workflow
                        WHERE type = :type
                          AND state = 'WAITING'
                          AND waiting_for = 'FILE'
                          AND failure IS NULL
                        ORDER BY arrival
                        """).bind("type", type).mapTo(String.class).list();
    }

    /** Whether a file was received and stored for this destination since then, whatever became of it. */
    public static boolean receivedSince(Handle handle, String destination, Instant since) {
        return handle.createQuery("""
                        SELECT EXISTS (
                          SELECT 1
                          FROM workflow
                          WHERE destination = :destination
                            AND type <> 'expected-file'
                            AND arrived_at > :since
                            AND file_sha256 IS NOT NULL)
                        """)
                .bind("destination", destination)
                .bind("since", since)
                .mapTo(Boolean.class)
                .one();
    }
}
