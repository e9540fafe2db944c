package io.audienceroutes.stage.compare;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.OptOut;
import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.prepare.OptOutLists;
import io.audienceroutes.workflow.PreparedOptOuts;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowQueue.Claim;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.LedgerReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ensures that people who opted out after the preparation are not sent: before the stages Compare and Deliver, the
 * opt-out list is compared with the one of the preparation. Only rows connect the identifiers of a person, so a changed
 * list returns the workflow to Prepare. Called by route {@code run-stage}.
 */
public final class OptOutGuard {
    private static final Logger LOG = LoggerFactory.getLogger(OptOutGuard.class);

    private final Workflows workflows;
    private final PreparedOptOuts prepared;
    private final SnapshotBuilder snapshotBuilder;
    private final Function<String, Path> located;

    /** Resolves the paths of the lists with {@code located}. */
    public OptOutGuard(
            Workflows workflows,
            MemberRecords records,
            LedgerReader ledgerReader,
            Function<String, Path> located,
            DataDirectory data) {
        this.workflows = workflows;
        this.prepared = new PreparedOptOuts(workflows);
        this.snapshotBuilder = new SnapshotBuilder(records, ledgerReader, data);
        this.located = located;
    }

    /** The stage to run: that of the claim, or Prepare. */
    public Claim check(@Variable("claim") Claim claim) {
        if (claim.state() != WorkflowState.RUNNING
                || claim.aside()
                || !claim.type().deliversList()) {
            return claim;
        }
        return switch (claim.stage()) {
            case RECEIVE, PREPARE -> claim;
            case COMPARE, DELIVER -> checked(claim);
            case CONFIRM -> {
                prepared.forget(claim.workflowId());
                yield claim;
            }
        };
    }

    private Claim checked(Claim claim) {
        Workflow workflow = workflows.require(claim.workflowId());
        boolean removing = workflow.settings().syncMode() == SyncMode.REMOVE;
        if (removing || workflow.settings().optOut().isEmpty() || !prepared.outdated(workflow.id(), sha256(workflow))) {
            return claim;
        }
        LOG.info(
                "Workflow {} returns from stage {} to Prepare: the opt-out list has changed since then",
                workflow.id(),
                workflow.stage().label());
        MemberRecords.Change delivered =
                workflow.stage() == Stage.DELIVER ? snapshotBuilder.fold(workflow, false) : MemberRecords.Change.none();
        prepared.prepareAgain(workflow, delivered);
        return new Claim(workflow.id(), claim.state(), Stage.PREPARE, claim.type());
    }

    private String sha256(Workflow workflow) {
        OptOut optOut = workflow.settings().optOut().orElseThrow();
        try {
            return OptOutLists.sha256(located.apply(optOut.file()));
        } catch (IOException e) {
            throw new WorkflowError(
                    "opt-out-unusable",
                    "The opt-out list " + optOut.file() + " cannot be read ("
                            + e.getClass().getSimpleName() + "), and people may have opted out since "
                            + workflow.fileName()
                            + " was prepared. Nothing more was sent. Put the list in place, then run:"
                            + " audience-routes workflows retry " + workflow.id(),
                    e);
        }
    }
}
