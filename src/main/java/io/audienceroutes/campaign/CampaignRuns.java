package io.audienceroutes.campaign;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.destination.Campaign;
import io.audienceroutes.destination.CampaignPart;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.workflow.Admission;
import io.audienceroutes.workflow.Approval;
import io.audienceroutes.workflow.Approvals;
import io.audienceroutes.workflow.Arrival;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFiles;
import io.audienceroutes.workflow.WorkflowFiles.StagedBytes;
import io.audienceroutes.workflow.WorkflowHeld;
import io.audienceroutes.workflow.WorkflowRepository;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import io.audienceroutes.workflow.Workflows;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How the files of a campaign are delivered. Each file has a workflow that received it. That workflow delivers its
 * group itself, or hands the file over and ends as Skipped: to the workflow that collects the campaign, or to one
 * workflow per group in the file. A control group's file is not delivered.
 *
 * <p>Each file is received in one transaction, so that a kill between two files of a campaign loses none. A collecting
 * workflow does not hold its audience while it waits for files; once complete, it is queued like any other.
 */
public final class CampaignRuns {
    private static final String PRODUCT = "product";

    private final Workflows workflows;
    private final Admission admission;
    private final Approvals approvals;
    private final Clock clock;

    /** Stores campaigns in the database of the workflows. */
    public CampaignRuns(Workflows workflows, Clock clock) {
        this.workflows = workflows;
        this.admission = new Admission(workflows);
        this.approvals = new Approvals(workflows);
        this.clock = clock;
    }

    /** Processes a staged file of a campaign. Returns the state of the workflow that received it. */
    public WorkflowState admit(String id, CampaignPart part, String sha256, long bytes) {
        StagedBytes staged = new StagedBytes(sha256, bytes);
        return workflows.database().inTransaction(handle -> {
            Workflow received = WorkflowRepository.require(handle, id);
            Campaign campaign = received.settings().campaign().orElseThrow();
            WorkflowFiles.rememberPart(handle, id, part);
            WorkflowRepository.noteFile(handle, id, sha256, bytes);
            if (part.group().map(campaign::isControl).orElse(false)) {
                return handOver(
                        handle,
                        received,
                        "control-group",
                        "Not sent: '" + part.group().orElseThrow() + "' is a control group of its campaign.");
            }
            if (campaign.collects()) {
                return collect(handle, received, part, staged);
            }
            if (campaign.divides()) {
                return divide(handle, received, part, staged);
            }
            CampaignAudiences.claim(handle, received, received.audience(), part);
            WorkflowFiles.add(handle, id, received, part, staged, workflows.time());
            return admission.admit(handle, received, sha256, bytes);
        });
    }

    /**
     * The workflows that deliver the file that this one received and handed over; empty if it delivers the file itself.
     */
    public List<String> deliveredBy(String id) {
        return workflows.database().read(handle -> WorkflowFiles.deliveredBy(handle, id));
    }

    /**
     * The workflows whose staged copies are no longer needed, because the campaign that this file completed was
     * skipped.
     */
    public List<String> unreadWith(String id) {
        return workflows.database().read(handle -> WorkflowFiles.unreadWith(handle, id));
    }

    /** Queues complete campaigns, and returns the workflows whose missing files need an alert. */
    public List<String> overdue() {
        return workflows.database().inTransaction(handle -> {
            List<String> overdue = new ArrayList<>();
            for (CampaignRun run : CampaignRun.collecting(handle)) {
                Workflow workflow = WorkflowRepository.require(handle, run.workflowId());
                if (run.complete(workflow.settings(), clock.instant())) {
                    complete(handle, workflow, run);
                } else if (workflow.failure().isEmpty() && !clock.instant().isBefore(run.dueAt())) {
                    overdue.add(workflow.id());
                }
            }
            return overdue;
        });
    }

    /** Throws if a workflow that collects a campaign lacks files; does nothing if it is complete. */
    public void report(String id) {
        workflows
                .database()
                .read(handle -> CampaignRun.find(handle, id))
                .filter(run -> run.completedAt().isEmpty())
                .ifPresent(run -> {
                    throw held(workflows.require(id).settings(), run);
                });
    }

    /**
     * Throws unless all groups have arrived, or exactly the missing ones were ignored. A campaign completed that way
     * removes no member from its audience.
     */
    public void requireComplete(String id) {
        Optional<CampaignRun> collecting = workflows
                .database()
                .read(handle -> CampaignRun.find(handle, id))
                .filter(run -> run.completedAt().isEmpty());
        if (collecting.isEmpty()) {
            return;
        }
        CampaignRun run = collecting.get();
        Destination settings = workflows.require(id).settings();
        if (run.complete(settings, clock.instant())) {
            workflows.database().useTransaction(handle -> run.close(handle, workflows.time()));
            return;
        }
        WorkflowHeld held = held(settings, run);
        if (run.files().isEmpty()) {
            throw held;
        }
        approvals.require(id, held);
        goOnIncomplete(run, held);
    }

    private void goOnIncomplete(CampaignRun run, WorkflowHeld ignored) {
        Approval approval = approvals.of(run.workflowId()).stream()
                .filter(given -> given.figures().equals(ignored.figures()))
                .findFirst()
                .orElseThrow();
        workflows.database().useTransaction(handle -> {
            run.close(handle, workflows.time());
            WorkflowRepository.keepUnlisted(handle, run.workflowId());
            workflows.warn(
                    handle,
                    WorkflowRepository.require(handle, run.workflowId()),
                    "Delivered without the missing files, as decided by " + approval.actor() + " (" + approval.reason()
                            + "): no member was removed from the audience in this run.");
        });
    }

    private WorkflowState collect(Handle handle, Workflow received, CampaignPart part, StagedBytes staged) {
        CampaignRun before =
                CampaignRun.open(handle, received.destination(), part).orElseGet(() -> openRun(handle, received, part));
        Workflow collecting = WorkflowRepository.require(handle, before.workflowId());
        boolean doneFile = part.group().isEmpty();
        if (doneFile) {
            before.noteDone(handle, workflows.time());
        } else {
            WorkflowFiles.add(handle, collecting.id(), received, part, staged, workflows.time());
            before.noteFile(handle, workflows.time());
        }
        if (received.explicit()) {
            WorkflowRepository.makeExplicit(handle, collecting.id());
        }
        workflows
                .events()
                .append(
                        handle,
                        collecting.id(),
                        "file",
                        PRODUCT,
                        Map.of(
                                "file",
                                received.fileName(),
                                "group",
                                part.group().orElse(""),
                                "sha256",
                                staged.sha256()));
        CampaignRun now = CampaignRun.find(handle, collecting.id()).orElseThrow();
        if (now.complete(collecting.settings(), clock.instant())) {
            complete(handle, WorkflowRepository.require(handle, collecting.id()), now);
        } else {
            refreshHeld(handle, collecting, now);
        }
        return handOver(
                handle,
                received,
                "joined",
                (doneFile ? "The done file" : "A file") + " of campaign '" + part.campaign() + "': workflow "
                        + collecting.id() + " delivers it.");
    }

    private CampaignRun openRun(Handle handle, Workflow received, CampaignPart part) {
        Campaign campaign = received.settings().campaign().orElseThrow();
        String id = workflows.newId();
        CampaignPart whole = new CampaignPart(part.campaign(), Optional.empty());
        String name = part.campaign().isEmpty() ? received.destination() : part.campaign();
        CampaignAudiences.claim(handle, received, received.audience(), whole);
        WorkflowRepository.insert(
                handle,
                id,
                received.settings(),
                received.audience(),
                received.audienceName(),
                new Arrival(name, false, received.startedBy()),
                workflows.time());
        WorkflowRepository.waitForFiles(handle, id, WorkflowType.CAMPAIGN);
        WorkflowFiles.rememberPart(handle, id, whole);
        CampaignRun.insert(
                handle,
                id,
                received.destination(),
                part,
                clock.instant().plus(Duration.ofMinutes(campaign.timeoutMinutes())),
                workflows.time());
        workflows.events().append(handle, id, "opened", received.startedBy(), Map.of("campaign", part.campaign()));
        return CampaignRun.find(handle, id).orElseThrow();
    }

    /** All files have arrived: the workflow is queued, unless the same files were delivered last. */
    private void complete(Handle handle, Workflow workflow, CampaignRun run) {
        run.close(handle, workflows.time());
        WorkflowRepository.newArrival(handle, workflow.id());
        admission.admit(handle, workflow, run.sha256(), run.bytes());
    }

    /** The message of a held workflow must stay correct when one of several missing files arrives. */
    private void refreshHeld(Handle handle, Workflow workflow, CampaignRun run) {
        workflow.failure().ifPresent(before -> {
            Failure after = before.as(held(workflow.settings(), run));
            WorkflowRepository.failure(handle, workflow.id(), Optional.of(after));
        });
    }

    private WorkflowState divide(Handle handle, Workflow received, CampaignPart part, StagedBytes staged) {
        Destination settings = received.settings();
        Campaign campaign = settings.campaign().orElseThrow();
        List<String> ids = new ArrayList<>();
        for (String group : campaign.treatmentGroups()) {
            CampaignPart one = new CampaignPart(part.campaign(), Optional.of(group));
            String name = campaign.audienceNameFor(one);
            long audience = Audiences.rowFor(handle, settings, name);
            CampaignAudiences.claim(handle, received, audience, one);
            String id = workflows.newId();
            WorkflowRepository.insert(
                    handle,
                    id,
                    settings,
                    audience,
                    name,
                    new Arrival(received.fileName(), received.explicit(), received.startedBy()),
                    workflows.time());
            WorkflowFiles.rememberPart(handle, id, one);
            WorkflowFiles.add(handle, id, received, one, staged, workflows.time());
            workflows
                    .events()
                    .append(
                            handle,
                            id,
                            "opened",
                            received.startedBy(),
                            Map.of("file", received.fileName(), "group", group));
            admission.admit(handle, WorkflowRepository.require(handle, id), staged.sha256(), staged.bytes());
            ids.add(id);
        }
        return handOver(
                handle,
                received,
                "divided",
                "The file contains several groups: delivered by the workflows " + String.join(", ", ids) + ".");
    }

    private WorkflowState handOver(Handle handle, Workflow received, String kind, String why) {
        workflows.skip(handle, received, kind, why);
        return WorkflowState.SKIPPED;
    }

    private static WorkflowHeld held(Destination settings, CampaignRun run) {
        return new WorkflowHeld(WaitingFor.FILE, "missing-file", run.figures(settings), run.missing(settings));
    }
}
