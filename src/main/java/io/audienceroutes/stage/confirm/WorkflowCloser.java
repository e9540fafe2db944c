package io.audienceroutes.stage.confirm;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.member.DamagedMemberFile;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.compare.SnapshotBuilder;
import io.audienceroutes.workflow.BooksContradicted;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.LedgerReader;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a workflow leaves its audience, whatever its end: what it delivered is folded into new snapshots, and the books, the
 * receipt and the state change in one transaction.
 */
public final class WorkflowCloser {
    private static final Logger LOG = LoggerFactory.getLogger(WorkflowCloser.class);

    private final Workflows workflows;
    private final Audiences audiences;
    private final Receipts receipts;
    private final SnapshotBuilder snapshotBuilder;

    /** Leaves with a receipt of these. */
    public WorkflowCloser(
            Workflows workflows,
            Audiences audiences,
            MemberRecords records,
            LedgerReader ledgerReader,
            Receipts receipts,
            DataDirectory data) {
        this.workflows = workflows;
        this.audiences = audiences;
        this.receipts = receipts;
        this.snapshotBuilder = new SnapshotBuilder(records, ledgerReader, data);
    }

    public void leave(Workflow workflow, WorkflowState state, String kind, String actor, Optional<Failure> failure) {
        workflows.fencing().refuseLost(workflow.id());
        Receipt receipt = receipts.of(workflow, state);
        MemberRecords.Change members = green(state) ? snapshotBuilder.fold(workflow, true) : foldIfPossible(workflow);
        workflows.leave(workflow.id(), new Workflows.Ending(state, kind, actor, failure, receipt, members));
        publish(workflow.id());
    }

    /** The end is stored, and the receipt with it; its file is only a copy, which the clean-up writes where it is missing. */
    private void publish(String workflowId) {
        try {
            receipts.publish(workflows.require(workflowId));
        } catch (WorkflowError e) {
            LOG.warn(
                    "{} It is written again later; until then, read it with: audience-routes workflows show {}",
                    e.getMessage(),
                    workflowId);
        }
    }

    /** TikTok refused to make the audience: whatever holds the name later was not made here. */
    public void createRefused(Workflow workflow) {
        audiences.createRefused(workflow.audience());
    }

    /** TikTok does not know the audience: the next list looks for it anew, and makes it if it is gone. */
    public void audienceRefused(Workflow workflow) {
        audiences.doubt(workflow.audience());
    }

    private static boolean green(WorkflowState state) {
        return state == WorkflowState.SUCCEEDED || state == WorkflowState.ISSUE;
    }

    /**
     * A failure that cannot be stored would be met again and again. The books keep what was accepted: the workflow folds
     * it when it is taken up again, and until then no other list is compared with a snapshot that lacks it.
     */
    private MemberRecords.Change foldIfPossible(Workflow workflow) {
        try {
            return snapshotBuilder.fold(workflow, false);
        } catch (DamagedMemberFile | UncheckedIOException | BooksContradicted e) {
            LOG.error(
                    "Accepted batches of workflow {} are not in a new snapshot yet: {}", workflow.id(), e.getMessage());
            return MemberRecords.Change.incomplete();
        }
    }
}
