package io.audienceroutes.campaign;

import io.audienceroutes.destination.Campaign;
import io.audienceroutes.destination.Campaign.Completion;
import io.audienceroutes.destination.CampaignPart;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.GroupKey;
import io.audienceroutes.state.Sha256;
import io.audienceroutes.workflow.HeldFigures;
import io.audienceroutes.workflow.WorkflowFile;
import io.audienceroutes.workflow.WorkflowFiles;
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
    static Optional<CampaignRun> find(Handle handle, String workflowId) {
        return handle.createQuery("""
                        SELECT r.*, p.campaign
                        FROM campaign_run r
                        JOIN campaign_part p ON p.workflow_id = r.workflow_id
                        WHERE r.workflow_id = :id
                        """)
                .bind("id", workflowId)
                .mapTo(Row.class)
                .findOne()
                .map(row -> row.with(handle));
    }

    /** The run that is still collecting files of this campaign. */
    static Optional<CampaignRun> open(Handle handle, String destination, CampaignPart part) {
        return handle.createQuery("""
                        SELECT r.*, p.campaign
                        FROM campaign_run r
                        JOIN campaign_part p ON p.workflow_id = r.workflow_id
                        JOIN workflow w ON w.id = r.workflow_id
                        WHERE r.destination = :destination
                          AND r.campaign_key = :campaign
                          AND r.completed_at IS NULL
                          AND w.state = 'WAITING'
                          AND w.waiting_for = 'FILE'
                        ORDER BY w.arrival DESC LIMIT 1
                        """)
                .bind("destination", destination)
                .bind("campaign", part.campaignKey())
                .mapTo(Row.class)
                .findOne()
                .map(row -> row.with(handle));
    }

    static List<CampaignRun> collecting(Handle handle) {
        return handle.createQuery("""
                        SELECT r.*, p.campaign
                        FROM campaign_run r
                        JOIN campaign_part p ON p.workflow_id = r.workflow_id
                        JOIN workflow w ON w.id = r.workflow_id
                        WHERE r.completed_at IS NULL
                          AND w.state = 'WAITING'
                          AND w.waiting_for = 'FILE'
                        ORDER BY w.arrival
                        """).mapTo(Row.class).list().stream()
                .map(row -> row.with(handle))
                .toList();
    }

    static void insert(Handle handle, String id, String destination, CampaignPart part, Instant dueAt, Instant now) {
        handle.createUpdate("""
                        INSERT INTO campaign_run (workflow_id, destination, campaign_key, due_at, last_file_at)
                        VALUES (:id, :destination, :campaign, :due, :now)
                        """)
                .bind("id", id)
                .bind("destination", destination)
                .bind("campaign", part.campaignKey())
                .bind("due", dueAt)
                .bind("now", now)
                .execute();
    }

    void noteFile(Handle handle, Instant now) {
        handle.createUpdate("UPDATE campaign_run SET last_file_at = :now WHERE workflow_id = :id")
                .bind("now", now)
                .bind("id", workflowId)
                .execute();
    }

    void noteDone(Handle handle, Instant now) {
        handle.createUpdate("UPDATE campaign_run SET done_file_at = :now WHERE workflow_id = :id")
                .bind("now", now)
                .bind("id", workflowId)
                .execute();
    }

    void close(Handle handle, Instant now) {
        handle.createUpdate("UPDATE campaign_run SET completed_at = :now WHERE workflow_id = :id")
                .bind("now", now)
                .bind("id", workflowId)
                .execute();
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

    /** The run without its files. */
    private record Row(
            String workflowId,
            String campaign,
            Instant dueAt,
            Instant lastFileAt,
            Optional<Instant> doneFileAt,
            Optional<Instant> completedAt) {
        CampaignRun with(Handle handle) {
            List<WorkflowFile> files = WorkflowFiles.of(handle, workflowId).stream()
                    .filter(file -> !file.replaced())
                    .toList();
            return new CampaignRun(workflowId, campaign, files, dueAt, lastFileAt, doneFileAt, completedAt);
        }
    }
}
