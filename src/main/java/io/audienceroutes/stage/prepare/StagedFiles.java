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

/** The staged copies that a workflow reads: its own, those that it collected, or one that it shares with others. */
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

    /** Raises while files of its campaign are missing. */
    void requireComplete(String workflowId) {
        campaigns.requireComplete(workflowId);
    }

    /** What the workflow is within its campaign, if it is part of one. */
    public Optional<CampaignPart> partOf(String workflowId) {
        return files.partOf(workflowId);
    }

    /** What the receipt tells of the files of a campaign, replaced ones too. */
    List<Finding> findings(String workflowId) {
        return files.of(workflowId).stream()
                .map(file -> new Finding("holds", file.describe()))
                .toList();
    }

    /** Proves each copy that the workflow reads; raises where one is not what was received. */
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
