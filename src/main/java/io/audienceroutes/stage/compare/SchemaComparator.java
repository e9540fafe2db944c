package io.audienceroutes.stage.compare;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.MemberRecords.Snapshot;
import io.audienceroutes.audience.Reconciliations;
import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.member.ComparisonResult;
import io.audienceroutes.member.DamagedMemberFile;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.DigestPartitions;
import io.audienceroutes.member.HeldMembers;
import io.audienceroutes.member.MemberComparison;
import io.audienceroutes.member.MemberComparison.Goal;
import io.audienceroutes.segment.DigestType;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.tiktok.IdSchema;
import io.audienceroutes.workflow.Approvals;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.HeldFigures;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowHeld;
import io.audienceroutes.workflow.Workflows;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Compares one id schema's list with the members held. The member files are verified completely before anything is
 * sent: if one is damaged or missing, an operator decides whether the audience is rebuilt without removals.
 */
final class SchemaComparator {
    static final String LOST = "member-snapshot-lost";

    private final Workflows workflows;
    private final MemberRecords records;
    private final Approvals approvals;
    private final AudienceMemberFiles audienceMemberFiles;
    private final KnownGenerations generations;
    private final Reconciliations reconciliations;
    private final DataDirectory data;

    SchemaComparator(
            Workflows workflows,
            MemberRecords records,
            Approvals approvals,
            Reconciliations reconciliations,
            DataDirectory data) {
        this.workflows = workflows;
        this.records = records;
        this.approvals = approvals;
        this.audienceMemberFiles = new AudienceMemberFiles(records, data);
        this.generations = new KnownGenerations(records, audienceMemberFiles, data);
        this.reconciliations = reconciliations;
        this.data = data;
    }

    SchemaComparison compare(Workflow workflow, String schema, DigestPartitions listed, Set<String> others) {
        Optional<String> unfolded = records.unfolded(workflow.audience());
        if (reconciliations.includes(workflow.id())) {
            return reconcile(workflow, schema, listed, others, unfolded.isPresent());
        }
        if (unfolded.isPresent()) {
            return rebuild(
                    workflow,
                    schema,
                    listed,
                    "the members that workflow " + unfolded.get() + " delivered could not be written to them");
        }
        try {
            HeldMembers held = audienceMemberFiles.open(workflow.audience(), schema, others);
            return compare(workflow, schema, listed, goal(workflow.settings().syncMode()), held, false);
        } catch (DamagedMemberFile lost) {
            if (!lost.file().startsWith(data.members())) {
                throw lost;
            }
            return rebuild(workflow, schema, listed, lost.found());
        }
    }

    /** The id types of the audience's member files. */
    List<DigestType> known(Workflow workflow) {
        return generations.types(workflow.audience());
    }

    /** The number of members in all known generations. */
    long knownMembers(Workflow workflow, String schema) {
        return generations.read(workflow, schema, Set.of()).held().count();
    }

    /**
     * Whatever was ever known to be held may be in the audience or not: so all that is listed is added, and all others
     * go.
     */
    private SchemaComparison reconcile(
            Workflow workflow, String schema, DigestPartitions listed, Set<String> others, boolean unfolded) {
        KnownGenerations.Known known = generations.read(workflow, schema, others);
        workflows.warn(
                workflow.id(),
                String.format(
                        Locale.ROOT,
                        "Reconciled under %s from %d member files with %,d members. Members that no file"
                                + " of this data directory contains (for example, those delivered after a restored backup was"
                                + " made) are unknown: they stay in the audience.",
                        schema,
                        known.files(),
                        known.held().count()));
        if (!known.unreadable().isEmpty()) {
            workflows.warn(
                    workflow.id(),
                    "These member files are damaged or missing; members that only they contain stay in the audience: "
                            + String.join(", ", known.unreadable()) + ". Restore them from a backup of the data"
                            + " directory, then reconcile again.");
        }
        return compare(
                workflow,
                schema,
                listed,
                Goal.MIRROR,
                known.held(),
                unfolded || !known.unreadable().isEmpty());
    }

    private SchemaComparison rebuild(Workflow workflow, String schema, DigestPartitions listed, String found) {
        String text = "Could not compare " + workflow.fileName() + " with audience '" + workflow.audienceName()
                + "': the files of the members delivered before under " + schema + " are incomplete: "
                + found + ". Nothing was sent. Restore the files from a backup, or free disk space, then retry this"
                + " workflow: it writes what is missing. Or approve: the whole list is then added, no member is removed, and members"
                + " that are no longer listed stay in the audience.";
        approvals.require(
                workflow.id(),
                new WorkflowHeld(
                        WaitingFor.APPROVAL,
                        LOST,
                        new HeldFigures().with("audience", workflow.audience()).with("schema", schema),
                        text));
        workflows.warn(
                workflow.id(),
                "The members under " + schema
                        + " were rebuilt from this list, because the files of the members delivered"
                        + " before were lost. Members that are no longer listed may stay in the audience: no later list"
                        + " removes them.");
        Goal goal = workflow.settings().syncMode() == SyncMode.REMOVE ? Goal.REMOVE : Goal.ADD;
        return compare(workflow, schema, listed, goal, HeldMembers.none(), true);
    }

    private SchemaComparison compare(
            Workflow workflow, String schema, DigestPartitions listed, Goal goal, HeldMembers held, boolean rebuilt) {
        ComparisonResult result = MemberComparison.compare(
                goal, listed, held, optedOut(workflow, schema), data.changes(workflow.id(), schema));
        return new SchemaComparison(
                schema,
                result.duplicates(),
                result.unchanged(),
                result.notPresent(),
                result.keptForOthers(),
                result.suppressed(),
                result.removedForOptOut(),
                result.adds().count(),
                result.removes().count(),
                result.removedInDoubt(),
                relative(workflow, result.adds()),
                relative(workflow, result.removes()),
                relative(workflow, result.next()),
                records.snapshot(workflow.audience(), schema)
                        .map(Snapshot::generation)
                        .orElse(0L),
                rebuilt,
                result.next().checksum());
    }

    private Optional<DigestFile> optedOut(Workflow workflow, String schema) {
        DigestType type = IdSchema.valueOf(schema).digests();
        boolean delivered = workflow.settings().userIdTypes().contains(type.identifier());
        return workflow.settings()
                .optOut()
                .filter(optOut -> delivered)
                .map(optOut -> DigestFile.open(data.optedOut(workflow.id(), type)));
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
}
