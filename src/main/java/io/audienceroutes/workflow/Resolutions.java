package io.audienceroutes.workflow;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.CampaignPart;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationChange;
import io.audienceroutes.destination.RejectLimit;
import io.audienceroutes.workflow.ledger.BatchLedger;
import io.audienceroutes.workflow.ledger.BatchLedger.PlannedBatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * The effects of Retry, Restart, Resolve, Skip, Approve, Reject and Stop on a workflow. It resumes at the batch where
 * it stopped; Restart and Resolve read the destination again and return to the earliest stage that a changed setting
 * affects.
 */
public final class Resolutions {
    private static final String AUDIENCE_NOT_FOUND = "audience-not-found";
    private static final String MEMBER_FILES_DAMAGED = "member-files-damaged";

    private final Workflows workflows;
    private final Audiences audiences;
    private final Function<String, Optional<Destination>> destinations;

    /** Reads the destinations as they are at the moment of each command. */
    public Resolutions(Workflows workflows, Audiences audiences, Function<String, Optional<Destination>> destinations) {
        this.workflows = workflows;
        this.audiences = audiences;
        this.destinations = destinations;
    }

    /** Continues with the same inputs and settings. */
    public String retry(String id, String actor) {
        return workflows.database().inTransaction(handle -> {
            Workflow workflow = WorkflowRepository.require(handle, id);
            if (goesOn(workflow)) {
                return goesOnAlready(workflow);
            }
            requireResumable(handle, id, "retried");
            ready(handle, workflow, "retry", actor);
            return "Workflow " + id + " continues in stage " + workflow.stage().label() + " with the same settings.";
        });
    }

    /** Sends the failed members again, with the existing comparison and settings. */
    public String retryFailed(String id, String actor, String reason) {
        return workflows.database().inTransaction(handle -> {
            long members = FailedMembers.unsettle(handle, WorkflowRepository.require(handle, id));
            Map<String, String> detail = Map.of("members", Long.toString(members), "reason", reason);
            ready(handle, WorkflowRepository.require(handle, id), "retry-failed", actor, detail);
            return "Workflow " + id + " sends the " + members + " failed members again.";
        });
    }

    /** Continues with the current settings; {@code kind} is {@code restart} or {@code resolve}. */
    public String restart(String id, String kind, String actor) {
        Workflow stored = workflows.require(id);
        Destination now = destinations
                .apply(stored.destination())
                .orElseThrow(() -> new WorkflowError(
                        "destination-invalid",
                        "Workflow " + id + " cannot continue with the current settings: destination '"
                                + stored.destination() + "' no longer exists. Restore it, or use retry to"
                                + " continue with the settings that the workflow started with."))
                .withOneTimeChoicesOf(stored.settings());
        if (stored.settings().sandbox() != now.sandbox()) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + id + " was " + (now.sandbox() ? "no rehearsal" : "a rehearsal")
                            + ", and destination '"
                            + stored.destination() + "' is " + (now.sandbox() ? "in the sandbox" : "in production")
                            + " now, so a resumed workflow would deliver elsewhere. Deliver the file again, or use retry to"
                            + " continue with the settings that the workflow started with.");
        }
        Optional<CampaignPart> part = workflows.database().read(handle -> WorkflowFiles.partOf(handle, stored.id()));
        String audienceName = now.audienceNameFor(stored.fileName(), part);
        long audience = audiences.rowFor(now, audienceName);
        return workflows.database().inTransaction(handle -> {
            Workflow before = WorkflowRepository.require(handle, id);
            if (goesOn(before)) {
                requireSameSettings(before, now, audience);
                return goesOnAlready(before);
            }
            Workflow workflow = requireResumable(handle, id, kind.equals("resolve") ? "resolved" : "restarted");
            Stage stage = applySettings(handle, workflow, now, audience, audienceName);
            ready(handle, workflow, kind, actor);
            return "Workflow " + id + " continues in stage " + stage.label() + " with the current settings.";
        });
    }

    /** Continues after the failed task and skips its remaining batches, atomically. */
    public String skip(String id, String actor, List<PlannedBatch> givenUp) {
        return workflows.database().inTransaction(handle -> {
            Workflow workflow = requireSkippable(handle, id);
            givenUp.forEach(batch -> BatchLedger.giveUp(handle, batch, workflows.time()));
            ready(handle, workflow, "skip", actor);
            long members = givenUp.stream().mapToLong(PlannedBatch::members).sum();
            return "Workflow " + id + " continues without the " + members
                    + " members that were not delivered; it will end as Issue.";
        });
    }

    /** Checks that a task can be skipped: only a delivery can, since every other stage is needed by the next. */
    public Workflow requireSkippable(String id) {
        return workflows.database().inTransaction(handle -> requireSkippable(handle, id));
    }

    /** Stops at the next safe point. */
    public String stop(String id, String actor) {
        return workflows.database().inTransaction(handle -> {
            Workflow workflow = WorkflowRepository.require(handle, id);
            if (workflow.state() == WorkflowState.STOPPING) {
                return "Workflow " + id + " is already stopping.";
            }
            if (workflow.stage() == Stage.RECEIVE) {
                throw new WorkflowError(
                        "transition-refused",
                        "Workflow " + id
                                + " is still copying its file and has sent nothing. Stop it when the copy is complete.");
            }
            workflows.requestStop(handle, workflow, actor);
            return "Workflow " + id + " stops as soon as the batches in flight have finished.";
        });
    }

    /** Allows this number of rejected rows for one workflow, and continues with what it prepared. */
    public String updateErrorThreshold(String id, RejectLimit limit, String actor, String reason) {
        return workflows.database().inTransaction(handle -> {
            Workflow workflow = requireResumable(handle, id, "given another error threshold");
            Stage stage = RejectAllowances.grant(handle, workflow, limit, actor, reason, workflows.time());
            ready(handle, workflow, "update-error-threshold", actor, RejectAllowances.details(limit, reason));
            return "Workflow " + id + " continues in stage " + stage.label() + "; in this run, " + limit.text()
                    + " may be rejected.";
        });
    }

    /** Resumes a held workflow with exactly the proposed changes; records who approved and why. */
    public String approve(String id, String actor, String reason) {
        return workflows.database().inTransaction(handle -> {
            Workflow workflow = requireHeld(handle, id, "approved");
            Failure held = workflow.failure().orElseThrow(() -> nothingToApprove(id));
            if (workflow.waitingFor().equals(Optional.of(WaitingFor.FILE)) && reason.isBlank()) {
                throw new WorkflowError(
                        "transition-refused",
                        "Workflow " + id + " waits for a file. To ignore the missing file, give a reason with --reason."
                                + " Nothing was changed.");
            }
            Approvals.grant(handle, workflow, held, actor, reason, workflows.time());
            if (workflow.type() == WorkflowType.EXPECTED_FILE) {
                workflows.skip(handle, workflow, "ignored", "Ignored by " + actor + ": " + reason);
                return "Workflow " + id + " is skipped; the audience stays as it is until the next file.";
            }
            Map<String, String> detail =
                    Map.of("condition", held.condition(), "told", held.message(), "reason", reason);
            ready(handle, workflow, "approve", actor, detail);
            return "Workflow " + id + " continues in stage " + workflow.stage().label() + ", as approved.";
        });
    }

    /** Continues a workflow that waits for a file without it; records who ignored it and why. */
    public String ignoreMissingFile(String id, String actor, String reason) {
        Workflow workflow = workflows.require(id);
        if (!workflow.waitingFor().equals(Optional.of(WaitingFor.FILE))) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + id + " is " + workflow.state().label()
                            + " and does not wait for a missing file. Nothing was changed.");
        }
        return approve(id, actor, reason);
    }

    /** Stops a held workflow: the proposed changes are not to be made. */
    public String reject(String id, String actor) {
        return workflows.database().inTransaction(handle -> {
            Workflow workflow = requireHeld(handle, id, "rejected");
            workflows.requestStop(handle, workflow, actor);
            return "Workflow " + id + " was rejected and stops. None of the proposed changes are made.";
        });
    }

    private static WorkflowError nothingToApprove(String id) {
        return new WorkflowError(
                "transition-refused",
                "Workflow " + id
                        + " is still collecting files, and its deadline has not passed: there is no missing file to ignore yet. Details:"
                        + " audience-routes workflows show " + id);
    }

    /**
     * Lets a newer file replace a workflow that waits, failed or was stopped. A waiting one is ended by a runner, which
     * merges what it delivered; the caller ends the others. Returns whether it has to.
     */
    public boolean supersede(String id, String actor) {
        return workflows.database().inTransaction(handle -> {
            Workflow workflow = WorkflowRepository.require(handle, id);
            if (!workflow.state().resumable() || workflow.stage() == Stage.RECEIVE) {
                throw new WorkflowError(
                        "transition-refused",
                        "Workflow " + id + " is " + workflow.state().label() + ", stage "
                                + workflow.stage().label()
                                + ", and cannot be superseded; only a workflow that waits, failed or was stopped can.");
            }
            String newer = Supersession.newer(handle, workflow)
                    .orElseThrow(() -> new WorkflowError(
                            "transition-refused",
                            "Workflow " + id + " cannot be superseded: no newer file of destination '"
                                    + workflow.destination() + "' waits for this audience or was delivered to it."
                                    + " To end it, use: audience-routes workflows stop " + id));
            Supersession.note(workflows, handle, workflow, newer);
            if (workflow.state() == WorkflowState.WAITING) {
                workflows.requestStop(handle, workflow, actor);
            }
            return workflow.state() != WorkflowState.WAITING;
        });
    }

    private static Workflow requireHeld(Handle handle, String id, String verb) {
        Workflow workflow = WorkflowRepository.require(handle, id);
        boolean held = workflow.waitingFor().equals(Optional.of(WaitingFor.APPROVAL))
                || workflow.waitingFor().equals(Optional.of(WaitingFor.FILE));
        if (!held) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + id + " is " + workflow.state().label() + " and cannot be " + verb
                            + "; only a workflow that waits for an approval or a file can.");
        }
        return workflow;
    }

    private Workflow requireSkippable(Handle handle, String id) {
        Workflow workflow = requireResumable(handle, id, "skipped");
        if (workflow.stage() != Stage.DELIVER) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + id + " failed in stage " + workflow.stage().label()
                            + ", and later stages need its output: only the Deliver stage can be skipped."
                            + " Use resolve, retry or stop.");
        }
        return workflow;
    }

    /** Running, ready or next in the queue: what the command requests happens automatically. */
    private static boolean goesOn(Workflow workflow) {
        boolean turn = workflow.waitingFor().equals(Optional.of(WaitingFor.TURN));
        return workflow.stage() != Stage.RECEIVE && (workflow.state() == WorkflowState.RUNNING || turn);
    }

    private static String goesOnAlready(Workflow workflow) {
        return "Workflow " + workflow.id() + " is " + workflow.state().label()
                + workflow.waitingFor().map(reason -> " for " + reason.words()).orElse("") + ", stage "
                + workflow.stage().label() + ": it resumes automatically. Nothing was changed.";
    }

    private static void requireSameSettings(Workflow workflow, Destination now, long audience) {
        if (DestinationChange.between(workflow.settings(), now) != DestinationChange.NONE
                || audience != workflow.audience()) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + workflow.id() + " is " + workflow.state().label()
                            + " with the settings that it started with, but destination '" + workflow.destination()
                            + "' has changed since. Stop it first (audience-routes workflows stop " + workflow.id()
                            + "), then restart it with the new settings.");
        }
    }

    private static Workflow requireResumable(Handle handle, String id, String verb) {
        Workflow workflow = WorkflowRepository.require(handle, id);
        boolean waitsForItsTurn = workflow.waitingFor().equals(Optional.of(WaitingFor.TURN));
        if (!workflow.state().resumable() || waitsForItsTurn) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + id + " is " + workflow.state().label() + " and cannot be " + verb
                            + "; only a workflow that failed, was stopped or waits can.");
        }
        if (workflow.type() == WorkflowType.EXPECTED_FILE) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + id + " represents a file that has not arrived, and cannot be " + verb
                            + ". It ends automatically when the file arrives; or ignore the missing file.");
        }
        if (workflow.stage() == Stage.RECEIVE) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + id + " failed before its file was staged. The file is still at its source and is"
                            + " picked up again at the next poll; a one-time delivery has to be started again.");
        }
        return workflow;
    }

    private Stage applySettings(Handle handle, Workflow workflow, Destination now, long audience, String audienceName) {
        Stage affected = earliestAffected(handle, workflow, now, audience);
        boolean otherAudience = audience != workflow.audience();
        boolean goesBack = affected.compareTo(workflow.stage()) < 0
                || (otherAudience && workflow.stage() == Stage.COMPARE && workflow.state() != WorkflowState.WAITING);
        if (goesBack && workflow.state() == WorkflowState.WAITING) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + workflow.id() + " is waiting, and its settings have changed. Stop it first"
                            + " (audience-routes workflows stop " + workflow.id()
                            + "), then restart it with the new settings.");
        }
        WorkflowRepository.settings(handle, workflow.id(), now, audience, audienceName);
        if (!goesBack) {
            return workflow.stage();
        }
        requireFolded(handle, workflow);
        boolean sameGoal = !otherAudience && workflow.settings().syncMode() == now.syncMode();
        if (sameGoal && (affected == Stage.COMPARE || lostItsFiles(workflow))) {
            return ComparisonReset.compareAgain(handle, workflow, affected);
        }
        warnOfEarlierSettings(handle, workflow);
        ComparisonReset.startOver(handle, workflow, affected);
        return affected;
    }

    /** The ledger is the only record of what it delivered: going back would lose it. */
    private static void requireFolded(Handle handle, Workflow workflow) {
        if (MemberRecords.unfolded(handle, workflow.audience()).equals(Optional.of(workflow.id()))) {
            throw new WorkflowError(
                    "transition-refused",
                    "Workflow " + workflow.id()
                            + " cannot return to an earlier stage: the members that it delivered are not"
                            + " yet in the member files. Free disk space or restore its folder, then run:"
                            + " audience-routes workflows retry " + workflow.id());
        }
    }

    private void warnOfEarlierSettings(Handle handle, Workflow workflow) {
        long done = ComparisonReset.addedSoFar(handle, workflow) + ComparisonReset.removedSoFar(handle, workflow);
        if (done > 0) {
            workflows.warn(
                    handle,
                    workflow,
                    done + " identifiers were delivered to audience '" + workflow.audienceName()
                            + "' before the settings were changed; this receipt does not count them.");
        }
    }

    private Stage earliestAffected(Handle handle, Workflow workflow, Destination now, long audience) {
        return switch (DestinationChange.between(workflow.settings(), now)) {
            case PREPARATION -> Stage.PREPARE;
            case AUDIENCE, DELIVERY -> stageToMend(handle, workflow, Stage.COMPARE);
            case NONE ->
                stageToMend(handle, workflow, audience == workflow.audience() ? workflow.stage() : Stage.COMPARE);
        };
    }

    /** Some failures cannot be fixed in the stage where they occurred. */
    private Stage stageToMend(Handle handle, Workflow workflow, Stage otherwise) {
        if (lostItsFiles(workflow)) {
            return Stage.PREPARE;
        }
        if (failedBy(workflow, AUDIENCE_NOT_FOUND)) {
            Audiences.doubt(handle, workflow.audience());
            return otherwise.compareTo(Stage.COMPARE) < 0 ? otherwise : Stage.COMPARE;
        }
        return otherwise;
    }

    private static boolean lostItsFiles(Workflow workflow) {
        return failedBy(workflow, MEMBER_FILES_DAMAGED);
    }

    private static boolean failedBy(Workflow workflow, String action) {
        return workflow.failure()
                .filter(failure -> failure.action().equals(action))
                .isPresent();
    }

    private void ready(Handle handle, Workflow workflow, String kind, String actor) {
        ready(handle, workflow, kind, actor, Map.of());
    }

    private void ready(Handle handle, Workflow workflow, String kind, String actor, Map<String, String> detail) {
        Supersession.requireNewest(handle, WorkflowRepository.require(handle, workflow.id()));
        if (workflow.state() != WorkflowState.WAITING) {
            FileLedger.reopen(handle, workflow.id(), workflows.time());
        }
        WorkflowState next = holds(handle, workflow) ? WorkflowState.RUNNING : WorkflowState.WAITING;
        workflows.move(handle, workflow, next, kind, actor, detail);
        WorkflowRepository.resume(
                handle, workflow.id(), next == WorkflowState.WAITING ? Optional.of(WaitingFor.TURN) : Optional.empty());
    }

    /** A waiting workflow keeps its audience, so that no other compares with its incomplete delivery. */
    private static boolean holds(Handle handle, Workflow before) {
        long audience = WorkflowRepository.require(handle, before.id()).audience();
        return before.state() == WorkflowState.WAITING
                && !before.waitingFor().equals(Optional.of(WaitingFor.FILE))
                && audience == before.audience();
    }
}
