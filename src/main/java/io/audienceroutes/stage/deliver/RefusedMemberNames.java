package io.audienceroutes.stage.deliver;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.format.RowChunks;
import io.audienceroutes.format.SegmentFormats;
import io.audienceroutes.format.SegmentPart;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.segment.GroupRows;
import io.audienceroutes.segment.RefusedValue;
import io.audienceroutes.segment.RejectsFile;
import io.audienceroutes.segment.RowChunk;
import io.audienceroutes.segment.RowPreparation;
import io.audienceroutes.segment.SoughtDigests;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.StopCheckpoints;
import io.audienceroutes.stage.prepare.StagedFiles;
import io.audienceroutes.stage.prepare.StagedParts;
import io.audienceroutes.tiktok.IdSchema;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.Finding;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageResults;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.BatchBisection;
import io.audienceroutes.workflow.ledger.BatchLedger.Change;
import io.audienceroutes.workflow.ledger.LedgerReader;
import io.audienceroutes.workflow.ledger.LedgerReader.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Variable;

/**
 * Finds the lines of members that TikTok refused individually: their digests are kept in memory, and the staged files
 * are read again. After a crash, it starts again without changing existing entries. Called by route
 * {@code confirm-delivery}.
 */
public final class RefusedMemberNames {
    private static final String FOUND = "refused by TikTok";

    private final Workflows workflows;
    private final StageResults results;
    private final LedgerReader ledgerReader;
    private final StagedFiles staged;
    private final SegmentFormats formats;
    private final StopCheckpoints stopCheckpoints;
    private final DataDirectory data;
    private final int chunkRows;
    private final int mostNamed;

    /**
     * Reads staged files in chunks.
     *
     * @param mostNamed the maximum number of digests; only the first ones are listed
     */
    public RefusedMemberNames(
            Workflows workflows,
            LedgerReader ledgerReader,
            StagedFiles staged,
            SegmentFormats formats,
            StopCheckpoints stopCheckpoints,
            DataDirectory data,
            int chunkRows,
            int mostNamed) {
        this.workflows = workflows;
        this.results = new StageResults(workflows);
        this.ledgerReader = ledgerReader;
        this.staged = staged;
        this.formats = formats;
        this.stopCheckpoints = stopCheckpoints;
        this.data = data;
        this.chunkRows = chunkRows;
        this.mostNamed = mostNamed;
    }

    /** Adds the refused members of a list to its rejects, and reports in its findings how many could be listed. */
    public void name(@Variable("workflowId") String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        List<Refusal> refusals =
                workflow.type().deliversList() ? ledgerReader.refusals(workflowId, mostNamed + 1) : List.of();
        if (refusals.isEmpty()) {
            forgetEarlier(workflow);
            return;
        }
        SoughtDigests sought = sought(workflow, refusals.subList(0, Math.min(mostNamed, refusals.size())));
        int held = sought.left();
        Optional<String> unreadable = missingCopy(workflow);
        List<RefusedValue> named = unreadable.isPresent() ? List.of() : read(workflow, sought);
        append(workflowId, named);
        Finding finding = new Finding(
                FOUND, words(held, held - sought.left(), refusals.size() > mostNamed) + unreadable.orElse(""));
        results.found(
                workflowId, Stream.concat(others(workflow), Stream.of(finding)).toList());
    }

    /** Members that were refused before and were sent again are no longer rejected. */
    private void forgetEarlier(Workflow workflow) {
        List<Finding> others = others(workflow).toList();
        if (others.size() < workflow.findings().size()) {
            append(workflow.id(), List.of());
            results.found(workflow.id(), others);
        }
    }

    private static Stream<Finding> others(Workflow workflow) {
        return workflow.findings().stream().filter(other -> !other.about().equals(FOUND));
    }

    private void append(String workflowId, List<RefusedValue> named) {
        try {
            RejectsFile.append(data.rejects(workflowId), named);
        } catch (IOException e) {
            throw new WorkflowError(
                    "staging-failed",
                    "The refused members cannot be written to rejects.csv: " + e + ". Check the disk, then retry.",
                    e);
        }
    }

    private String words(int refused, int named, boolean more) {
        String first = more
                ? String.format(Locale.ROOT, "more than %,d members; of the first %,d, ", mostNamed, mostNamed)
                : String.format(Locale.ROOT, refused == 1 ? "%,d member; " : "%,d members; ", refused);
        String unnamed = named < refused ? "; the others are not in this file, for example members to be removed" : "";
        return first + String.format(Locale.ROOT, "rejects.csv lists %,d by file and line", named) + unnamed;
    }

    /** A workflow that is resumed after its copy was deleted cannot list any lines. */
    private Optional<String> missingCopy(Workflow workflow) {
        return staged.of(workflow).stream().allMatch(file -> Files.exists(file.path()))
                ? Optional.empty()
                : Optional.of("; the staged copy no longer exists");
    }

    private SoughtDigests sought(Workflow workflow, List<Refusal> refusals) {
        SoughtDigests sought = new SoughtDigests();
        for (Refusal refusal : refusals) {
            SchemaComparison schema = workflow.comparison().orElseThrow().schemas().stream()
                    .filter(each -> each.idSchema().equals(refusal.key().schema()))
                    .findFirst()
                    .orElseThrow();
            String file = refusal.key().change() == Change.ADD ? schema.addsFile() : schema.removesFile();
            DigestFile changes = DigestFile.open(data.workflow(workflow.id()).resolve(file));
            byte[] batch =
                    changes.slice(refusal.key().index(), workflow.settings().batchSize());
            int from = BatchBisection.range(refusal.key().part(), batch.length / changes.width())
                            .offset()
                    * changes.width();
            sought.add(
                    IdSchema.valueOf(schema.idSchema()).digests(),
                    Arrays.copyOfRange(batch, from, from + changes.width()),
                    refusal.why());
        }
        return sought;
    }

    private List<RefusedValue> read(Workflow workflow, SoughtDigests sought) {
        List<RefusedValue> found = new ArrayList<>();
        try (StagedParts parts = new StagedParts(
                formats,
                workflow.settings(),
                staged.of(workflow),
                stopCheckpoints.betweenReads(workflow.id(), Stage.CONFIRM))) {
            while (sought.left() > 0 && parts.hasNext()) {
                SegmentPart part = parts.next();
                RowChunks chunks = part.rows(chunkRows);
                RowPreparation rows = new RowPreparation(workflow.settings().preparationRules(), chunks.header());
                Optional<GroupRows> groups = workflow.settings()
                        .groupRule(staged.partOf(workflow.id()))
                        .map(rule -> new GroupRows(rule, chunks.header()));
                while (sought.left() > 0 && chunks.hasNext()) {
                    stopCheckpoints.check(workflow.id(), Stage.CONFIRM);
                    RowChunk chunk = chunks.next();
                    found.addAll(rows.locate(
                            part.name(),
                            groups.map(each -> each.select(chunk).rows()).orElse(chunk),
                            sought));
                }
            }
        }
        return found;
    }
}
