package io.audienceroutes.stage.confirm;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.stage.CleanUp;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.Progress;
import io.audienceroutes.stage.compare.AudienceForecast;
import io.audienceroutes.stage.compare.DeliveryProof;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Receipt.Outcomes;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.LedgerReader;
import io.audienceroutes.workflow.ledger.LedgerReader.Totals;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Variable;

/** Stage Confirm: closes the ledger. Called by routes {@code clean-up} and {@code confirm-delivery}. */
public final class ConfirmStage {
    private static final String TASK = "Close the ledger";

    private final Workflows workflows;
    private final Tasks tasks;
    private final WorkflowCloser workflowCloser;
    private final Receipts receipts;
    private final AudienceForecast forecast;
    private final LedgerReader ledgerReader;
    private final CleanUp cleanUp;
    private final Progress progress;
    private final DeliveryProof proof;

    /** Closes the ledger and releases the audience. */
    public ConfirmStage(
            Workflows workflows,
            Tasks tasks,
            WorkflowCloser workflowCloser,
            Receipts receipts,
            AudienceForecast forecast,
            LedgerReader ledgerReader,
            CleanUp cleanUp,
            Progress progress,
            DataDirectory data) {
        this.workflows = workflows;
        this.tasks = tasks;
        this.workflowCloser = workflowCloser;
        this.receipts = receipts;
        this.forecast = forecast;
        this.ledgerReader = ledgerReader;
        this.cleanUp = cleanUp;
        this.progress = progress;
        this.proof = new DeliveryProof(ledgerReader, data);
    }

    /**
     * Succeeded if everything is accounted for and no member was left out; Issue if an operator should check. Returns a
     * line for the log.
     */
    public String close(@Variable("workflowId") String workflowId) {
        tasks.begin(workflowId, Stage.CONFIRM, TASK, Map.of());
        forecast(workflows.require(workflowId));
        Workflow workflow = workflows.require(workflowId);
        Receipt draft = receipts.of(workflow, WorkflowState.SUCCEEDED);
        requireBalance(draft);
        proof.require(workflow);
        WorkflowState state = green(draft) ? WorkflowState.SUCCEEDED : WorkflowState.ISSUE;
        workflowCloser.leave(workflow, state, "confirmed", "product", Optional.empty());
        tasks.succeed(
                workflowId,
                Stage.CONFIRM,
                TASK,
                Map.of("added", Long.toString(draft.outcomes().added())));
        progress.end(workflowId);
        return String.format(
                Locale.ROOT,
                "%s: %,d rows read, %,d identifiers added, %,d unchanged, %,d rejected",
                state.label(),
                draft.rowsRead(),
                draft.outcomes().added(),
                draft.outcomes().unchanged(),
                draft.outcomes().rejected());
    }

    /** Writes the receipts that could not be written when their workflows ended. Returns how many. */
    public int publishMissing() {
        return receipts.publishMissing(workflows);
    }

    /**
     * Deletes the staged copy and the working files, unless failed members may be sent again: then the clean-up does it
     * later.
     */
    public void dropStagedCopies(@Variable("workflowId") String workflowId) {
        cleanUp.dropUnneededFiles(workflows.require(workflowId));
    }

    private void forecast(Workflow workflow) {
        if (workflow.type().deliversList()) {
            Totals totals = ledgerReader.totals(workflow.id());
            forecast.tooSmall(workflow, workflow.comparison(), totals.addsRefused() + totals.addsGivenUp())
                    .ifPresent(warning -> workflows.warn(workflow.id(), warning));
        }
    }

    private static boolean green(Receipt receipt) {
        Outcomes outcomes = receipt.outcomes();
        return receipt.warnings().isEmpty()
                && outcomes.failed() == 0
                && outcomes.held() == 0
                && receipt.unlisted().stay() == 0;
    }

    private static void requireBalance(Receipt receipt) {
        if (!receipt.balances()) {
            throw new WorkflowError(
                    "receipt-unbalanced",
                    "The receipt of workflow " + receipt.workflowId() + " does not add up: " + receipt.rowsRead()
                            + " rows read, " + receipt.rowsAccepted() + " accepted, " + receipt.rowsRejected()
                            + " rejected; " + receipt.identifiers() + " identifiers, outcomes " + receipt.outcomes()
                            + ". This is a fault of the product. Please report it with this text.");
        }
    }
}
