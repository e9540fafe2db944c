package io.audienceroutes.delivery;

import io.audienceroutes.member.DigestFile;
import io.audienceroutes.tiktok.IdSchema;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokCalls;
import io.audienceroutes.tiktok.TikTokReply;
import io.audienceroutes.workflow.Audiences;
import io.audienceroutes.workflow.Audiences.Audience;
import io.audienceroutes.workflow.Books;
import io.audienceroutes.workflow.Books.Change;
import io.audienceroutes.workflow.Books.PlannedBatch;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageInterrupted;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowError;
import io.audienceroutes.workflow.Workflows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Stage Deliver: slices of the change files go to TikTok as batches. A batch is named by its change, id schema and
 * index, so that what is left to do is what the books do not hold. Called by routes {@code deliver-changes} and
 * {@code map-batch}.
 */
public final class Delivering {
    private final Workflows workflows;
    private final Tasks tasks;
    private final Books books;
    private final Audiences audiences;
    private final DataDirectory data;
    private final SafePoints safePoints;
    private final Progress progress;
    private final TikTokCalls calls = new TikTokCalls();

    /** Delivers what the Compare stage planned. */
    public Delivering(
            Workflows workflows,
            Tasks tasks,
            Books books,
            Audiences audiences,
            DataDirectory data,
            SafePoints safePoints,
            Progress progress) {
        this.workflows = workflows;
        this.tasks = tasks;
        this.books = books;
        this.audiences = audiences;
        this.data = data;
        this.safePoints = safePoints;
        this.progress = progress;
    }

    /**
     * The batches of additions that the books do not hold yet; ends early at a safe point where the stage has to leave.
     * Every change file is checked first, whatever it is for: a damaged one must not become a batch, its digests would be
     * strangers.
     */
    public Iterator<Batch> additions(String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        List<DeliveryPart> parts = parts(workflow);
        parts.stream()
                .filter(part -> part.membersLeft() > 0)
                .map(DeliveryPart::file)
                .forEach(DigestFile::verify);
        progress.begin(workflowId, "members", membersLeft(parts));
        return batches(workflow, parts, Change.ADD);
    }

    /**
     * The batches of removals that the books do not hold yet. They begin when every addition is in the books, so that the
     * audience is at no time emptier than the old and the new list need.
     */
    public Iterator<Batch> removals(String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        List<DeliveryPart> parts = parts(workflow);
        requireSettled(workflowId, of(Change.ADD, parts));
        return batches(workflow, parts, Change.REMOVE);
    }

    private Iterator<Batch> batches(Workflow workflow, List<DeliveryPart> parts, Change change) {
        List<DeliveryPart> due = of(change, parts);
        due.forEach(part -> tasks.begin(workflow.id(), Stage.DELIVER, part.task(), part.inputs()));
        Iterator<Batch> planned = due.stream()
                .flatMap(part -> part.unsettled(workflow, audience(workflow)))
                .iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return planned.hasNext() && !safePoints.leave(workflow.id());
            }

            @Override
            public Batch next() {
                if (!planned.hasNext()) {
                    throw new NoSuchElementException("every batch was handed out");
                }
                return planned.next();
            }
        };
    }

    /** Notes the batch as sent, in the books, and makes the call that sends it. */
    public TikTokCall send(Batch batch) {
        books.sent(batch.key(), batch.members());
        IdSchema schema = IdSchema.valueOf(batch.key().schema());
        List<String> audienceIds = List.of(batch.audienceId());
        return switch (batch.key().change()) {
            case ADD ->
                calls.addMembers(
                        batch.advertiserIds(), audienceIds, schema, batch.digests(), batch.audienceCreatedAt());
            case REMOVE ->
                calls.removeMembers(
                        batch.advertiserIds(), audienceIds, schema, batch.digests(), batch.audienceCreatedAt());
        };
    }

    /** TikTok said code 0. Answers the members of the batch. */
    public long accepted(Batch batch, TikTokReply reply) {
        books.accepted(batch.key(), reply.requestId());
        progress.advance(batch.key().workflow(), batch.members());
        return batch.members();
    }

    /** Sums the members of two batches. */
    public long add(long sum, long next) {
        return sum + next;
    }

    /** Ends the stage when the books hold every planned batch. */
    public void finish(String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        List<DeliveryPart> parts = parts(workflow);
        requireSettled(workflowId, parts);
        for (DeliveryPart part : parts) {
            if (part.givenUp()) {
                tasks.skip(workflowId, Stage.DELIVER, part.task(), part.outputs());
            } else {
                tasks.succeed(workflowId, Stage.DELIVER, part.task(), part.outputs());
            }
        }
        workflows.delivered(workflowId);
    }

    /** The batches that are not settled: what a person gives up who skips the delivery. */
    public List<PlannedBatch> left(String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        Audience audience = audience(workflow);
        return parts(workflow).stream()
                .flatMap(part -> part.unsettled(workflow, audience))
                .map(batch -> new PlannedBatch(batch.key(), batch.members()))
                .toList();
    }

    private void requireSettled(String workflowId, List<DeliveryPart> parts) {
        parts.stream()
                .filter(part -> part.membersLeft() > 0)
                .findFirst()
                .ifPresent(part -> requireInterruption(workflowId, part));
    }

    private void requireInterruption(String workflowId, DeliveryPart part) {
        if (safePoints.leave(workflowId)) {
            throw new StageInterrupted(Stage.DELIVER);
        }
        throw new WorkflowError(
                "internal-error",
                "The delivery of workflow " + workflowId + " ended although " + part.membersLeft()
                        + " members of " + part.idSchema()
                        + " are not in the books. Nothing is lost: retry goes on with the first of them.");
    }

    private Audience audience(Workflow workflow) {
        return audiences.require(workflow.audience());
    }

    private static List<DeliveryPart> of(Change change, List<DeliveryPart> parts) {
        return parts.stream().filter(part -> part.change() == change).toList();
    }

    private static long membersLeft(List<DeliveryPart> parts) {
        return parts.stream().mapToLong(DeliveryPart::membersLeft).sum();
    }

    /** Additions of all id schemas before the removals of any. */
    private List<DeliveryPart> parts(Workflow workflow) {
        List<DeliveryPart> parts = new ArrayList<>();
        List<SchemaComparison> schemas = workflow.comparison().orElseThrow().schemas();
        for (SchemaComparison schema : schemas) {
            parts.add(part(workflow, Change.ADD, schema, schema.addsFile()));
        }
        for (SchemaComparison schema : schemas) {
            if (schema.removes() > 0) {
                parts.add(part(workflow, Change.REMOVE, schema, schema.removesFile()));
            }
        }
        return parts;
    }

    private DeliveryPart part(Workflow workflow, Change change, SchemaComparison schema, String file) {
        return new DeliveryPart(
                change,
                schema.idSchema(),
                DigestFile.open(data.workflow(workflow.id()).resolve(file)),
                workflow.settings().batchSize(),
                books.settled(workflow.id(), change, schema.idSchema()),
                books.accepted(workflow.id(), change, schema.idSchema()));
    }
}
