package io.audienceroutes.stage.receive;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.campaign.CampaignRuns;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.source.FileVersion;
import io.audienceroutes.source.SourceStalled;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.state.Sha256;
import io.audienceroutes.workflow.Admission;
import io.audienceroutes.workflow.Arrival;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Work;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowQueue;
import io.audienceroutes.workflow.WorkflowQueue.Claim;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import io.audienceroutes.workflow.Workflows;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage Receive: a segment file is copied to staging and its workflow stored, in this order, before the file may be
 * archived or deleted at its source. Called by routes {@code fail-workflow}, {@code pick-up-from-folder},
 * {@code pick-up-from-s3}, {@code pick-up-from-sftp}, {@code receive-segment-file} and {@code run-stage}.
 */
public final class ReceiveStage {
    private static final int COPIED_BYTES = 256 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveStage.class);
    private static final String TASK = "Stage the file";
    private static final int LONGEST_NAME = 255;

    /** Its alert is raised for the source: see {@code FailureHandler}. */
    private static final String STALLED = "source-copy-stalled";

    private final Workflows workflows;
    private final Admission admission;
    private final Tasks tasks;
    private final Audiences audiences;
    private final WorkflowQueue queue;
    private final CampaignRuns campaigns;
    private final Function<String, Optional<Destination>> destinations;
    private final DataDirectory data;

    /** Uses the destinations that are configured at the time of a call. */
    public ReceiveStage(
            Workflows workflows,
            Tasks tasks,
            Audiences audiences,
            WorkflowQueue queue,
            CampaignRuns campaigns,
            Function<String, Optional<Destination>> destinations,
            DataDirectory data) {
        this.workflows = workflows;
        this.admission = new Admission(workflows);
        this.tasks = tasks;
        this.audiences = audiences;
        this.queue = queue;
        this.campaigns = campaigns;
        this.destinations = destinations;
        this.data = data;
    }

    /** Opens the workflow of a picked-up file. Returns its id. */
    public String open(@Variable("destinationName") String destinationName, @Variable("fileName") String fileName) {
        Destination settings = require(destinationName);
        return open(settings, new Arrival(safeName(fileName), false, "pick-up of " + destinationName));
    }

    /** Opens the workflow of a one-time delivery by command; it also runs if the file was delivered before. */
    public String openExplicit(
            String destinationName, Optional<String> audienceName, String fileName, String startedBy) {
        Destination configured = require(destinationName);
        Destination settings = audienceName.map(configured::withAudienceName).orElse(configured);
        return open(settings, new Arrival(safeName(fileName), true, startedBy));
    }

    /** As above, with a sample of this size before the list. */
    public String openExplicit(
            String destinationName, Optional<String> audienceName, int sample, String fileName, String startedBy) {
        Destination configured = require(destinationName).withSampleFirst(sample);
        Destination settings = audienceName.map(configured::withAudienceName).orElse(configured);
        return open(settings, new Arrival(safeName(fileName), true, startedBy));
    }

    /**
     * Opens the workflow of a plan, which determines what a delivery of this file would do, without sending anything.
     */
    public String openPlan(String destinationName, Optional<String> audienceName, String fileName, String startedBy) {
        Destination configured = require(destinationName);
        Destination settings = audienceName.map(configured::withAudienceName).orElse(configured);
        if (settings.campaign().isPresent()) {
            throw new WorkflowError(
                    "destination-invalid",
                    "A plan shows what one file would do, but destination " + destinationName
                            + " collects the files of a campaign, so a single file cannot be planned. Nothing was sent.");
        }
        return open(settings, new Arrival(safeName(fileName), true, startedBy, WorkflowType.PLAN));
    }

    /** Opens the workflow that runs this plan, with the settings of the plan, which must equal the current ones. */
    public String openPlanned(Workflow plan, String startedBy) {
        Destination now = require(plan.destination()).withOneTimeChoicesOf(plan.settings());
        if (!now.equals(plan.settings())) {
            throw new WorkflowError(
                    "plan-outdated",
                    "Plan " + plan.id() + " cannot be run: the settings of destination "
                            + plan.destination()
                            + " have changed since the plan was made. Nothing was sent. Make a"
                            + " new plan with: audience-routes plan FILE --destination " + plan.destination());
        }
        return open(plan.settings(), new Arrival(plan.fileName(), true, startedBy));
    }

    /**
     * Copies the file to staging, atomically. Returns its hash and length.
     *
     * @param length the size announced by the source; null for a delivery by command
     * @param version checks whether the file is still the one that was picked up; null if the source lists only
     *     complete files
     */
    public StagedFile stage(
            @Variable("workflowId") String workflowId,
            @Body InputStream file,
            @Variable("fileLength") Long length,
            @Variable("fileVersion") FileVersion version) {
        tasks.begin(
                workflowId,
                Stage.RECEIVE,
                TASK,
                Map.of("file", workflows.require(workflowId).fileName()));
        Path staged = data.stagedFile(workflowId);
        Path partial = staged.resolveSibling(staged.getFileName() + ".partial");
        requireRoom(staged.getParent(), length);
        try {
            InputStream source = version == null ? file : version.watched(file);
            StagedFile figures = copy(source, length == null ? Long.MAX_VALUE : length, partial);
            requireWhole(figures, length);
            requireUnchanged(version);
            Files.move(partial, staged, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            synchronise(staged.getParent());
            return figures;
        } catch (WorkflowError e) {
            forget(partial);
            throw e;
        } catch (SourceStalled e) {
            forget(partial);
            throw new WorkflowError(STALLED, e.getMessage() + " Nothing was sent.", e);
        } catch (SourceStream.Broken e) {
            forget(partial);
            throw new WorkflowError(
                    "source-read-broken",
                    "Copying the file from its source was interrupted: " + e.getMessage()
                            + ". Nothing was sent, and the file"
                            + " stays where it is. It is picked up again at the next poll.",
                    e);
        } catch (IOException e) {
            forget(partial);
            throw new WorkflowError(
                    "staging-failed",
                    "Copying the file to " + staged.getParent() + " failed: " + e + ". Nothing was sent, and the file"
                            + " stays where it is. Check the source and the disk.",
                    e);
        }
    }

    /** An incomplete copy is useless personal data. */
    private static void forget(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            LOG.warn("The incomplete copy {} cannot be deleted: {}", partial, e.toString());
        }
    }

    /** A file that does not fit is not copied at all: it would fill the disk and stop everything else. */
    private static void requireRoom(Path staging, Long length) {
        if (length == null) {
            return;
        }
        try {
            long free = Files.getFileStore(staging).getUsableSpace();
            if (free < length) {
                throw new WorkflowError(
                        "staging-failed",
                        "The file has " + mebibytes(length) + " MiB, and the disk of " + staging + " has "
                                + mebibytes(free)
                                + " MiB free. Nothing was copied or sent, and the file stays where it is;"
                                + " it is picked up when there is enough space. Free some space (df -h " + staging
                                + ").");
            }
        } catch (IOException e) {
            LOG.debug("The free space of {} is not known", staging, e);
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    private static void requireUnchanged(FileVersion version) {
        try {
            if (version != null && !version.unchanged()) {
                throw new WorkflowError(
                        "source-file-changed",
                        "The file changed at its source while it was copied. Nothing was sent; the new version is picked"
                                + " up at the next poll.");
            }
        } catch (IOException e) {
            throw new WorkflowError(
                    "source-read-broken",
                    "The file was copied, but its source did not say whether it changed meanwhile: " + e + ". Nothing"
                            + " was sent, and the file stays where it is. It is picked up again at the next poll.",
                    e);
        }
    }

    /**
     * Stores that the file is staged: the workflow waits for its turn, is skipped as a duplicate, or hands the file of a
     * campaign over to the workflow that delivers it.
     */
    public WorkflowState admit(@Variable("workflowId") String workflowId, @Body StagedFile staged) {
        Workflow workflow = workflows.require(workflowId);
        WorkflowState state = workflow.settings()
                .partOf(workflow.fileName())
                .map(part -> campaigns.admit(workflowId, part, staged.sha256(), staged.bytes()))
                .orElseGet(() -> admission.admit(workflowId, staged.sha256(), staged.bytes()));
        dropUnread(workflowId, state);
        tasks.succeed(
                workflowId,
                Stage.RECEIVE,
                TASK,
                Map.of("sha256", staged.sha256(), "bytes", Long.toString(staged.bytes())));
        queue.received(workflowId);
        return state;
    }

    /** Unused copies are needless personal data: those of duplicates and of control groups. */
    private void dropUnread(String workflowId, WorkflowState state) {
        if (state == WorkflowState.SKIPPED && campaigns.deliveredBy(workflowId).isEmpty()) {
            drop(workflowId);
        }
        campaigns.unreadWith(workflowId).forEach(this::drop);
    }

    private void drop(String workflowId) {
        try {
            Files.deleteIfExists(data.stagedFile(workflowId));
        } catch (IOException e) {
            LOG.warn("The staged copy of workflow {} could not be deleted yet: {}", workflowId, e.toString());
        }
    }

    /** Throws for a workflow that no runner can resume: it ends processes, or its file was not copied completely. */
    public void requireRunnable(@Variable("claim") Claim claim) {
        if (claim.work() == Work.PUT_ASIDE) {
            throw endedProcesses(claim);
        }
        if (claim.work() == Work.CUT_OFF
                && workflows.require(claim.workflowId()).stage() == Stage.RECEIVE) {
            throw cutOff(claim);
        }
    }

    /** One file must not block the others forever. */
    private static WorkflowError endedProcesses(Claim claim) {
        return new WorkflowError(
                "process-ended",
                "Three processes in a row ended while they worked on workflow " + claim.workflowId() + " in stage "
                        + claim.stage().label()
                        + ", so it is no longer processed. The most common cause is a lack of memory:"
                        + " look for OutOfMemoryError in the log, give the process more memory with"
                        + " JAVA_OPTS=-Xmx1g, then run: audience-routes workflows retry " + claim.workflowId());
    }

    private static WorkflowError cutOff(Claim claim) {
        return new WorkflowError(
                "staging-failed",
                "Copying the file of workflow " + claim.workflowId()
                        + " was interrupted, because the process ended. Nothing was sent;"
                        + " the file is still at its source and is picked up again at the next poll. A one-time"
                        + " delivery has to be started again.");
    }

    /**
     * Throws unless the workflow has completed stage Receive, so that a file is removed from its source only once it is
     * stored. The stored state is used, because an exchange that a dead-letter channel handled looks like a success.
     */
    public void requireStored(@Variable("workflowId") String workflowId) {
        Optional<Workflow> workflow = Optional.ofNullable(workflowId).flatMap(workflows::find);
        if (workflow.isEmpty() || (workflow.get().stage() == Stage.RECEIVE && !skipped(workflow.get()))) {
            throw new WorkflowError(
                    "staging-failed",
                    "The file stays at its source, because it could not be staged"
                            + workflow.map(w -> " (workflow " + w.id() + ")").orElse("")
                            + ". It is picked up again at the next poll.");
        }
    }

    private static boolean skipped(Workflow workflow) {
        return workflow.state() == WorkflowState.SKIPPED;
    }

    private String open(Destination settings, Arrival arrival) {
        String audienceName = settings.audienceNameFor(arrival.fileName());
        if (settings.sampleFirst().isPresent()) {
            String unused = Destination.sampleAudienceName(audienceName);
        }
        long audience = audiences.rowFor(settings, audienceName);
        return queue.open(settings, audience, audienceName, arrival);
    }

    private Destination require(String name) {
        return destinations
                .apply(name)
                .orElseThrow(() -> new WorkflowError(
                        "destination-invalid",
                        "There is no destination '" + name + "'. Destinations are files in config/destinations; their"
                                + " names are the file names without .yaml."));
    }

    private static void requireWhole(StagedFile figures, Long length) throws IOException {
        if (length != null && length != figures.bytes()) {
            throw new SourceStream.Broken("the source announced " + length + " bytes but sent " + figures.bytes());
        }
    }

    private static StagedFile copy(InputStream file, long promised, Path partial) throws IOException {
        MessageDigest sha256 = Sha256.begin();
        long bytes;
        try (FileChannel channel = FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), COPIED_BYTES);
                DigestInputStream in = new DigestInputStream(new SourceStream(file, promised), sha256)) {
            bytes = in.transferTo(out);
            out.flush();
            channel.force(true);
        }
        return new StagedFile(HexFormat.of().formatHex(sha256.digest()), bytes);
    }

    private static void synchronise(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * A file's name is untrusted: only its last element is used, without control characters, and with limited length.
     */
    static String safeName(String fileName) {
        String last = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        String printable = last.replaceAll("\\p{Cntrl}", "?").strip();
        String bounded = printable.substring(0, Math.min(LONGEST_NAME, printable.length()));
        return bounded.isEmpty() ? "unnamed" : bounded;
    }

    /** A staged file: lower-case hexadecimal SHA-256 of its bytes, and how many. */
    public record StagedFile(String sha256, long bytes) {}
}
