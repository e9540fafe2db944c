package io.audienceroutes.campaign;

import io.audienceroutes.destination.Campaign;
import io.audienceroutes.destination.Campaign.Completion;
import io.audienceroutes.destination.CampaignPart;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.GroupKey;
import io.audienceroutes.state.Sha256;
import io.audienceroutes.state.StoredTime;
import io.audienceroutes.workflow.HeldFigures;
import io.audienceroutes.workflow.WorkflowFile;
import io.audienceroutes.workflow.WorkflowFiles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Which files of one campaign have arrived.
 *
 * @param campaign its name as the first file spelled it
 * @param files the files in use, the newest of each group
 */
record CampaignRun(
        String workflowId,
        String campaign,
        List<WorkflowFile> files,
        Instant dueAt,
        Instant lastFileAt,
        Optional<Instant> doneFileAt,
        Optional<Instant> completedAt) {
    private static final String ALL = "SELECT r.*, p.campaign FROM campaign_run r"
            + " JOIN campaign_part p ON p.workflow_id = r.workflow_id JOIN workflow w ON w.id = r.workflow_id ";
    private static final String COLLECTING =
            "w.state = 'WAITING' AND w.waiting_for = 'FILE' AND r.completed_at IS NULL";

    static Optional<CampaignRun> find(Handle handle, String workflowId) {
        return handle.createQuery(ALL + "WHERE r.workflow_id = :id")
                .bind("id", workflowId)
                .map((row, context) -> read(handle, row))
                .findOne();
    }

    /** The run that is still collecting files of this campaign. */
    static Optional<CampaignRun> open(Handle handle, String destination, CampaignPart part) {
        return handle.createQuery(ALL + "WHERE r.destination = :destination AND r.campaign_key = :campaign AND "
                        + COLLECTING + " ORDER BY w.arrival DESC LIMIT 1")
                .bind("destination", destination)
                .bind("campaign", part.campaignKey())
                .map((row, context) -> read(handle, row))
                .findOne();
    }

    static List<CampaignRun> collecting(Handle handle) {
        return handle.createQuery(ALL + "WHERE " + COLLECTING + " ORDER BY w.arrival")
                .map((row, context) -> read(handle, row))
                .list();
    }

    static void insert(Handle handle, String id, String destination, CampaignPart part, Instant dueAt, String now) {
        handle.createUpdate("""
                        INSERT INTO campaign_run (workflow_id, destination, campaign_key, due_at, last_file_at)
                        VALUES (:id, :destination, :campaign, :due, :now)
                        """)
                .bind("id", id)
                .bind("destination", destination)
                .bind("campaign", part.campaignKey())
                .bind("due", StoredTime.write(dueAt))
                .bind("now", now)
                .execute();
    }

    /** One of its files was delivered by command: it runs even if the same files were delivered before. */
    static void asked(Handle handle, String workflowId) {
        handle.createUpdate("UPDATE workflow SET explicit = 1 WHERE id = :id")
                .bind("id", workflowId)
                .execute();
    }

    void noteFile(Handle handle, String now) {
        set(handle, "last_file_at = :now", now);
    }

    void noteDone(Handle handle, String now) {
        set(handle, "done_file_at = :now", now);
    }

    void close(Handle handle, String now) {
        set(handle, "completed_at = :now", now);
    }

    boolean complete(Destination settings, Instant now) {
        if (files.isEmpty()) {
            return false;
        }
        Completion completion = completion(settings);
        if (completion instanceof Completion.DoneFile done) {
            return doneFileAt.isPresent() && !now.isBefore(latest().plusSeconds(done.quietSeconds()));
        }
        return completion instanceof Completion.Count count
                ? files.size() >= count.groups()
                : missingGroups(settings).isEmpty();
    }

    /** What is missing, with figures, and what can be done; the text depends only on the files. */
    String missing(Destination settings) {
        String found = files.isEmpty()
                ? "none"
                : files.stream().map(file -> file.group().orElse("")).collect(Collectors.joining(", "));
        return "Campaign '" + campaign + "' is not complete: expected " + expected(settings) + "; found "
                + files.size() + " (" + found
                + "). Nothing was sent. Have the missing file delivered: the workflow then"
                + " resumes automatically. "
                + (files.isEmpty()
                        ? "Without any file there is nothing to deliver; stop the workflow if none arrives."
                        : "Or ignore it: the groups that have arrived are then delivered, and no member is removed from the"
                                + " audience in this run.");
    }

    /** The figures that an approval to ignore the missing files covers. */
    HeldFigures figures(Destination settings) {
        return new HeldFigures()
                .with("campaign", campaign)
                .with("expected", expected(completion(settings)))
                .with("files", sha256());
    }

    private static String expected(Completion completion) {
        if (completion instanceof Completion.Groups groups) {
            return String.join(",", groups.names());
        }
        return completion instanceof Completion.Count count
                ? Integer.toString(count.groups())
                : ((Completion.DoneFile) completion).name();
    }

    /** One hash for all files, independent of their order. */
    String sha256() {
        String all = files.stream()
                .map(file -> file.group().map(GroupKey::of).orElse("") + " " + file.sha256())
                .sorted()
                .collect(Collectors.joining("\n"));
        return Sha256.hex(all);
    }

    long bytes() {
        return files.stream().mapToLong(WorkflowFile::bytes).sum();
    }

    private String expected(Destination settings) {
        Completion completion = completion(settings);
        if (completion instanceof Completion.Groups groups) {
            return "are the files of the groups " + String.join(", ", groups.names()) + ", of which "
                    + String.join(", ", missingGroups(settings)) + " did not arrive";
        }
        return completion instanceof Completion.Count count
                ? "are the files of " + count.groups() + " groups"
                : "is a done file, like " + ((Completion.DoneFile) completion).name();
    }

    private List<String> missingGroups(Destination settings) {
        return settings.campaign().orElseThrow().treatmentGroups().stream()
                .filter(group -> files.stream()
                        .flatMap(file -> file.group().stream())
                        .noneMatch(present -> GroupKey.of(present).equals(GroupKey.of(group))))
                .toList();
    }

    private static Completion completion(Destination settings) {
        return settings.campaign().map(Campaign::completion).orElseThrow();
    }

    private Instant latest() {
        return doneFileAt.filter(done -> done.isAfter(lastFileAt)).orElse(lastFileAt);
    }

    private void set(Handle handle, String assignment, String now) {
        handle.createUpdate("UPDATE campaign_run SET " + assignment + " WHERE workflow_id = :id")
                .bind("now", now)
                .bind("id", workflowId)
                .execute();
    }

    private static CampaignRun read(Handle handle, ResultSet row) throws SQLException {
        String id = row.getString("workflow_id");
        return new CampaignRun(
                id,
                row.getString("campaign"),
                WorkflowFiles.of(handle, id).stream()
                        .filter(file -> !file.replaced())
                        .toList(),
                StoredTime.read(row.getString("due_at")).orElseThrow(),
                StoredTime.read(row.getString("last_file_at")).orElseThrow(),
                StoredTime.read(row.getString("done_file_at")),
                StoredTime.read(row.getString("completed_at")));
    }
}
