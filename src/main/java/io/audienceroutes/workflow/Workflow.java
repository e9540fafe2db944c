package io.audienceroutes.workflow;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.state.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * One run: one segment file seen through to one destination, as the database holds it.
 *
 * @param settings the destination's settings when the file came; Resolve and Restart read them anew
 * @param keepsUnlisted whether nobody leaves the audience for not being listed, whatever the settings said
 * @param audience our row of the audience; its TikTok id is known once the Compare stage found or made it
 * @param explicit requested by command, so that it runs although the same file was delivered before
 * @param failure why it failed or waits; empty once the failed stage went through
 * @param failingSince when the present row of failures began
 * @param arrival grows by one with every workflow: the order in which an audience's workflows have their turn
 * @param supersededBy the newer workflow that takes this one's place
 */
public record Workflow(
        String id,
        WorkflowType type,
        @Json Destination settings,
        boolean keepsUnlisted,
        @ColumnName("audience_id") long audience,
        String audienceName,
        String fileName,
        Optional<String> fileSha256,
        boolean explicit,
        WorkflowState state,
        Stage stage,
        Optional<WaitingFor> waitingFor,
        Optional<Instant> resumeAt,
        boolean stopRequested,
        @Json Optional<Failure> failure,
        Optional<Instant> failingSince,
        int failuresInRow,
        @Json Optional<RowTally> preparation,
        @Json Optional<Comparison> comparison,
        @Json List<Finding> findings,
        @Json List<String> warnings,
        @Json Optional<Receipt> receipt,
        String startedBy,
        Instant arrivedAt,
        long arrival,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<String> supersededBy) {
    public Workflow {
        settings = keepsUnlisted ? settings.withoutRemovals() : settings;
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
    }

    /** The destination's name. */
    public String destination() {
        return settings.name();
    }
}
