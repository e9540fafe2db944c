package io.audienceroutes.delivery;

import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.member.ComparisonResult;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.DigestPartitions;
import io.audienceroutes.member.HeldMembers;
import io.audienceroutes.member.MemberComparison;
import io.audienceroutes.member.MemberComparison.Goal;
import io.audienceroutes.member.MemoryLimit;
import io.audienceroutes.segment.DigestType;
import io.audienceroutes.tiktok.IdSchema;
import io.audienceroutes.workflow.CampaignRuns;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.MemberRecords;
import io.audienceroutes.workflow.MemberRecords.Snapshot;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.Workflows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stage Compare, second half: the list against what this product put into the audience. Called by route {@code compare-members}. */
public final class Comparing {
    private static final String TASK = "Compare members";

    private final Workflows workflows;
    private final Tasks tasks;
    private final MemberRecords records;
    private final CampaignRuns campaigns;
    private final HeldSets heldSets;
    private final DataDirectory data;
    private final MemoryLimit memoryLimit;

    /** Compares within the memory limit. */
    public Comparing(
            Workflows workflows,
            Tasks tasks,
            MemberRecords records,
            CampaignRuns campaigns,
            DataDirectory data,
            MemoryLimit memoryLimit) {
        this.workflows = workflows;
        this.tasks = tasks;
        this.records = records;
        this.campaigns = campaigns;
        this.heldSets = new HeldSets(records, data);
        this.data = data;
        this.memoryLimit = memoryLimit;
    }

    /** Compares each id schema and ends the stage. */
    public void compare(String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        workflows.requireEmptyBooks(workflowId);
        tasks.begin(workflowId, Stage.COMPARE, TASK, Map.of("audience", workflow.audienceName()));
        List<SchemaComparison> schemas = new ArrayList<>();
        for (DigestType type : DigestType.of(workflow.settings().userIdTypes())) {
            compare(workflow, type).ifPresent(schemas::add);
        }
        Comparison comparison = new Comparison(
                schemas,
                workflow.comparison().map(Comparison::addedEarlier).orElse(0L),
                workflow.comparison().map(Comparison::removedEarlier).orElse(0L));
        tasks.succeed(workflowId, Stage.COMPARE, TASK, outputs(comparison));
        workflows.compared(workflowId, comparison);
    }

    /** Nothing where the list has no digest of the type and neither has the audience: that is no work at all. */
    private Optional<SchemaComparison> compare(Workflow workflow, DigestType type) {
        String schema = IdSchema.of(type).name();
        HeldMembers held = heldSets.open(workflow.audience(), schema, Set.of());
        DigestPartitions listed = DigestPartitions.open(data.partitions(workflow.id(), type), memoryLimit);
        if (listed.count() == 0 && held.count() == 0) {
            return Optional.empty();
        }
        Goal goal = goal(campaigns.syncMode(workflow));
        ComparisonResult result = MemberComparison.compare(goal, listed, held, data.changes(workflow.id(), schema));
        return Optional.of(new SchemaComparison(
                schema,
                result.duplicates(),
                result.unchanged(),
                result.notPresent(),
                result.keptForOthers(),
                result.adds().count(),
                result.removes().count(),
                relative(workflow, result.adds()),
                relative(workflow, result.removes()),
                relative(workflow, result.next()),
                records.snapshot(workflow.audience(), schema)
                        .map(Snapshot::generation)
                        .orElse(0L),
                false));
    }

    private static Goal goal(SyncMode mode) {
        return switch (mode) {
            case MIRROR -> Goal.MIRROR;
            case ADD -> Goal.ADD;
            case REMOVE -> Goal.REMOVE;
        };
    }

    private String relative(Workflow workflow, DigestFile file) {
        return data.workflow(workflow.id()).relativize(file.path()).toString();
    }

    private static Map<String, String> outputs(Comparison comparison) {
        return Map.of(
                "adds", Long.toString(comparison.adds()),
                "removes", Long.toString(comparison.removes()),
                "unchanged", Long.toString(comparison.unchanged()),
                "duplicates", Long.toString(comparison.duplicates()));
    }
}
