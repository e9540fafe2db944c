package io.audienceroutes.sample;

import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.audience.Audiences;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.SampleFirst;
import io.audienceroutes.failure.SampleNotSent;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.DigestPartitions;
import io.audienceroutes.member.FirstDigests;
import io.audienceroutes.member.MemoryLimit;
import io.audienceroutes.segment.DigestType;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.workflow.Approvals;
import io.audienceroutes.workflow.HeldFigures;
import io.audienceroutes.workflow.Samples;
import io.audienceroutes.workflow.Samples.Sample;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageResults;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowHeld;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Sends a sample before the list: some members are sent to a separate audience for review, and the list is sent only
 * after approval. Before that, nothing of the list is sent, and its audience is not created. Called by routes
 * {@code run-stage} and {@code sample-first}.
 */
public final class SampleStage {
    public static final String CONDITION = "sample-to-approve";
    private static final String TAKE = "Take the sample";
    private static final String AWAIT = "Send a sample first";

    private final Workflows workflows;
    private final StageResults results;
    private final Tasks tasks;
    private final Samples samples;
    private final Approvals approvals;
    private final Audiences audiences;
    private final DataDirectory data;
    private final MemoryLimit memoryLimit;

    /** Stores samples with the workflows; selects members within the memory limit. */
    public SampleStage(
            Workflows workflows,
            Tasks tasks,
            Samples samples,
            Approvals approvals,
            Audiences audiences,
            DataDirectory data,
            MemoryLimit memoryLimit) {
        this.workflows = workflows;
        this.results = new StageResults(workflows);
        this.tasks = tasks;
        this.samples = samples;
        this.approvals = approvals;
        this.audiences = audiences;
        this.data = data;
        this.memoryLimit = memoryLimit;
    }

    /**
     * Whether the list may be sent, or the sample has to be reviewed first.
     *
     * @throws WorkflowHeld while the sample is being delivered
     */
    public Verdict look(@Variable("workflowId") String workflowId) {
        Workflow list = workflows.require(workflowId);
        Optional<SampleFirst> wanted = list.settings().sampleFirst();
        if (!list.type().deliversList() || wanted.isEmpty()) {
            return Verdict.GO;
        }
        Sample sample = samples.of(workflowId)
                .filter(found -> found.fingerprint().equals(fingerprint(list)))
                .orElseGet(() -> open(list, wanted.get()));
        if (sample.state() == Samples.State.APPROVED) {
            return Verdict.GO;
        }
        requireSent(list, sample);
        if (approved(workflowId, sample)) {
            samples.approved(sample.sampleId());
            tasks.succeed(workflowId, Stage.COMPARE, AWAIT, Map.of("sample", sample.sampleId(), "approved", "true"));
            return Verdict.GO;
        }
        return Verdict.SHOW;
    }

    /** Stores what TikTok currently reports about the sample, and holds the list until exactly that is approved. */
    public void hold(@Variable("workflowId") String workflowId, @Body AudienceReading reading) {
        Workflow list = workflows.require(workflowId);
        Sample sample = samples.of(workflowId).orElseThrow();
        String words = SampleWords.of(list, workflows.require(sample.sampleId()), reading);
        HeldFigures figures = SampleWords.figures(workflows.require(sample.sampleId()), reading);
        samples.shown(sample.sampleId(), figures.toString());
        throw new WorkflowHeld(WaitingFor.APPROVAL, CONDITION, figures, words);
    }

    /** The audience of this list's sample. */
    public long audienceOf(@Variable("workflowId") String workflowId) {
        return samples.of(workflowId).orElseThrow().audience();
    }

    /** Stage Prepare of a sample: its members come from the already prepared list. */
    public void take(@Variable("workflowId") String sampleId) {
        Workflow sample = workflows.require(sampleId);
        Workflow list = workflows.require(samples.require(sampleId).workflowId());
        int most = list.settings().sampleFirst().map(SampleFirst::members).orElse(1);
        tasks.begin(sampleId, Stage.PREPARE, TAKE, Map.of("list", list.id(), "most", Integer.toString(most)));
        long taken = 0;
        for (DigestType type : DigestType.of(sample.settings().userIdTypes())) {
            taken += take(sample, list, type, most);
        }
        // A sample counts one row per member: a hash does not identify its row
        RowTally tally = new RowTally(taken, taken, 0, taken, 0, Map.of(), 0, 0, Map.of());
        tasks.succeed(sampleId, Stage.PREPARE, TAKE, Map.of("members", Long.toString(taken)));
        results.prepared(sampleId, tally);
    }

    private long take(Workflow sample, Workflow list, DigestType type, int most) {
        DigestPartitions listed = DigestPartitions.open(data.partitions(list.id(), type), memoryLimit);
        byte[] first = FirstDigests.of(listed, most, optedOut(list, type));
        try (DigestPartitions taken =
                DigestPartitions.create(data.partitions(sample.id(), type), listed.width(), memoryLimit)) {
            taken.append(first, 0, first.length);
            taken.finish();
            return taken.count();
        }
    }

    /** Opted-out members are removed here: the sample itself has no opt-out list, and mirrors its input. */
    private Optional<DigestFile> optedOut(Workflow list, DigestType type) {
        return list.settings().optOut().map(optOut -> DigestFile.open(data.optedOut(list.id(), type)));
    }

    private Sample open(Workflow list, SampleFirst wanted) {
        samples.replaced(list.id());
        tasks.begin(list.id(), Stage.COMPARE, AWAIT, Map.of("members", Integer.toString(wanted.members())));
        Destination settings = list.settings().forSample(list.audienceName());
        long audience = audiences.rowFor(settings, settings.audienceNameFor(list.fileName()));
        return samples.open(list, settings, audience, fingerprint(list), Duration.ofHours(wanted.keepHours()));
    }

    private void requireSent(Workflow list, Sample sample) {
        Workflow delivery = workflows.require(sample.sampleId());
        if (!delivery.state().ended()) {
            throw new WorkflowHeld(
                    WaitingFor.SAMPLE,
                    CONDITION,
                    new HeldFigures().with("sample", delivery.id()),
                    "A sample of " + list.fileName() + " is sent to audience '" + delivery.audienceName()
                            + "' first, as workflow " + delivery.id() + ". Nothing of the whole list was sent.");
        }
        if (delivery.state() == WorkflowState.SUCCEEDED || delivery.state() == WorkflowState.ISSUE) {
            return;
        }
        String notSent = new HeldFigures()
                .with("not-sent", delivery.id())
                .with("state", delivery.state())
                .toString();
        if (sample.shownFigures().equals(Optional.of(notSent))) {
            // The failure was already reported and resolved: another sample follows
            samples.replaced(list.id());
            throw new WorkflowHeld(
                    WaitingFor.SAMPLE,
                    CONDITION,
                    new HeldFigures().with("sample", "another"),
                    "Another sample of " + list.fileName() + " is sent first.");
        }
        samples.shown(sample.sampleId(), notSent);
        throw notSent(list, delivery);
    }

    private static RuntimeException notSent(Workflow list, Workflow delivery) {
        String begun = "The sample of " + list.fileName() + " (workflow " + delivery.id() + ") was not delivered: ";
        String end = " Nothing of the whole list was sent.";
        return delivery.failure()
                .filter(failure -> delivery.state() == WorkflowState.FAILED)
                .<RuntimeException>map(failure -> new SampleNotSent(begun + failure.message() + end, failure))
                .orElseGet(() -> new WorkflowError(
                        "sample-not-delivered",
                        begun + "it is " + delivery.state().label() + "." + end
                                + " Resolve this workflow to send another sample, or stop it."));
    }

    private boolean approved(String workflowId, Sample sample) {
        return approvals.of(workflowId).stream()
                .anyMatch(approval -> approval.condition().equals(CONDITION)
                        && sample.shownFigures().equals(Optional.of(approval.figures())));
    }

    /** Another file, other settings or another audience require another sample. */
    private static String fingerprint(Workflow list) {
        return String.join(
                " ",
                list.fileSha256().orElse(""),
                list.settings().sha256(),
                Long.toString(list.audience()),
                list.settings()
                        .sampleFirst()
                        .map(SampleFirst::members)
                        .orElse(0)
                        .toString());
    }

    /** The next step before the list may be sent. */
    public enum Verdict {
        /** The list may be sent. */
        GO,
        /** The sample is in TikTok and awaits review. */
        SHOW
    }
}
