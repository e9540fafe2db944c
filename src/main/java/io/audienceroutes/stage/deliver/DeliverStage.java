package io.audienceroutes.stage.deliver;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.Audiences.Audience;
import io.audienceroutes.call.Attempt;
import io.audienceroutes.call.TikTokAnswer;
import io.audienceroutes.catalog.ContentRemedy;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.credential.CredentialMissing;
import io.audienceroutes.credential.CredentialRefused;
import io.audienceroutes.failure.ErrorReportingIterator;
import io.audienceroutes.failure.FailureClassifier;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.Progress;
import io.audienceroutes.stage.StopCheckpoints;
import io.audienceroutes.stage.compare.DeliveryProof;
import io.audienceroutes.tiktok.IdSchema;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokCalls;
import io.audienceroutes.tiktok.TikTokContentRefused;
import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.tiktok.TikTokThrottled;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.FailedMembers;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageInterrupted;
import io.audienceroutes.workflow.StageResults;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.BatchBisection;
import io.audienceroutes.workflow.ledger.BatchLedger;
import io.audienceroutes.workflow.ledger.BatchLedger.Change;
import io.audienceroutes.workflow.ledger.BatchLedger.PlannedBatch;
import io.audienceroutes.workflow.ledger.LedgerReader;
import io.audienceroutes.workflow.ledger.LedgerReader.Refusal;
import io.audienceroutes.workflow.ledger.LedgerReader.Totals;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;

/**
 * Stage Deliver: slices of the change files go to TikTok as batches, several at a time. A batch is identified by its
 * change, id schema and index, so the remaining work is what the ledger does not contain. Called by routes
 * {@code deliver-batch}, {@code deliver-batches}, {@code deliver-changes}, {@code map-batch},
 * {@code send-batches-together} and {@code send-only-batch}.
 */
public final class DeliverStage {
    private final Workflows workflows;
    private final StageResults results;
    private final Tasks tasks;
    private final BatchLedger batchLedger;
    private final LedgerReader ledgerReader;
    private final RefusedMemberNames naming;
    private final Audiences audiences;
    private final DataDirectory data;
    private final StopCheckpoints stopCheckpoints;
    private final Progress progress;
    private final DeliveryProof proof;
    private final TikTokCalls calls = new TikTokCalls();
    private final Map<String, DeliveryRun> runs = new ConcurrentHashMap<>();

    /** Delivers the changes of the Compare stage. */
    public DeliverStage(
            Workflows workflows,
            Tasks tasks,
            BatchLedger batchLedger,
            LedgerReader ledgerReader,
            RefusedMemberNames naming,
            Audiences audiences,
            DataDirectory data,
            StopCheckpoints stopCheckpoints,
            Progress progress) {
        this.workflows = workflows;
        this.results = new StageResults(workflows);
        this.tasks = tasks;
        this.batchLedger = batchLedger;
        this.ledgerReader = ledgerReader;
        this.naming = naming;
        this.audiences = audiences;
        this.data = data;
        this.stopCheckpoints = stopCheckpoints;
        this.progress = progress;
        this.proof = new DeliveryProof(ledgerReader, data);
    }

    /** The changes in order: nothing is removed before all additions are in the ledger. */
    public List<Change> begin(@Variable("workflowId") String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        List<DeliveryPart> planned = planned(workflow);
        // A damaged change file must never become a batch: its digests would be arbitrary hashes
        planned.stream()
                .filter(change -> change.membersLeft() > 0)
                .map(DeliveryPart::file)
                .forEach(DigestFile::verify);
        proof.requireNobodyOptedOut(workflow);
        long left = planned.stream().mapToLong(DeliveryPart::membersLeft).sum();
        progress.begin(workflowId, "members", left);
        runs.put(workflowId, new DeliveryRun());
        return List.of(Change.ADD, Change.REMOVE);
    }

    /** The batches that are not in the ledger yet; ends early if the stage has to stop or an obstacle occurred. */
    public BatchQueue batches(@Variable("workflowId") String workflowId, @Variable("change") Change change) {
        Workflow workflow = workflows.require(workflowId);
        Audience audience = audience(workflow);
        List<DeliveryPart> due = planned(workflow).stream()
                .filter(each -> each.change() == change)
                .toList();
        due.forEach(each -> tasks.begin(workflowId, Stage.DELIVER, each.task(), each.inputs()));
        Iterator<Batch> planned =
                due.stream().flatMap(each -> each.unsettled(workflow, audience)).iterator();
        long left = due.stream().mapToLong(DeliveryPart::membersLeft).sum();
        boolean single = due.size() <= 1 && left <= workflow.settings().batchSize();
        return new BatchQueue(
                single,
                new ErrorReportingIterator<>(planned),
                runs.get(workflowId),
                () -> stopCheckpoints.leave(workflowId));
    }

    /** What is left to send of the batch. */
    public BatchParts parts(@Variable("batch") Batch batch) {
        return new BatchParts(batch, runs.get(batch.key().workflow()));
    }

    /** Records the next part as sent in the ledger, and creates its call. */
    public TikTokCall send(@Variable("parts") BatchParts parts) {
        parts.take();
        while (parts.members() > parts.run().largestBatch()) {
            batchLedger.divided(parts.key(), parts.members());
            parts.divide();
            parts.take();
        }
        batchLedger.sent(parts.key(), parts.members());
        Batch batch = parts.batch();
        List<String> audiences = List.of(batch.audienceId());
        IdSchema schema = IdSchema.valueOf(batch.key().schema());
        return batch.key().change() == Change.ADD
                ? calls.addMembers(batch.advertiserIds(), audiences, schema, parts.digests(), batch.audienceCreatedAt())
                : calls.removeMembers(
                        batch.advertiserIds(), audiences, schema, parts.digests(), batch.audienceCreatedAt());
    }

    /** Applies TikTok's response to the part; throws what this delivery cannot handle. */
    public void answered(@Variable("parts") BatchParts parts, @Variable("attempt") Attempt attempt) {
        boolean spent =
                parts.key().part() != BatchBisection.WHOLE && !parts.run().spendOnParts(attempt.number());
        TikTokAnswer answer = attempt.answer().orElseThrow();
        if (answer instanceof TikTokAnswer.Accepted accepted) {
            batchLedger.accepted(parts.key(), accepted.reply().requestId(), attempt.lost());
            parts.accepted();
            progress.advance(parts.key().workflow(), parts.members());
            return;
        }
        TikTokException reason = ((TikTokAnswer.Refused) answer).reason();
        batchLedger.declined(parts.key(), attempt.lost());
        if (!(reason instanceof TikTokContentRefused refused)) {
            throw reason;
        }
        divide(parts, refused, spent);
    }

    private void divide(BatchParts parts, TikTokContentRefused reason, boolean spent) {
        int members = parts.members();
        boolean tooLarge = reason.remedy() == ContentRemedy.HALVE;
        if (tooLarge && members > 1) {
            parts.run().tooLarge(members);
        } else if (tooLarge || spent) {
            throw reason;
        } else {
            parts.refused(reason);
            if (members == 1) {
                refusedAlone(parts, reason);
                return;
            }
        }
        batchLedger.divided(parts.key(), members);
        parts.divide();
        if (!tooLarge && parts.probeIsDue()) {
            parts.probe().forEach(part -> batchLedger.divided(part.key(), part.members()));
            requireSomeTaken(parts, reason);
        }
    }

    private void refusedAlone(BatchParts parts, TikTokContentRefused reason) {
        batchLedger.refused(parts.key(), words(reason));
        progress.advance(parts.key().workflow(), 1);
        if (parts.probeIsDue()) {
            parts.probe().forEach(part -> batchLedger.divided(part.key(), part.members()));
        }
        requireSomeTaken(parts, reason);
    }

    /** If TikTok accepts none of the individually sent members, they are not the cause: the division is undone. */
    private void requireSomeTaken(BatchParts parts, TikTokContentRefused reason) {
        if (parts.everyProbeRefused()) {
            batchLedger.undivide(parts.batch().key());
            throw reason;
        }
    }

    private static String words(TikTokContentRefused reason) {
        return "TikTok refused it with code " + reason.code().orElse(0) + " \"" + reason.tiktokMessage()
                + "\" (request id " + reason.requestId() + ")";
    }

    /**
     * Stores the failure of a batch, so that the calls in flight are recorded in the ledger before the stage fails. A
     * part that was never sent is not uncertain.
     *
     * @param parts the batch's parts, null if it was not begun
     * @param attempt the attempt to send the current part, null if none was made
     */
    public long keep(
            @Variable("batch") Batch batch,
            @Variable("parts") BatchParts parts,
            @Variable("attempt") Attempt attempt,
            @ExchangeException Exception obstacle) {
        runs.get(batch.key().workflow()).meet(obstacle);
        if (parts != null && attempt != null && !attempt.lost() && stoodBeforeTheWire(obstacle)) {
            batchLedger.declined(parts.key(), false);
        }
        return 0;
    }

    private static boolean stoodBeforeTheWire(Exception obstacle) {
        Throwable cause = FailureClassifier.meaning(obstacle);
        return cause instanceof CredentialMissing
                || cause instanceof CredentialRefused
                || cause instanceof TikTokThrottled;
    }

    /** Sums the members of two batches. */
    public long add(long sum, long next) {
        return sum + next;
    }

    /** Throws the obstacle or the interruption, if any; otherwise the ledger contains every batch of the change. */
    public void require(@Variable("workflowId") String workflowId, @Variable("change") Change change) throws Exception {
        DeliveryRun run = runs.get(workflowId);
        if (run.obstacle().isPresent()) {
            runs.remove(workflowId);
            throw run.obstacle().get();
        }
        for (DeliveryPart planned : planned(workflows.require(workflowId))) {
            if (planned.change() == change && planned.membersLeft() > 0) {
                throw cutOff(workflowId, planned, run.hasLeft());
            }
        }
    }

    /**
     * Completes the stage: the ledger contains every planned batch, and TikTok accepted some members, if there were
     * any.
     */
    public void finish(@Variable("workflowId") String workflowId) {
        requireSomeAccepted(workflows.require(workflowId));
        for (DeliveryPart change : planned(workflows.require(workflowId))) {
            if (change.givenUp()) {
                tasks.skip(workflowId, Stage.DELIVER, change.task(), change.outputs());
            } else {
                tasks.succeed(workflowId, Stage.DELIVER, change.task(), change.outputs());
            }
        }
        warnOfRefused(workflowId);
        runs.remove(workflowId);
        results.delivered(workflowId);
    }

    /**
     * If every member was refused individually, the delivery failed. The ledger takes the refusals back, so that the
     * members are sent again when the workflow is resolved.
     */
    private void requireSomeAccepted(Workflow workflow) {
        Totals totals = ledgerReader.totals(workflow.id());
        long refused = totals.refused();
        Comparison comparison = workflow.comparison().orElseThrow();
        long others = totals.changed()
                + totals.addsGivenUp()
                + totals.removesGivenUp()
                + comparison.addedEarlier()
                + comparison.removedEarlier();
        if (refused == 0 || others > 0) {
            return;
        }
        naming.name(workflow.id());
        List<Refusal> refusals = ledgerReader.refusals(workflow.id(), Integer.MAX_VALUE);
        refusals.stream()
                .map(refusal -> refusal.key().withPart(BatchBisection.WHOLE))
                .distinct()
                .forEach(batchLedger::undivide);
        runs.remove(workflow.id());
        throw new WorkflowError(
                "every-member-refused",
                "TikTok refused "
                        + (refused == 1 ? "the only member" : "all " + refused + " members")
                        + " that this delivery had to send to audience '" + workflow.audienceName()
                        + "', each sent individually. Nothing was changed. "
                        + refusals.get(0).why() + "." + namedIn(workflow));
    }

    private String namedIn(Workflow workflow) {
        return workflow.type().deliversList() ? " Lines and masked values: " + data.rejects(workflow.id()) : "";
    }

    private void warnOfRefused(String workflowId) {
        Totals totals = ledgerReader.totals(workflowId);
        if (totals.refused() > 0) {
            boolean listed = workflows.require(workflowId).type().deliversList();
            workflows.warn(workflowId, FailedMembers.warning(totals, listed));
        }
    }

    /** The batches and parts without an outcome, which are skipped with the delivery. */
    public List<PlannedBatch> left(String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        Audience audience = audience(workflow);
        return planned(workflow).stream()
                .flatMap(change -> change.unsettled(workflow, audience))
                .flatMap(batch -> new BatchParts(batch, new DeliveryRun()).left().stream())
                .toList();
    }

    private static RuntimeException cutOff(String workflowId, DeliveryPart change, boolean hasLeft) {
        if (hasLeft) {
            return new StageInterrupted(Stage.DELIVER);
        }
        return new WorkflowError(
                "internal-error",
                "The delivery of workflow " + workflowId + " ended although " + change.membersLeft()
                        + " members of " + change.idSchema()
                        + " are not in the ledger. Nothing is lost: a retry resumes with the first of them.");
    }

    private Audience audience(Workflow workflow) {
        return audiences.require(workflow.audience());
    }

    /** Additions of all id schemas before the removals of any. */
    private List<DeliveryPart> planned(Workflow workflow) {
        List<DeliveryPart> planned = new ArrayList<>();
        List<SchemaComparison> schemas = workflow.comparison().orElseThrow().schemas();
        for (SchemaComparison schema : schemas) {
            planned.add(planned(workflow, Change.ADD, schema, schema.addsFile()));
        }
        for (SchemaComparison schema : schemas) {
            if (schema.removes() > 0) {
                planned.add(planned(workflow, Change.REMOVE, schema, schema.removesFile()));
            }
        }
        return planned;
    }

    private DeliveryPart planned(Workflow workflow, Change change, SchemaComparison schema, String file) {
        return new DeliveryPart(
                change,
                schema.idSchema(),
                DigestFile.open(data.workflow(workflow.id()).resolve(file)),
                workflow.settings().batchSize(),
                ledgerReader.settled(workflow.id(), change, schema.idSchema()),
                ledgerReader.accepted(workflow.id(), change, schema.idSchema()),
                ledgerReader.divided(workflow.id(), change, schema.idSchema()));
    }
}
