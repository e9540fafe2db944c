package io.audienceroutes.delivery;

import io.audienceroutes.member.DigestFile;
import io.audienceroutes.tiktok.IdSchema;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokCalls;
import io.audienceroutes.tiktok.TikTokReply;
import io.audienceroutes.workflow.Audiences;
import io.audienceroutes.workflow.Audiences.Audience;
import io.audienceroutes.workflow.Books;
import io.audienceroutes.workflow.Books.BatchKey;
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
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /** The batches that the books do not hold yet; ends early at a safe point where the stage has to leave. */
    public Iterator<Batch> batches(String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        List<Part> parts = parts(workflow);
        parts.forEach(part -> tasks.begin(workflowId, Stage.DELIVER, part.task(), part.inputs()));
        // A damaged change file must not become a batch: its digests would be strangers
        parts.stream().filter(part -> part.membersLeft() > 0).map(Part::adds).forEach(DigestFile::verify);
        long left = parts.stream().mapToLong(Part::membersLeft).sum();
        progress.begin(workflowId, "members", left);
        Iterator<Batch> planned = parts.stream()
                .flatMap(part -> part.unsettled(workflow, audience(workflow)))
                .iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return planned.hasNext() && !safePoints.leave(workflowId);
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
        return calls.addMembers(
                batch.advertiserIds(),
                List.of(batch.audienceId()),
                IdSchema.valueOf(batch.key().schema()),
                batch.digests(),
                batch.audienceCreatedAt());
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
        for (Part part : parts(workflow)) {
            if (part.membersLeft() > 0) {
                requireInterruption(workflowId, part);
            }
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

    private void requireInterruption(String workflowId, Part part) {
        if (safePoints.leave(workflowId)) {
            throw new StageInterrupted(Stage.DELIVER);
        }
        throw new WorkflowError(
                "internal-error",
                "The delivery of workflow " + workflowId + " ended although " + part.membersLeft()
                        + " members of " + part.schema().idSchema()
                        + " are not in the books. Nothing is lost: retry goes on with the first of them.");
    }

    private Audience audience(Workflow workflow) {
        return audiences.require(workflow.audience());
    }

    private List<Part> parts(Workflow workflow) {
        List<Part> parts = new ArrayList<>();
        for (SchemaComparison schema : workflow.comparison().orElseThrow().schemas()) {
            DigestFile adds = DigestFile.open(data.workflow(workflow.id()).resolve(schema.addsFile()));
            BitSet settled = books.settled(workflow.id(), Change.ADD, schema.idSchema());
            BitSet accepted = books.accepted(workflow.id(), Change.ADD, schema.idSchema());
            parts.add(new Part(schema, adds, workflow.settings().batchSize(), settled, accepted));
        }
        return parts;
    }

    /** The adds of one id schema. */
    private record Part(SchemaComparison schema, DigestFile adds, int batchSize, BitSet settled, BitSet accepted) {
        String task() {
            return "Add members (" + schema.idSchema() + ")";
        }

        Map<String, String> inputs() {
            return Map.of("members", Long.toString(adds.count()), "batches", Integer.toString(batches()));
        }

        Map<String, String> outputs() {
            return Map.of("acceptedBatches", Integer.toString(accepted.cardinality()));
        }

        boolean givenUp() {
            return !settled.equals(accepted);
        }

        int batches() {
            return adds.slices(batchSize);
        }

        int size(int index) {
            return (int) Math.min(batchSize, adds.count() - (long) index * batchSize);
        }

        long membersLeft() {
            return adds.count() - settled.stream().mapToLong(this::size).sum();
        }

        Stream<Batch> unsettled(Workflow workflow, Audience audience) {
            return IntStream.range(0, batches())
                    .filter(index -> !settled.get(index))
                    .mapToObj(index -> new Batch(
                            new BatchKey(workflow.id(), Change.ADD, schema.idSchema(), index),
                            workflow.settings().advertiserIds(),
                            audience.tiktokId().orElseThrow(),
                            audience.createdAt(),
                            adds,
                            batchSize,
                            size(index)));
        }
    }
}
