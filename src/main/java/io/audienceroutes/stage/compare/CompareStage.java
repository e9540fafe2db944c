package io.audienceroutes.stage.compare;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.MemberRecords.AudienceMembers;
import io.audienceroutes.audience.MemberRecords.Feed;
import io.audienceroutes.audience.MemberRecords.Snapshot;
import io.audienceroutes.audience.Reconciliations;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.member.DamagedMemberFile;
import io.audienceroutes.member.DigestPartitions;
import io.audienceroutes.member.MemoryLimit;
import io.audienceroutes.segment.DigestType;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.RejectedRows;
import io.audienceroutes.stage.compare.Shrinkage.SchemaChange;
import io.audienceroutes.tiktok.IdSchema;
import io.audienceroutes.workflow.Approvals;
import io.audienceroutes.workflow.BooksContradicted;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageResults;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowHeld;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.LedgerReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage Compare, second half: compares the list with what this product added to the audience, and the removals with
 * what the destination allows. Called by route {@code compare-members}.
 */
public final class CompareStage {
    private static final Logger LOG = LoggerFactory.getLogger(CompareStage.class);
    private static final String TASK = "Compare members";

    private final Workflows workflows;
    private final StageResults results;
    private final Tasks tasks;
    private final MemberRecords records;
    private final Approvals approvals;
    private final PlanGuard planGuard;
    private final SharedAudience sharedAudience;
    private final SchemaComparator schemaComparator;
    private final SnapshotBuilder snapshotBuilder;
    private final Reconciliations reconciliations;
    private final DataDirectory data;
    private final MemoryLimit memoryLimit;

    /** Compares within the memory limit; {@code destinations} are the current ones. */
    public CompareStage(
            Workflows workflows,
            Tasks tasks,
            MemberRecords records,
            Approvals approvals,
            PlanGuard planGuard,
            Function<String, Optional<Destination>> destinations,
            Reconciliations reconciliations,
            DataDirectory data,
            MemoryLimit memoryLimit) {
        this.workflows = workflows;
        this.results = new StageResults(workflows);
        this.tasks = tasks;
        this.records = records;
        this.approvals = approvals;
        this.planGuard = planGuard;
        this.sharedAudience = new SharedAudience(records, destinations);
        this.snapshotBuilder = new SnapshotBuilder(records, new LedgerReader(workflows.database()), data);
        this.reconciliations = reconciliations;
        this.schemaComparator = new SchemaComparator(workflows, records, approvals, reconciliations, data);
        this.data = data;
        this.memoryLimit = memoryLimit;
    }

    /** Compares each id schema and completes the stage, unless the removals need approval. */
    public void compare(@Variable("workflowId") String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        results.requireEmptyBooks(workflowId);
        tasks.begin(workflowId, Stage.COMPARE, TASK, Map.of("audience", workflow.audienceName()));
        foldLater(workflow.audience());
        Compared compared = figures(workflow);
        compared.hold().ifPresent(held -> approvals.require(workflowId, held));
        planGuard.requireChanges(workflow, compared.comparison());
        tasks.succeed(workflowId, Stage.COMPARE, TASK, outputs(compared.comparison()));
        results.compared(workflowId, compared.comparison());
    }

    /** Retries to write the members that another workflow delivered to the member files. */
    private void foldLater(long audience) {
        Optional<String> unfolded = records.unfolded(audience);
        if (unfolded.isPresent()) {
            try {
                records.foldLater(
                        audience, unfolded.get(), snapshotBuilder.fold(workflows.require(unfolded.get()), false));
            } catch (DamagedMemberFile | UncheckedIOException | BooksContradicted e) {
                LOG.warn(
                        "The members delivered by workflow {} still cannot be written to the member files: {}",
                        unfolded.get(),
                        e.getMessage());
            }
        }
    }

    /** The current result of a comparison, and what would hold it. Change files are written; nothing is stored. */
    public Compared figures(Workflow workflow) {
        Set<String> others = sharedAudience.others(workflow);
        List<SchemaComparison> schemas = new ArrayList<>();
        List<SchemaChange> changes = new ArrayList<>();
        for (DigestType type : types(workflow)) {
            String schema = IdSchema.of(type).name();
            long held = held(workflow, schema);
            DigestPartitions listed = listed(workflow, type);
            if (listed.count() > 0 || held > 0) {
                SchemaComparison compared = schemaComparator.compare(workflow, schema, listed, others);
                schemas.add(compared);
                changes.add(change(workflow, type, compared, held));
            }
        }
        requireMembers(workflow, schemas);
        AudienceMembers before = records.of(workflow.audience());
        Comparison comparison = new Comparison(
                0,
                before.audienceId(),
                before.generations(),
                schemas,
                workflow.comparison().map(Comparison::addedEarlier).orElse(0L),
                workflow.comparison().map(Comparison::removedEarlier).orElse(0L));
        return new Compared(comparison, new Shrinkage(workflow, changes, ruleBefore(workflow)).hold());
    }

    /** The input of the shrink guard: members that TikTok accepted, unless the audience is being reconciled. */
    private SchemaChange change(Workflow workflow, DigestType type, SchemaComparison compared, long held) {
        boolean all = reconciliations.includes(workflow.id());
        long accepted = records.snapshot(workflow.audience(), compared.idSchema())
                .map(Snapshot::members)
                .orElse(0L);
        return new SchemaChange(
                compared.idSchema(),
                all ? held : accepted,
                compared.removes() - (all ? 0 : compared.removesInDoubt()),
                compared.adds(),
                retired(workflow, type));
    }

    /** The result, and what needs approval, if anything. */
    public record Compared(Comparison comparison, Optional<WorkflowHeld> hold) {}

    /** The id types of the settings; for a mirrored audience, also those of previous settings. */
    private List<DigestType> types(Workflow workflow) {
        List<DigestType> types =
                new ArrayList<>(DigestType.of(workflow.settings().userIdTypes()));
        if (reconciliations.includes(workflow.id())) {
            schemaComparator.known(workflow).stream()
                    .filter(type -> !types.contains(type))
                    .forEach(types::add);
            return types;
        }
        if (workflow.settings().syncMode() == SyncMode.MIRROR) {
            for (DigestType type : DigestType.values()) {
                if (!types.contains(type)
                        && fedBefore(workflow, IdSchema.of(type).name())) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    /** If other destinations deliver to the audience, this one must not remove their members. */
    private boolean fedBefore(Workflow workflow, String schema) {
        boolean own = records.feeds(workflow.audience()).stream()
                .anyMatch(feed ->
                        feed.idSchema().equals(schema) && feed.destination().equals(workflow.destination()));
        return own || (!workflow.settings().sharedAudience() && held(workflow, schema) > 0);
    }

    private static boolean retired(Workflow workflow, DigestType type) {
        return !workflow.settings().userIdTypes().contains(type.identifier());
    }

    private long held(Workflow workflow, String schema) {
        if (reconciliations.includes(workflow.id())) {
            return schemaComparator.knownMembers(workflow, schema);
        }
        return records.snapshot(workflow.audience(), schema)
                .map(snapshot -> snapshot.members() + snapshot.uncertainMembers())
                .orElse(0L);
    }

    /** An id type that was removed from the settings has an empty list. */
    private DigestPartitions listed(Workflow workflow, DigestType type) {
        var folder = data.partitions(workflow.id(), type);
        if (retired(workflow, type) && Files.notExists(folder)) {
            try (DigestPartitions empty = DigestPartitions.create(folder, type.width(), memoryLimit)) {
                empty.finish();
            }
        }
        return DigestPartitions.open(folder, memoryLimit);
    }

    private static void requireMembers(Workflow workflow, List<SchemaComparison> schemas) {
        if (schemas.isEmpty()) {
            throw new WorkflowError(
                    "rejected-rows-above-threshold",
                    workflow.fileName() + " cannot be delivered to audience '" + workflow.audienceName()
                            + "': none of its rows has an identifier that can be sent, and the audience has no"
                            + " members to remove. Nothing was sent. "
                            + workflow.preparation()
                                    .filter(tally -> tally.rowsRejected() > 0)
                                    .map(tally -> "All " + tally.rowsRead() + " rows were rejected"
                                            + RejectedRows.reasons(tally) + " ")
                                    .orElse("")
                            + "rejects.csv in the workflow's folder lists their lines and reasons.");
        }
    }

    private Optional<String> ruleBefore(Workflow workflow) {
        String now = workflow.settings().emailRule().name();
        return records.feeds(workflow.audience()).stream()
                .filter(feed -> feed.destination().equals(workflow.destination()))
                .filter(feed -> feed.idSchema().equals(DigestType.EMAIL_SHA256.name()))
                .map(Feed::emailRule)
                .filter(rule -> !rule.equals(now))
                .findFirst();
    }

    private static Map<String, String> outputs(Comparison comparison) {
        return Map.of(
                "adds", Long.toString(comparison.adds()),
                "removes", Long.toString(comparison.removes()),
                "unchanged", Long.toString(comparison.unchanged()),
                "duplicates", Long.toString(comparison.duplicates()));
    }
}
