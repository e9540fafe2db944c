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
 * Releases the audience of a workflow, whatever its result: what it delivered is merged into new snapshots, and the
 * ledger, the receipt and the state change in one transaction.
 */
public final class WorkflowCloser {
    private static final Logger LOG = LoggerFactory.getLogger(WorkflowCloser.class);

    private final Workflows workflows;
    private final Audiences audiences;
    private final Receipts receipts;
    private final SnapshotBuilder snapshotBuilder;

    /** Uses these receipts. */
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

    /** The result is stored with the receipt; its file is only a copy, which the clean-up writes if it is missing. */
    private void publish(String workflowId) {
        try {
            receipts.publish(workflows.require(workflowId));
        } catch (WorkflowError e) {
            LOG.warn(
                    "{} Writing it is retried later. Until then, show it with: audience-routes workflows show {}",
                    e.getMessage(),
                    workflowId);
        }
    }

    /** TikTok refused to create the audience: an audience with that name was not created here. */
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
     * A failure that cannot be stored would repeat forever. The ledger keeps what was accepted: the workflow merges it
     * when it is resumed, and until then no other list is compared with an incomplete snapshot.
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
