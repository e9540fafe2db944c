package io.audienceroutes.sample;

import io.audienceroutes.workflow.Approval;
import io.audienceroutes.workflow.Approvals;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Receipt.SampleFigures;
import io.audienceroutes.workflow.Samples;
import io.audienceroutes.workflow.Samples.Sample;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.Workflows;
import java.util.Optional;

/** The part of a list's receipt about its sample. */
public final class SampleAccount {
    private final Workflows workflows;
    private final Samples samples;
    private final Approvals approvals;

    /** Creates it from the sample's own receipt. */
    public SampleAccount(Workflows workflows, Samples samples, Approvals approvals) {
        this.workflows = workflows;
        this.samples = samples;
        this.approvals = approvals;
    }

    public Optional<SampleFigures> of(Workflow list) {
        return samples.of(list.id()).flatMap(sample -> figures(list, sample));
    }

    private Optional<SampleFigures> figures(Workflow list, Sample sample) {
        Optional<Approval> approval = approvals.of(list.id()).stream()
                .filter(each -> sample.shownFigures().equals(Optional.of(each.figures())))
                .findFirst();
        return workflows
                .require(sample.sampleId())
                .receipt()
                .map((Receipt receipt) -> new SampleFigures(
                        sample.sampleId(),
                        receipt.audienceName(),
                        receipt.audienceId(),
                        receipt.identifiers(),
                        receipt.outcomes().added(),
                        approval.map(Approval::actor),
                        approval.map(Approval::at)));
    }
}
