package io.audienceroutes.stage.prepare;

import io.audienceroutes.audience.Reconciliations;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.RejectLimit;
import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.failure.ErrorReportingIterator;
import io.audienceroutes.format.RowChunks;
import io.audienceroutes.format.SegmentFormats;
import io.audienceroutes.format.SegmentPart;
import io.audienceroutes.member.DigestPartitions;
import io.audienceroutes.member.MemoryLimit;
import io.audienceroutes.segment.DigestType;
import io.audienceroutes.segment.GroupRows;
import io.audienceroutes.segment.GroupRule;
import io.audienceroutes.segment.PreparationRules;
import io.audienceroutes.segment.PreparedChunk;
import io.audienceroutes.segment.RejectsFile;
import io.audienceroutes.segment.RowChunk;
import io.audienceroutes.segment.RowPreparation;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.Progress;
import io.audienceroutes.stage.RejectedRows;
import io.audienceroutes.stage.StopCheckpoints;
import io.audienceroutes.workflow.Admission;
import io.audienceroutes.workflow.Finding;
import io.audienceroutes.workflow.RejectAllowances;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageResults;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.Workflows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Stage Prepare: rows become digests. Called by routes {@code prepare-members} and {@code prepare-part}, which hand
 * chunks of rows to {@link #prepare} on several threads. Another preparation starts from the beginning and overwrites
 * the files of an earlier attempt.
 */
public final class PrepareStage {
    private static final String TASK = "Prepare members";

    /** One rejected row in this many raises a warning. */
    private static final int MANY = 10;

    private final Workflows workflows;
    private final StageResults results;
    private final Admission admission;
    private final Tasks tasks;
    private final RejectAllowances allowances;
    private final OptOutLists optOutLists;
    private final DataDirectory data;
    private final SegmentFormats formats;
    private final StopCheckpoints stopCheckpoints;
    private final Progress progress;
    private final StagedFiles staged;
    private final Reconciliations reconciliations;
    private final int chunkSize;
    private final MemoryLimit memoryLimit;
    private final Map<String, Preparation> running = new ConcurrentHashMap<>();

    /** Uses chunks of this many rows. */
    public PrepareStage(
            Workflows workflows,
            Tasks tasks,
            RejectAllowances allowances,
            Function<String, Path> located,
            DataDirectory data,
            SegmentFormats formats,
            StopCheckpoints stopCheckpoints,
            Progress progress,
            StagedFiles staged,
            Reconciliations reconciliations,
            int chunkSize,
            MemoryLimit memoryLimit) {
        this.workflows = workflows;
        this.results = new StageResults(workflows);
        this.admission = new Admission(workflows);
        this.tasks = tasks;
        this.allowances = allowances;
        this.optOutLists = new OptOutLists(workflows, formats, located, data, memoryLimit);
        this.data = data;
        this.formats = formats;
        this.stopCheckpoints = stopCheckpoints;
        this.progress = progress;
        this.staged = staged;
        this.reconciliations = reconciliations;
        this.chunkSize = chunkSize;
        this.memoryLimit = memoryLimit;
    }

    /** Whether the audience was filled from the same file before: then TikTok is queried whether it still exists. */
    public boolean sameAsBefore(@Variable("workflowId") String workflowId) {
        return admission.sameFileAsDelivered(workflowId);
    }

    /**
     * Opens the staged file.
     *
     * @param audienceIsThere TikTok's response; null if it was not queried
     */
    public Preparation begin(
            @Variable("workflowId") String workflowId, @Variable("audienceIsThere") Boolean audienceIsThere) {
        abandon(workflowId);
        staged.requireComplete(workflowId);
        admission.prepare(
                workflowId, optOutLists.sha256(workflows.require(workflowId)), !Boolean.FALSE.equals(audienceIsThere));
        Workflow workflow = workflows.require(workflowId);
        tasks.begin(workflowId, Stage.PREPARE, TASK, inputs(workflow));
        progress.begin(workflowId, "rows");
        Preparation preparation = open(workflow, staged.proved(workflow));
        running.put(workflowId, preparation);
        return preparation;
    }

    /** Chunks of the rows of a part, read as they are asked for; one empty chunk when there is no row. */
    public Iterator<RowChunk> chunks(
            @Variable("preparation") Preparation preparation,
            @Variable("part") SegmentPart part,
            @Body Iterator<List<String>> records) {
        RowChunks chunks = part.rows(records, chunkSize);
        try {
            preparation.rowsOf(
                    new RowPreparation(
                            preparation.rules(),
                            chunks.header(),
                            preparation.optOut().map(OptOutRun::list)),
                    groups(preparation.workflowId()).map(rule -> new GroupRows(rule, chunks.header())));
        } catch (SegmentFileRefused e) {
            throw part.refusal(e);
        }
        preparation.rejects().begin(part.name());
        return new ErrorReportingIterator<>(new Iterator<RowChunk>() {
            private boolean begun;

            @Override
            public boolean hasNext() {
                stopCheckpoints.check(preparation.workflowId(), Stage.PREPARE);
                return !begun || more();
            }

            @Override
            public RowChunk next() {
                boolean first = !begun;
                begun = true;
                return first && !more() ? new RowChunk(0, new long[0], List.of()) : chunks.next();
            }

            private boolean more() {
                try {
                    return chunks.hasNext();
                } catch (SegmentFileRefused e) {
                    throw part.refusal(e);
                }
            }
        });
    }

    /** Checks, normalises and hashes one chunk; thread-safe. */
    public RowTally prepare(@Variable("preparation") Preparation preparation, @Body RowChunk chunk) {
        PreparedChunk prepared = preparation.prepare(chunk);
        prepared.digests()
                .forEach((type, digests) -> preparation.partitions().get(type).append(digests, 0, digests.length));
        preparation.optOut().ifPresent(optOut -> optOut.suppress(prepared.optedOut()));
        reject(preparation, prepared);
        progress.advance(preparation.workflowId(), prepared.tally().rowsRead());
        return prepared.tally();
    }

    /** Sums the tallies of two chunks. */
    public RowTally add(RowTally sum, RowTally next) {
        return sum.plus(next);
    }

    /** Refuses a file that must not be sent; otherwise stores the results and completes the stage. */
    public void finish(@Variable("preparation") Preparation preparation, @Body RowTally tally) {
        List<String> found = preparation.formats();
        long faulty = preparation.faultyBytes();
        tally.requireOneKind();
        boolean mirrored =
                workflows.require(preparation.workflowId()).settings().syncMode() == SyncMode.MIRROR;
        if (!mirrored) {
            // An empty mirrored list removes all members: this needs approval, once the number is known
            tally.requireRows();
        }
        preparation.finish();
        preparation.requireUnchanged();
        // Everything that the next stage needs is stored before the counts are checked: an operator may override the
        // check
        keep(preparation, tally, found, faulty);
        if (!mirrored) {
            requireAccepted(tally);
        }
        requireWithinLimit(preparation.workflowId(), tally);
        running.remove(preparation.workflowId());
        tasks.succeed(preparation.workflowId(), Stage.PREPARE, TASK, outputs(tally, found));
        results.prepared(preparation.workflowId(), tally);
    }

    private Optional<GroupRule> groups(String workflowId) {
        return workflows.require(workflowId).settings().groupRule(staged.partOf(workflowId));
    }

    private static Optional<Finding> leftOut(Preparation preparation) {
        return Optional.of(preparation.leftOut())
                .filter(rows -> rows > 0)
                .map(
                        rows -> new Finding(
                                "left out",
                                rows
                                        + " more rows belong to groups that this delivery does not send; they are not counted as read"));
    }

    private void keep(Preparation preparation, RowTally tally, List<String> formats, long faultyBytes) {
        String workflowId = preparation.workflowId();
        results.found(
                workflowId,
                Stream.of(
                                staged.findings(workflowId).stream(),
                                findings(formats, tally),
                                leftOut(preparation).stream(),
                                preparation.optedOut().stream())
                        .flatMap(found -> found)
                        .toList());
        warnOfRejects(workflowId, tally);
        warnOfFaultyBytes(workflowId, faultyBytes);
        warnOfHashing(workflowId, tally);
        results.counted(
                workflowId, tally, preparation.optOut().map(OptOutRun::sha256).orElse(""));
    }

    private static void requireAccepted(RowTally tally) {
        if (tally.rowsAccepted() == 0) {
            throw new WorkflowError(
                    "rejected-rows-above-threshold",
                    "The list cannot be sent: all " + tally.rowsRead() + " rows were rejected"
                            + RejectedRows.reasons(tally)
                            + " Nothing was sent. rejects.csv in the workflow's folder lists their lines and"
                            + " reasons.");
        }
    }

    private void requireWithinLimit(String workflowId, RowTally tally) {
        RejectLimit limit = allowances.limitOf(workflows.require(workflowId));
        if (limit.isExceededBy(tally.rowsRejected(), tally.rowsRead())) {
            throw new WorkflowError(
                    "rejected-rows-above-threshold",
                    "Too many rows were rejected: the limit is " + limit.text() + ", but "
                            + tally.rowsRejected() + " of " + tally.rowsRead() + " rows were rejected (most often "
                            + tally.mostFrequentReason() + "). Nothing was sent. rejects.csv in the workflow's"
                            + " folder lists their lines and reasons. Correct the file and deliver it again, or allow more"
                            + " for this run: audience-routes workflows update-error-threshold " + workflowId
                            + " --percent N.");
        }
    }

    private void warnOfRejects(String workflowId, RowTally tally) {
        if (tally.rowsRejected() > 0 && tally.rowsRejected() * MANY >= tally.rowsRead()) {
            workflows.warn(
                    workflowId,
                    tally.rowsRejected() + " of " + tally.rowsRead()
                            + " rows were rejected: see rejects.csv in the workflow's folder.");
        }
    }

    /** The formats of the files, and the statistics of hashed columns. */
    private static Stream<Finding> findings(List<String> formats, RowTally tally) {
        Stream<Finding> format = formats.stream().map(text -> new Finding("format", text));
        Stream<Finding> hashes = tally.hashCheckUps().entrySet().stream()
                .filter(column -> !column.getValue().allRaw())
                .map(column -> new Finding(
                        "hashes", column.getKey() + ": " + column.getValue().text()));
        return Stream.of(format, hashes, corrections(tally)).flatMap(found -> found);
    }

    private static Stream<Finding> corrections(RowTally tally) {
        return tally.corrections().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> new Finding(
                        "values",
                        String.format(
                                Locale.ROOT,
                                "%,d %s",
                                each.getValue(),
                                each.getKey().what())));
    }

    private void warnOfHashing(String workflowId, RowTally tally) {
        tally.hashCheckUps().forEach((column, checkUp) -> {
            if (!checkUp.known().isEmpty()) {
                workflows.warn(
                        workflowId,
                        "Column '" + column + "' contains hashes that no customer has: " + checkUp.knownText()
                                + ". The other hashes in it were probably made in the same way; if so, they match nobody.");
            }
        });
    }

    private void warnOfFaultyBytes(String workflowId, long faulty) {
        if (faulty > 0) {
            workflows.warn(
                    workflowId,
                    faulty
                            + " byte sequences in the file are invalid in its character set; values that contain them were"
                            + " rejected. If there are many, set format.characterSet in the destination.");
        }
    }

    /** Closes the files of a preparation that failed or was interrupted. */
    public void abandon(String workflowId) {
        Preparation left = running.remove(workflowId);
        if (left != null) {
            left.close();
        }
    }

    private static void reject(Preparation preparation, PreparedChunk prepared) {
        try {
            preparation.rejects().add(prepared);
        } catch (IOException e) {
            throw new WorkflowError(
                    "staging-failed", "The rejected rows cannot be written: " + e + ". Check the disk, then retry.", e);
        }
    }

    private Preparation open(Workflow workflow, List<StagedCopy> copies) {
        Destination settings = settings(workflow);
        PreparationRules rules = settings.preparationRules();
        // First, because an unusable list stops the delivery before a large file is read in vain
        Optional<OptOutRun> optOut =
                optOutLists.begin(workflow, stopCheckpoints.betweenReads(workflow.id(), Stage.PREPARE));
        Map<DigestType, DigestPartitions> partitions = new EnumMap<>(DigestType.class);
        for (DigestType type : DigestType.of(settings.userIdTypes())) {
            Path directory = data.partitions(workflow.id(), type);
            partitions.put(type, DigestPartitions.create(directory, type.width(), memoryLimit));
        }
        try {
            RejectsFile rejects = new RejectsFile(data.rejects(workflow.id()));
            return new Preparation(workflow.id(), rules, parts(workflow), copies, partitions, rejects, optOut);
        } catch (IOException e) {
            throw new WorkflowError(
                    "staging-failed",
                    "The working files of workflow " + workflow.id() + " cannot be created: " + e
                            + ". Check the free space and permissions of the data directory, then retry.",
                    e);
        }
    }

    private StagedParts parts(Workflow workflow) {
        return new StagedParts(
                formats,
                settings(workflow),
                staged.of(workflow),
                stopCheckpoints.betweenReads(workflow.id(), Stage.PREPARE));
    }

    /** The list of a reconciliation was written by this product, whatever the destination's file format. */
    private Destination settings(Workflow workflow) {
        return reconciliations.includes(workflow.id()) ? workflow.settings().forOwnFile() : workflow.settings();
    }

    private static Map<String, String> inputs(Workflow workflow) {
        return Map.of(
                "userIdTypes", workflow.settings().userIdTypes().toString(),
                "emailRule", workflow.settings().emailRule().name());
    }

    private static Map<String, String> outputs(RowTally tally, List<String> formats) {
        return Map.of(
                "format", String.join("; ", formats),
                "rowsRead", Long.toString(tally.rowsRead()),
                "rowsAccepted", Long.toString(tally.rowsAccepted()),
                "rowsRejected", Long.toString(tally.rowsRejected()),
                "identifiers", Long.toString(tally.identifiers()),
                "rowsWhereEmailRulesDiffer", Long.toString(tally.rowsWhereEmailRulesDiffer()));
    }
}
