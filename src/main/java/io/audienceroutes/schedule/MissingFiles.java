package io.audienceroutes.schedule;

import io.audienceroutes.campaign.CampaignRuns;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.workflow.PauseSwitch;
import io.audienceroutes.workflow.WorkflowQueue;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Variable;

/**
 * Missing files of incomplete campaigns and of schedules. Called by routes {@code watch-files} and
 * {@code report-missing-file}.
 */
public final class MissingFiles {
    private final CampaignRuns campaigns;
    private final ExpectedFiles expected;
    private final Supplier<List<Destination>> destinations;
    private final WorkflowQueue queue;
    private final PauseSwitch gate;

    /** Watches the schedules of these destinations, and every campaign. */
    public MissingFiles(
            CampaignRuns campaigns,
            ExpectedFiles expected,
            Supplier<List<Destination>> destinations,
            WorkflowQueue queue,
            PauseSwitch gate) {
        this.campaigns = campaigns;
        this.expected = expected;
        this.destinations = destinations;
        this.queue = queue;
        this.gate = gate;
    }

    /** The workflows whose missing file needs an alert; none while work is paused, or another process is the leader. */
    public List<String> overdue() {
        return gate.open() && queue.leads()
                ? Stream.concat(campaigns.overdue().stream(), expected.overdue(destinations.get()).stream())
                        .toList()
                : List.of();
    }

    /** Throws with what the workflow waits for. */
    public void report(@Variable("workflowId") String workflowId) {
        campaigns.report(workflowId);
        expected.report(workflowId);
    }
}
