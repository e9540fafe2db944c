package io.audienceroutes.workflow;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.state.StoredJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The rows of workflows: each is made, read and changed here, inside the transaction that is handed in. Which changes are
 * allowed, and what goes with them, is the matter of who calls. {@link WorkflowSearch} finds several by what they have in
 * common.
 */
public final class WorkflowRepository {
    private WorkflowRepository() {}

    /** The workflow with this id; a {@link WorkflowError} {@code workflow-unknown} where there is none. */
    public static Workflow require(Handle handle, String id) {
        return find(handle, id)
                .orElseThrow(() -> new WorkflowError(
                        "workflow-unknown",
                        "There is no workflow with the id '" + id
                                + "'. List the workflows with: audience-routes workflows list"));
    }

    static Optional<Workflow> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM workflow WHERE id = :id")
                .bind("id", id)
                .mapTo(Workflow.class)
                .findOne();
    }

    /** Makes a workflow in stage Receive, running. */
    public static void insert(
            Handle handle,
            String id,
            Destination settings,
            long audience,
            String audienceName,
            Arrival arrival,
            Instant now) {
        handle.createUpdate("""
                        INSERT INTO workflow (
                          id, type, environment, destination, settings, audience_id, audience_name, file_name,
                          explicit, state, stage, started_by, arrived_at, arrival, started_at)
                        VALUES (
                          :id, :type, :environment, :destination, :settings, :audience, :audienceName, :file,
                          :explicit, 'RUNNING', 'RECEIVE', :by, :now,
                          (SELECT COALESCE(MAX(arrival), 0) + 1 FROM workflow), :now)
                        """)
                .bind("id", id)
                .bind("type", arrival.type())
                .bind("environment", settings.environment())
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

    /** The file is copied anew: it is as new as one that comes now, whatever came since it was first seen. */
    static void reopen(
            Handle handle, String id, Destination settings, long audience, String audienceName, Instant now) {
        handle.createUpdate("""
                        UPDATE workflow
                        SET state = 'RUNNING',
                            settings = :settings,
                            audience_id = :audience,
                            audience_name = :name,
                            ended_at = NULL,
                            arrived_at = :now,
                            arrival = (SELECT MAX(arrival) + 1 FROM workflow)
                        WHERE id = :id
                        """)
                .bind("now", now)
                .bind("settings", StoredJson.write(settings))
                .bind("audience", audience)
                .bind("name", audienceName)
                .bind("id", id)
                .execute();
    }

    /** The file is here: what failed before, while it was received, is over. */
    public static void noteFile(Handle handle, String id, String sha256, long bytes) {
        handle.createUpdate("""
                        UPDATE workflow
                        SET file_sha256 = :sha, file_bytes = :bytes, failure = NULL, receipt = NULL
                        WHERE id = :id
                        """)
                .bind("sha", sha256)
                .bind("bytes", bytes)
                .bind("id", id)
                .execute();
    }

    /** The workflow goes by the file that another one received. */
    static void shareFile(Handle handle, String id, Optional<String> sha256) {
        handle.createUpdate("UPDATE workflow SET file_sha256 = :sha WHERE id = :id")
                .bind("sha", sha256)
                .bind("id", id)
                .execute();
    }

    /** Lets a workflow that was just made wait for what it is about. */
    public static void waitForFiles(Handle handle, String id, WorkflowType type) {
        handle.createUpdate("""
                        UPDATE workflow
                        SET type = :type, state = 'WAITING', waiting_for = 'FILE', stage = 'PREPARE', started_at = NULL
                        WHERE id = :id
                        """).bind("type", type).bind("id", id).execute();
    }

    /** A waiting workflow has its turn in stage Prepare. */
    static void waitForTurn(Handle handle, String id) {
        handle.createUpdate("UPDATE workflow SET waiting_for = 'TURN', stage = 'PREPARE' WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** A workflow that collected files has its turn by when it was complete, not by when it began. */
    public static void newArrival(Handle handle, String id) {
        handle.createUpdate("UPDATE workflow SET arrival = (SELECT MAX(arrival) + 1 FROM workflow) WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** A person asked for it: it runs although the same was delivered before. */
    public static void makeExplicit(Handle handle, String id) {
        handle.createUpdate("UPDATE workflow SET explicit = TRUE WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** Nobody leaves the audience for not being listed: a part of the list is missing. */
    public static void keepUnlisted(Handle handle, String id) {
        handle.createUpdate("UPDATE workflow SET keeps_unlisted = TRUE WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** Another state; what it waited for is over. */
    static void state(Handle handle, String id, WorkflowState state, Instant now) {
        handle.createUpdate("""
                        UPDATE workflow
                        SET state = :state,
                            waiting_for = NULL,
                            resume_at = NULL,
                            ended_at = CASE WHEN :ended THEN :now END,
                            started_at = CASE WHEN :running THEN COALESCE(started_at, :now) ELSE started_at END
                        WHERE id = :id
                        """)
                .bind("state", state)
                .bind("ended", state.ended())
                .bind("running", state == WorkflowState.RUNNING)
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    /** A waiting workflow waits for a time: one more failure in a row. */
    static void waitUntil(
            Handle handle, String id, WaitingFor waitingFor, Instant resumeAt, Failure failure, Instant now) {
        handle.createUpdate("""
                        UPDATE workflow
                        SET waiting_for = :for,
                            resume_at = :at,
                            failure = :failure,
                            failing_since = COALESCE(failing_since, :now),
                            failures_in_row = failures_in_row + 1
                        WHERE id = :id
                        """)
                .bind("for", waitingFor)
                .bind("at", resumeAt)
                .bind("failure", StoredJson.write(failure))
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    /** A waiting workflow waits for a person or a file, and why. */
    static void hold(Handle handle, String id, WaitingFor waitingFor, Failure failure) {
        handle.createUpdate("UPDATE workflow SET waiting_for = :for, failure = :failure WHERE id = :id")
                .bind("for", waitingFor)
                .bind("failure", StoredJson.write(failure))
                .bind("id", id)
                .execute();
    }

    /** A person lets it go on: it has all its tries, and waits for this, if for anything. */
    static void resume(Handle handle, String id, Optional<WaitingFor> waitingFor) {
        handle.createUpdate("""
                        UPDATE workflow
                        SET waiting_for = :for, stop_requested = FALSE, failing_since = NULL, failures_in_row = 0
                        WHERE id = :id
                        """).bind("for", waitingFor).bind("id", id).execute();
    }

    static void requestStop(Handle handle, String id) {
        handle.createUpdate("UPDATE workflow SET stop_requested = TRUE WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    static boolean stopRequested(Handle handle, String id) {
        return handle.createQuery("SELECT stop_requested FROM workflow WHERE id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    /** It leaves its audience. */
    static void leave(Handle handle, String id, Optional<Failure> failure, Receipt receipt) {
        handle.createUpdate("""
                        UPDATE workflow
                        SET failure = :failure, receipt = :receipt, stop_requested = FALSE
                        WHERE id = :id
                        """)
                .bind("failure", failure.map(StoredJson::write))
                .bind("receipt", StoredJson.write(receipt))
                .bind("id", id)
                .execute();
    }

    public static void failure(Handle handle, String id, Optional<Failure> failure) {
        handle.createUpdate("UPDATE workflow SET failure = :failure WHERE id = :id")
                .bind("failure", failure.map(StoredJson::write))
                .bind("id", id)
                .execute();
    }

    static void warnings(Handle handle, String id, List<String> warnings) {
        handle.createUpdate("UPDATE workflow SET warnings = :warnings WHERE id = :id")
                .bind("warnings", StoredJson.write(warnings))
                .bind("id", id)
                .execute();
    }

    static void findings(Handle handle, String id, List<Finding> findings) {
        handle.createUpdate("UPDATE workflow SET findings = :findings WHERE id = :id")
                .bind("findings", StoredJson.write(findings))
                .bind("id", id)
                .execute();
    }

    static void preparation(Handle handle, String id, RowTally tally) {
        handle.createUpdate("UPDATE workflow SET preparation = :tally WHERE id = :id")
                .bind("tally", StoredJson.write(tally))
                .bind("id", id)
                .execute();
    }

    static void comparison(Handle handle, String id, Comparison comparison) {
        handle.createUpdate("UPDATE workflow SET comparison = :comparison WHERE id = :id")
                .bind("comparison", StoredJson.write(comparison))
                .bind("id", id)
                .execute();
    }

    static void stage(Handle handle, String id, Stage stage) {
        handle.createUpdate("UPDATE workflow SET stage = :stage WHERE id = :id")
                .bind("stage", stage)
                .bind("id", id)
                .execute();
    }

    /** Goes on to the next stage, whose failures are counted anew. Answers false where it was not in that stage. */
    static boolean enter(Handle handle, String id, Stage from, Stage to) {
        return handle.createUpdate("""
                                UPDATE workflow
                                SET stage = :to, failure = NULL, failing_since = NULL, failures_in_row = 0
                                WHERE id = :id
                                  AND stage = :from
                                """)
                        .bind("to", to)
                        .bind("from", from)
                        .bind("id", id)
                        .execute()
                == 1;
    }

    static void settings(Handle handle, String id, Destination settings, long audience, String audienceName) {
        handle.createUpdate("""
                        UPDATE workflow
                        SET settings = :settings, audience_id = :audience, audience_name = :name
                        WHERE id = :id
                        """)
                .bind("settings", StoredJson.write(settings))
                .bind("audience", audience)
                .bind("name", audienceName)
                .bind("id", id)
                .execute();
    }

    /** The credential of the stored settings, without the rest of them; empty where there is no such workflow. */
    static Optional<String> credential(Handle handle, String id) {
        return handle.createQuery("SELECT settings FROM workflow WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(json -> StoredJson.read(json, Signer.class).credential());
    }

    static void supersededBy(Handle handle, String id, String newer) {
        handle.createUpdate("UPDATE workflow SET superseded_by = :newer WHERE id = :id")
                .bind("newer", newer)
                .bind("id", id)
                .execute();
    }

    /** Whether its working files are kept for members that failed. */
    static void keepFiles(Handle handle, String id, boolean keep) {
        handle.createUpdate("UPDATE workflow SET keeps_files = :keep WHERE id = :id")
                .bind("keep", keep)
                .bind("id", id)
                .execute();
    }

    static boolean keepsFiles(Handle handle, String id) {
        return handle.createQuery("SELECT keeps_files FROM workflow WHERE id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    /** SHA-256 of the opt-out list that it was prepared with; empty where there is none. */
    static void optOutSha256(Handle handle, String id, String sha256) {
        handle.createUpdate("UPDATE workflow SET opt_out_sha256 = :sha WHERE id = :id")
                .bind("sha", sha256)
                .bind("id", id)
                .execute();
    }

    static String optOutSha256(Handle handle, String id) {
        return handle.createQuery("SELECT opt_out_sha256 FROM workflow WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one();
    }

    /** Counts one more process that ended at this point; answers how many did in a row. */
    static int countProcessEnd(Handle handle, String id, String point) {
        return handle.createQuery("""
                        UPDATE workflow
                        SET process_ends = CASE WHEN process_ends_at = :at THEN process_ends + 1 ELSE 1 END,
                            process_ends_at = :at
                        WHERE id = :id
                        RETURNING process_ends
                        """)
                .bind("at", point)
                .bind("id", id)
                .mapTo(Integer.class)
                .one();
    }

    static void forgetProcessEnds(Handle handle, String id) {
        handle.createUpdate("UPDATE workflow SET process_ends = 0 WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    static long nextFence(Handle handle, String id) {
        return handle.createQuery("UPDATE workflow SET fence = fence + 1 WHERE id = :id RETURNING fence")
                .bind("id", id)
                .mapTo(Long.class)
                .one();
    }

    static long fence(Handle handle, String id) {
        return handle.createQuery("SELECT fence FROM workflow WHERE id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    static boolean isClaimed(Handle handle, String id, long fence, String stage) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM workflow WHERE id = :id AND fence = :fence AND stage = :stage)
                        """)
                .bind("id", id)
                .bind("fence", fence)
                .bind("stage", stage)
                .mapTo(Boolean.class)
                .one();
    }

    /** Of the settings of a workflow, only who signs. */
    record Signer(String credential) {}
}
