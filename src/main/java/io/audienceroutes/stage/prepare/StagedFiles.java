package io.audienceroutes.stage.prepare;

import io.audienceroutes.campaign.CampaignRuns;
import io.audienceroutes.destination.CampaignPart;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.prepare.StagedParts.StagedFile;
import io.audienceroutes.workflow.Finding;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFile;
import io.audienceroutes.workflow.WorkflowFiles;
import java.util.List;
import java.util.Optional;

/** The staged copies that a workflow reads: its own, collected ones, or a shared one. */
public final class StagedFiles {
    private final DataDirectory data;
    private final WorkflowFiles files;
    private final CampaignRuns campaigns;

    /** Finds them in the data directory. */
    public StagedFiles(DataDirectory data, WorkflowFiles files, CampaignRuns campaigns) {
        this.data = data;
        this.files = files;
        this.campaigns = campaigns;
    }

    /** Throws while files of its campaign are missing. */
    void requireComplete(String workflowId) {
        campaigns.requireComplete(workflowId);
    }

    /** The campaign and group of the workflow, if any. */
    public Optional<CampaignPart> partOf(String workflowId) {
        return files.partOf(workflowId);
    }

    /** The receipt's entries about the files of a campaign, including replaced ones. */
    List<Finding> findings(String workflowId) {
        return files.of(workflowId).stream()
                .map(file -> new Finding("holds", file.describe()))
                .toList();
    }

    /** Verifies each copy that the workflow reads; throws if one differs from what was received. */
    List<StagedCopy> proved(Workflow workflow) {
        return of(workflow).stream().map(StagedCopy::proved).toList();
    }

    public List<StagedFile> of(Workflow workflow) {
        List<WorkflowFile> collected = files.of(workflow.id());
        return collected.isEmpty()
                ? List.of(new StagedFile(data.stagedFile(workflow.id()), workflow.fileName(), workflow.fileSha256()))
                : collected.stream()
                        .filter(file -> !file.replaced())
                        .map(file -> new StagedFile(
                                data.stagedFile(file.stagedAs()), file.name(), Optional.of(file.sha256())))
                        .toList();
    }
}
