package io.audienceroutes.delivery;

import io.audienceroutes.member.DamagedMemberFile;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.Slices;
import io.audienceroutes.member.Snapshots;
import io.audienceroutes.workflow.Audiences;
import io.audienceroutes.workflow.Audiences.Snapshot;
import io.audienceroutes.workflow.Books;
import io.audienceroutes.workflow.Books.Change;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a workflow leaves its audience, whatever its end: accepted batches are folded into a new snapshot, and the books,
 * the receipt and the state change in one transaction. A batch of unknown outcome is not folded: a later list that has
 * its members sends them again, which TikTok takes as it is.
 */
public final class Leaving {
    private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);

    private final Workflows workflows;
    private final Audiences audiences;
    private final Books books;
    private final Receipts receipts;
    private final DataDirectory data;

    /** Leaves with a receipt of these. */
    public Leaving(Workflows workflows, Audiences audiences, Books books, Receipts receipts, DataDirectory data) {
        this.workflows = workflows;
        this.audiences = audiences;
        this.books = books;
        this.receipts = receipts;
        this.data = data;
    }

    void leave(Workflow workflow, WorkflowState state, String kind, String actor, Optional<Failure> failure) {
        Receipt receipt = receipts.of(workflow, state);
        List<Snapshot> snapshots = green(state) ? fold(workflow) : foldIfPossible(workflow);
        workflows.leave(workflow.id(), new Workflows.Ending(state, kind, actor, failure, receipt, snapshots));
        receipts.publish(workflows.require(workflow.id()));
    }

    /** TikTok refused to make the audience: whatever holds the name later was not made here. */
    void createRefused(Workflow workflow) {
        audiences.createRefused(workflow.audience());
    }

    private static boolean green(WorkflowState state) {
        return state == WorkflowState.SUCCEEDED || state == WorkflowState.ISSUE;
    }

    /**
     * A failure that cannot be stored would be met again and again. The books keep what was accepted: the workflow folds
     * it when it is taken up again, and a later list sends it once more.
     */
    private List<Snapshot> foldIfPossible(Workflow workflow) {
        try {
            return fold(workflow);
        } catch (DamagedMemberFile | UncheckedIOException e) {
            LOG.error(
                    "Accepted batches of workflow {} are not in a new snapshot yet: {}", workflow.id(), e.getMessage());
            return List.of();
        }
    }

    private List<Snapshot> fold(Workflow workflow) {
        List<Snapshot> snapshots = new ArrayList<>();
        List<SchemaComparison> schemas =
                workflow.comparison().map(Comparison::schemas).orElse(List.of());
        for (SchemaComparison schema : schemas) {
            DigestFile adds = DigestFile.open(data.workflow(workflow.id()).resolve(schema.addsFile()));
            BitSet whole = books.accepted(workflow.id(), Change.ADD, schema.idSchema());
            Map<Integer, BitSet> partly = acceptedPartly(workflow, Change.ADD, schema.idSchema(), adds);
            if (!whole.isEmpty() || !partly.isEmpty()) {
                int batchSize = workflow.settings().batchSize();
                snapshots.add(fold(workflow, schema, new Slices(Optional.of(adds), batchSize, whole::get, partly)));
            }
        }
        return snapshots;
    }

    private Map<Integer, BitSet> acceptedPartly(Workflow workflow, Change change, String idSchema, DigestFile file) {
        int batchSize = workflow.settings().batchSize();
        return books.acceptedPartly(workflow.id(), change, idSchema, index ->
                (int) Math.min(batchSize, file.count() - (long) index * batchSize));
    }

    private Snapshot fold(Workflow workflow, SchemaComparison schema, Slices accepted) {
        Optional<Snapshot> current = audiences.snapshot(workflow.audience(), schema.idSchema());
        long generation = current.map(Snapshot::generation).orElse(0L) + 1;
        String file = fileName(workflow.audience(), schema.idSchema(), generation);
        DigestFile next = Snapshots.fold(
                current.map(Snapshot::file).map(data.members()::resolve).map(DigestFile::open),
                accepted,
                Slices.none(),
                data.members().resolve(file));
        return new Snapshot(workflow.audience(), schema.idSchema(), generation, file, next.count(), workflow.id());
    }

    /** A name that no other try of this fold has used: what a killed process left is swept, never taken over. */
    private static String fileName(long audience, String idSchema, long generation) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        return String.format(
                Locale.ROOT,
                "audience-%d-%s-%06d-%s.members",
                audience,
                idSchema.toLowerCase(Locale.ROOT),
                generation,
                unique);
    }
}
