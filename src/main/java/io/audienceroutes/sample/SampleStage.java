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
 * The sample before the list: some members go to an audience of their own, a person looks at it, and only an approval
 * lets the list go. Nothing of the list is sent before, and its audience is not even made. Called by routes
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

    /** Keeps samples beside the workflows; takes them within the memory limit. */
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
     * Whether the list may go, or the sample is to be shown to a person first.
     *
     * @throws WorkflowHeld while the sample is on its way
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

    /** Keeps what TikTok tells of the sample now, and holds the list until a person approves exactly that. */
    public void hold(@Variable("workflowId") String workflowId, @Body AudienceReading reading) {
        Workflow list = workflows.require(workflowId);
        Sample sample = samples.of(workflowId).orElseThrow();
        String words = SampleWords.of(list, workflows.require(sample.sampleId()), reading);
        HeldFigures figures = SampleWords.figures(workflows.require(sample.sampleId()), reading);
        samples.shown(sample.sampleId(), figures.toString());
        throw new WorkflowHeld(WaitingFor.APPROVAL, CONDITION, figures, words);
    }

    /** The audience that the sample of this list is in. */
    public long audienceOf(@Variable("workflowId") String workflowId) {
        return samples.of(workflowId).orElseThrow().audience();
    }

    /** Stage Prepare of a sample: its members are those of the list that was prepared already. */
    public void take(@Variable("workflowId") String sampleId) {
        Workflow sample = workflows.require(sampleId);
        Workflow list = workflows.require(samples.require(sampleId).workflowId());
        int most = list.settings().sampleFirst().map(SampleFirst::members).orElse(1);
        tasks.begin(sampleId, Stage.PREPARE, TAKE, Map.of("list", list.id(), "most", Integer.toString(most)));
        long taken = 0;
        for (DigestType type : DigestType.of(sample.settings().userIdTypes())) {
            taken += take(sample, list, type, most);
        }
        // A sample has one row a member: whose row it was does not show in a digest
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

    /** Who opted out is left out here: the sample itself has no opt-out list, and mirrors what it was given. */
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
                    "A sample of " + list.fileName() + " goes to audience '" + delivery.audienceName()
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
            // The failure was told before, and a person went on: with another sample
            samples.replaced(list.id());
            throw new WorkflowHeld(
                    WaitingFor.SAMPLE,
                    CONDITION,
                    new HeldFigures().with("sample", "another"),
                    "Another sample of " + list.fileName() + " goes first.");
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

    /** Another file, other settings or another audience ask for another sample. */
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

    /** What is to be done before the list may go. */
    public enum Verdict {
        /** The list may go. */
        GO,
        /** The sample is in TikTok: a person is to look at it. */
        SHOW
    }
}
