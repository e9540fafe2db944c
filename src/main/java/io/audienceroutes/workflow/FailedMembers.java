package io.audienceroutes.workflow;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.workflow.ledger.BatchLedger;
import io.audienceroutes.workflow.ledger.LedgerReader;
import io.audienceroutes.workflow.ledger.LedgerReader.Totals;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The failed members of an ended workflow: TikTok refused them individually, or they were skipped. They can be sent
 * again while the working files exist and no newer list has replaced this one.
 */
public final class FailedMembers {
    private final Workflows workflows;

    /** Reads the ledger with the workflows. */
    public FailedMembers(Workflows workflows) {
        this.workflows = workflows;
    }

    /** What can be done about the failed members of a workflow. */
    public Retry of(Workflow workflow) {
        return workflows.database().read(handle -> of(handle, workflow));
    }

    /** Whether the working files of an ended workflow are kept for its failed members. */
    public boolean needsFiles(Workflow workflow) {
        return workflow.state() == WorkflowState.ISSUE
                && workflows
                        .database()
                        .read(handle -> WorkflowRepository.keepsFiles(handle, workflow.id())
                                && Supersession.confirmedAfter(handle, workflow).isEmpty());
    }

    /** The working files are about to be deleted. */
    public void filesDropped(String workflowId) {
        workflows.database().useTransaction(handle -> WorkflowRepository.keepFiles(handle, workflowId, false));
    }

    /** The text about members that TikTok refused. */
    public static String warning(Totals totals, boolean listed) {
        long refused = totals.refused();
        long accepted = totals.changed();
        return "TikTok refused " + refused + (refused == 1 ? " member that was" : " members that were") + " sent alone"
                + (accepted == 0
                        ? "."
                        : ", and accepted the other " + accepted + (accepted == 1 ? " change" : " changes")
                                + " of this delivery.")
                + " Check that hashed values of the file are SHA-256 of the normalised value"
                + (listed ? "; rejects.csv in the workflow's folder names their lines." : ".");
    }

    /** In the transaction in which a workflow ends: keeps its files if members failed. */
    static void ended(Handle handle, Workflow workflow, WorkflowState state) {
        boolean keep = state == WorkflowState.ISSUE
                && workflow.type().deliversList()
                && failed(LedgerReader.totals(handle, workflow.id())) > 0;
        WorkflowRepository.keepFiles(handle, workflow.id(), keep);
    }

    /** Resets these failed members in the ledger; accepted members stay accepted. Returns how many. */
    static long unsettle(Handle handle, Workflow workflow) {
        Retry retry = of(handle, workflow);
        if (!retry.offered()) {
            throw new WorkflowError(
                    "transition-refused",
                    retry.obstacle()
                            .orElse(
                                    "Workflow " + workflow.id() + " is "
                                            + workflow.state().label()
                                            + ": only a workflow that ended as Issue with failed members can send them again."));
        }
        Totals totals = LedgerReader.totals(handle, workflow.id());
        forgetWarning(handle, workflow, totals);
        BatchLedger.unsettleFailed(handle, workflow.id());
        WorkflowRepository.stage(handle, workflow.id(), Stage.DELIVER);
        return retry.members();
    }

    private static void forgetWarning(Handle handle, Workflow workflow, Totals totals) {
        String outdated = warning(totals, workflow.type().deliversList());
        List<String> warnings = workflow.warnings().stream()
                .filter(warning -> !warning.equals(outdated))
                .toList();
        WorkflowRepository.warnings(handle, workflow.id(), warnings);
    }

    private static Retry of(Handle handle, Workflow workflow) {
        if (workflow.state() != WorkflowState.ISSUE || !workflow.type().deliversList()) {
            return Retry.NONE;
        }
        long members = failed(LedgerReader.totals(handle, workflow.id()));
        return members == 0 ? Retry.NONE : new Retry(members, obstacle(handle, workflow, members));
    }

    private static Optional<String> obstacle(Handle handle, Workflow workflow, long members) {
        String what = "The " + members + " failed members of workflow " + workflow.id() + " cannot be sent again: ";
        String instead = " To deliver this list anyway, use: audience-routes deliver FILE --destination "
                + workflow.destination();
        Optional<String> confirmed = Supersession.confirmedAfter(handle, workflow);
        if (confirmed.isPresent()) {
            return Optional.of(what + "the newer list of workflow " + confirmed.get()
                    + " was delivered to the same audience since then, and this older list is"
                    + " outdated." + instead);
        }
        Optional<String> open = Supersession.newer(handle, workflow);
        if (open.isPresent()) {
            return Optional.of(what + "the newer list of workflow " + open.get()
                    + " is being delivered to the same audience and replaces this one. If the newer list should not be delivered,"
                    + " stop it first: audience-routes workflows stop " + open.get());
        }
        return WorkflowRepository.keepsFiles(handle, workflow.id())
                ? Optional.empty()
                : Optional.of(what + "its working files were deleted after" + " clean-up.keep-staged-hours." + instead);
    }

    private static long failed(Totals totals) {
        return totals.addsGivenUp() + totals.addsRefused() + totals.removesGivenUp() + totals.removesRefused();
    }

    /**
     * Whether the failed members of a workflow can be sent again.
     *
     * @param members how many failed, additions and removals; 0 where none did, or the workflow is at no such end
     * @param obstacle why they cannot be sent again, as text
     */
    public record Retry(long members, Optional<String> obstacle) {
        private static final Retry NONE = new Retry(0, Optional.empty());

        /** Whether {@code retry-failed} is offered. */
        public boolean offered() {
            return members > 0 && obstacle.isEmpty();
        }
    }
}
